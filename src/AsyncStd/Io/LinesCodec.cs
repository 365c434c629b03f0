namespace AsyncStd.Io;

using System.Buffers;
using System.Text;

/// <summary>Messages are lines: UTF-8, ended by <c>\n</c> or <c>\r\n</c> when received, by <c>\n</c> when sent.</summary>
public sealed class LinesCodec : FrameCodec<string>
{
    /// <summary>Makes a codec.</summary>
    /// <param name="maxLength">How long a line may be, in bytes without its end; above 0.</param>
    public LinesCodec(int maxLength = 64 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        MaxLength = maxLength;
    }

    /// <summary>How long a line may be, in bytes without its end.</summary>
    public int MaxLength { get; }

    /// <inheritdoc/>
    public override bool TryDecode(ref ReadOnlySequence<byte> bytes, bool isFinal, out string frame)
    {
        frame = "";
        if (LineFinder.TryTake(ref bytes, MaxLength, out ReadOnlySequence<byte> line))
        {
            frame = Utf8Text.Decode(line);
            return true;
        }

        if (!isFinal || bytes.IsEmpty)
        {
            return false;
        }

        frame = Utf8Text.Decode(LineFinder.TakeLast(ref bytes, MaxLength));
        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The line is too long, contains a line end, or ends with <c>\r</c>, which the other side would take for a part of the line end.</exception>
    public override void Encode(string frame, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(output);
        if (frame.Contains('\n', StringComparison.Ordinal))
        {
            throw new InvalidDataException("A line must not contain a line end.");
        }

        if (frame.EndsWith('\r'))
        {
            throw new InvalidDataException("A line must not end with a carriage return: the other side would take it for a part of the line end.");
        }

        if (Encoding.UTF8.GetByteCount(frame) > MaxLength)
        {
            throw new InvalidDataException($"The line is longer than the {MaxLength} bytes that are allowed.");
        }

        Encoding.UTF8.GetBytes(frame, output);
        output.Write("\n"u8);
    }
}
