namespace AsyncStd.Io;

using System.Buffers;

/// <summary>How messages become bytes and bytes become messages: what <see cref="Framed{T}"/> needs to know.</summary>
/// <typeparam name="T">The type of a message.</typeparam>
/// <example><code>
/// using System.Buffers;
/// using AsyncStd.Io;
///
/// var (here, there) = Io.Duplex();
/// await using var sender = new Framed&lt;byte&gt;(here, new OneByte());
/// await using var receiver = new Framed&lt;byte&gt;(there, new OneByte());
/// await sender.SendAsync(42);
/// Console.WriteLine((await receiver.ReceiveAsync()).Frame);
///
/// sealed class OneByte : FrameCodec&lt;byte&gt;
/// {
///     public override bool TryDecode(ref ReadOnlySequence&lt;byte&gt; bytes, bool isFinal, out byte frame)
///     {
///         frame = bytes.IsEmpty ? default : bytes.FirstSpan[0];
///         bool isThere = !bytes.IsEmpty;
///         bytes = isThere ? bytes.Slice(1) : bytes;
///         return isThere;
///     }
///
///     public override void Encode(byte frame, IBufferWriter&lt;byte&gt; output) => output.Write([frame]);
/// }
/// </code></example>
public abstract class FrameCodec<T>
{
    /// <summary>Takes a message out of the bytes, if a whole one is there.</summary>
    /// <param name="bytes">What has arrived. Sliced to what follows the message, if one was taken; else left alone.</param>
    /// <param name="isFinal">Whether nothing more will arrive: what is left then may be a message, or is too little.</param>
    /// <param name="frame">The message.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public abstract bool TryDecode(ref ReadOnlySequence<byte> bytes, bool isFinal, out T frame);

    /// <summary>Writes a message as bytes.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="InvalidDataException">The message cannot be sent.</exception>
    public abstract void Encode(T frame, IBufferWriter<byte> output);
}
