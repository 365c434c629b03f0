namespace AsyncStd.Io;

using System.Buffers;
using System.Text;

/// <summary>Bytes to text and back, without a question mark in place of what is no text.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">The bytes are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw NotUtf8(e);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not UTF-8.</exception>
    public static string Decode(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            return Decode(bytes.FirstSpan);
        }

        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw NotUtf8(e);
        }
    }

    private static InvalidDataException NotUtf8(DecoderFallbackException e)
        => new($"The bytes are not UTF-8: {Convert.ToHexString(e.BytesUnknown ?? [])} at {e.Index}.", e);
}
