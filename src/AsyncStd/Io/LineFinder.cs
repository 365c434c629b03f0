namespace AsyncStd.Io;

using System.Buffers;

/// <summary>Lines and pieces in a sequence of segments.</summary>
internal static class LineFinder
{
    /// <summary>Takes a line without its end.</summary>
    /// <exception cref="InvalidDataException">It is too long; nothing was taken.</exception>
    public static bool TryTake(ref ReadOnlySequence<byte> bytes, int maxLength, out ReadOnlySequence<byte> line)
    {
        if (!TryTakePiece(ref bytes, (byte)'\n', maxLength == int.MaxValue ? maxLength : maxLength + 1, out line))
        {
            return false;
        }

        if (!line.IsEmpty && line.Slice(line.Length - 1).FirstSpan[0] == '\r')
        {
            line = line.Slice(0, line.Length - 1);
        }

        return line.Length <= maxLength ? true : throw TooLong(maxLength);
    }

    /// <summary>Nothing more will come: takes what is left as the last line.</summary>
    /// <exception cref="InvalidDataException">It is too long; nothing was taken.</exception>
    public static ReadOnlySequence<byte> TakeLast(ref ReadOnlySequence<byte> bytes, int maxLength)
    {
        // Asked for here, too: a search for a line end lets one byte more pass, which may be the \r before it.
        if (bytes.Length > maxLength)
        {
            throw TooLong(maxLength);
        }

        ReadOnlySequence<byte> line = bytes;
        bytes = bytes.Slice(bytes.End);
        return line;
    }

    /// <summary>Takes what stands before a delimiter, and drops the delimiter.</summary>
    /// <exception cref="InvalidDataException">It is too long; nothing was taken.</exception>
    public static bool TryTakePiece(ref ReadOnlySequence<byte> bytes, byte delimiter, int maxLength, out ReadOnlySequence<byte> piece)
    {
        if (bytes.PositionOf(delimiter) is { } position)
        {
            piece = bytes.Slice(0, position);
            if (piece.Length > maxLength)
            {
                throw TooLong(maxLength);
            }

            bytes = bytes.Slice(bytes.GetPosition(1, position));
            return true;
        }

        piece = default;
        return bytes.Length <= maxLength ? false : throw TooLong(maxLength);
    }

    public static InvalidDataException TooLong(int maxLength) => new($"A line or piece is longer than the {maxLength} bytes that are allowed.");
}
