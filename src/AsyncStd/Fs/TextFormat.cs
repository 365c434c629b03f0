namespace AsyncStd.Fs;

using System.Buffers;
using System.Text;

/// <summary>Text as the BCL's whole-file methods read and write it: encodings are told by their marks, UTF-8 is the default.</summary>
internal static class TextFormat
{
    /// <summary>How many characters are encoded at once: encodings promise no more than some bytes for each, and all of those must fit into an array.</summary>
    public const int PieceLength = 4 * 1024 * 1024;

    /// <summary>What is written without being told otherwise: no mark, and what is no text is refused.</summary>
    public static Encoding Default { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>For what must be UTF-8 and nothing else.</summary>
    public static Encoding Strict => Default;

    /// <summary>Decodes a file; a mark at its start wins over the encoding given.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        (Encoding found, int mark) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4),
            _ => (encoding, bytes.StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0),
        };
        return found.GetString(bytes[mark..]);
    }

    /// <summary>Encodes a text into a file, piece by piece, after the encoding's mark if it is wanted and has one.</summary>
    public static async ValueTask WriteAsync(File file, ReadOnlyMemory<char> text, Encoding encoding, bool withMark, CancellationToken cancellationToken)
    {
        Encoder encoder = encoding.GetEncoder();
        int count = withMark ? encoding.Preamble.Length : 0;
        byte[] rented = ArrayPool<byte>.Shared.Rent(count + encoding.GetMaxByteCount(Math.Min(text.Length, PieceLength)));
        try
        {
            encoding.Preamble[..count].CopyTo(rented);
            do
            {
                ReadOnlyMemory<char> piece = text[..Math.Min(text.Length, PieceLength)];
                text = text[piece.Length..];
                count += encoder.GetBytes(piece.Span, rented.AsSpan(count), flush: text.IsEmpty);
                await file.WriteAsync(rented.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                count = 0;
            }
            while (!text.IsEmpty);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Encodes a text into a rented array, after the encoding's mark if it has one.</summary>
    /// <returns>How many bytes it is.</returns>
    public static int Encode(ReadOnlySpan<char> text, Encoding encoding, bool withMark, out byte[] rented)
    {
        ReadOnlySpan<byte> mark = withMark ? encoding.Preamble : [];
        rented = ArrayPool<byte>.Shared.Rent(mark.Length + encoding.GetMaxByteCount(text.Length));
        mark.CopyTo(rented);
        try
        {
            return mark.Length + encoding.GetBytes(text, rented.AsSpan(mark.Length));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }
}
