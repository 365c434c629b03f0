namespace AsyncStd.Io;

using System.Buffers;
using System.Buffers.Binary;

/// <summary>Messages are bytes with their length in front of them.</summary>
public sealed class LengthDelimitedCodec : FrameCodec<ReadOnlyMemory<byte>>
{
    private const int MostHeaderBytes = 8;

    /// <summary>Makes a codec.</summary>
    /// <param name="headerBytes">How many bytes the length takes: 1, 2, 4 or 8.</param>
    /// <param name="isLittleEndian">Whether the length begins with its lowest byte; by default with its highest, as on the network.</param>
    /// <param name="maxLength">How many bytes a message may have.</param>
    /// <exception cref="ArgumentOutOfRangeException">A header of another size, or no length above zero.</exception>
    public LengthDelimitedCodec(int headerBytes = 4, bool isLittleEndian = false, int maxLength = 8 * 1024 * 1024)
    {
        if (headerBytes is not (1 or 2 or 4 or MostHeaderBytes))
        {
            throw new ArgumentOutOfRangeException(nameof(headerBytes), headerBytes, "1, 2, 4 or 8 bytes.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        HeaderBytes = headerBytes;
        IsLittleEndian = isLittleEndian;
        MaxLength = maxLength;
    }

    /// <summary>How many bytes the length takes.</summary>
    public int HeaderBytes { get; }

    /// <summary>Whether the length begins with its lowest byte.</summary>
    public bool IsLittleEndian { get; }

    /// <summary>How many bytes a message may have.</summary>
    public int MaxLength { get; }

    /// <summary>The message is a copy of its own.</summary>
    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A message is announced that is longer than allowed.</exception>
    /// <exception cref="EndOfStreamException">The end came within a message.</exception>
    public override bool TryDecode(ref ReadOnlySequence<byte> bytes, bool isFinal, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (bytes.Length < HeaderBytes)
        {
            return isFinal && !bytes.IsEmpty ? throw Torn(bytes.Length) : false;
        }

        ulong length = ReadLength(bytes.Slice(0, HeaderBytes));
        if (length > (ulong)MaxLength)
        {
            throw new InvalidDataException($"A message of {length} bytes is announced, and {MaxLength} are allowed.");
        }

        if (bytes.Length - HeaderBytes < (long)length)
        {
            return isFinal ? throw Torn(bytes.Length) : false;
        }

        frame = bytes.Slice(HeaderBytes, (long)length).ToArray();
        bytes = bytes.Slice(HeaderBytes + (long)length);
        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The message is longer than allowed, or than the header can say.</exception>
    public override void Encode(ReadOnlyMemory<byte> frame, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (frame.Length > MaxLength || (HeaderBytes < sizeof(int) && frame.Length >> (8 * HeaderBytes) != 0))
        {
            throw new InvalidDataException($"A message of {frame.Length} bytes is longer than allowed, or than {HeaderBytes} bytes can say.");
        }

        Span<byte> header = output.GetSpan(MostHeaderBytes)[..MostHeaderBytes];
        if (IsLittleEndian)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)frame.Length);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(header, (ulong)frame.Length << (8 * (MostHeaderBytes - HeaderBytes)));
        }

        output.Advance(HeaderBytes);
        output.Write(frame.Span);
    }

    private static EndOfStreamException Torn(long count) => new($"The end came within a message, of which {count} bytes had arrived.");

    private ulong ReadLength(ReadOnlySequence<byte> header)
    {
        Span<byte> bytes = stackalloc byte[MostHeaderBytes];
        bytes.Clear();
        if (IsLittleEndian)
        {
            header.CopyTo(bytes);
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }

        header.CopyTo(bytes[(MostHeaderBytes - HeaderBytes)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
