namespace AsyncStd.Io;

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

/// <summary>Bytes that are known to be ASCII, as text: each becomes a character, without a look at it.</summary>
/// <remarks>What is left behind the last whole step is done by a step that overlaps it: no loop over single characters, whose length nobody can foresee.</remarks>
internal static class AsciiText
{
    private const int Step = 16;

    public static string ToText(ReadOnlySpan<byte> bytes)
        => bytes.IsEmpty ? "" : string.Create(bytes.Length, bytes, static (text, bytes) => Widen(bytes, MemoryMarshal.Cast<char, ushort>(text)));

    /// <summary>Writes each byte as a unit of 16 bits; there are as many.</summary>
    private static void Widen(ReadOnlySpan<byte> bytes, Span<ushort> text)
    {
        if (bytes.Length < Step)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                text[i] = bytes[i];
            }

            return;
        }

        int last = bytes.Length - Step;
        for (int i = 0; i < last; i += Step)
        {
            WidenStep(bytes[i..], text[i..]);
        }

        WidenStep(bytes[last..], text[last..]);
    }

    private static void WidenStep(ReadOnlySpan<byte> bytes, Span<ushort> text)
        => Vector256.WidenLower(Vector128.Create(bytes).ToVector256Unsafe()).CopyTo(text);
}
