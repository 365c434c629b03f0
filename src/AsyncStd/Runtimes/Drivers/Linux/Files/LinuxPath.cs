namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;
using System.Text;

/// <summary>A path as the kernel wants it: bytes, ended by a zero; on the stack unless it is long.</summary>
/// <remarks>A byte that is not part of valid UTF-8 is U+DC00 plus its value in a string, in both directions.</remarks>
internal ref struct LinuxPath
{
    /// <summary>How much the caller gives from its stack.</summary>
    public const int StackSize = 400;

    private const char LoneBase = '\uDC00';
    private const int MaxBytesPerChar = 3;

    private readonly Span<byte> _bytes;
    private byte[]? _rented;

    public LinuxPath(string path, Span<byte> scratch)
    {
        int needed = (path.Length * MaxBytesPerChar) + 1;
        if (needed > scratch.Length)
        {
            scratch = _rented = ArrayPool<byte>.Shared.Rent(needed);
        }

        _bytes = scratch;
        if (Ascii.FromUtf16(path, scratch, out int count) != OperationStatus.Done)
        {
            count = Encode(path, scratch);
        }

        scratch[count] = 0;
    }

    /// <summary>The bytes, to be fixed.</summary>
    public readonly ref byte GetPinnableReference() => ref _bytes[0];

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A name of the kernel's as a string.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed) == OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
                bytes = bytes[consumed..];
            }
            else
            {
                text.Append((char)(LoneBase + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    private static int Encode(ReadOnlySpan<char> path, Span<byte> bytes)
    {
        int count = 0;
        while (!path.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(path, out Rune rune, out int consumed) == OperationStatus.Done)
            {
                count += rune.EncodeToUtf8(bytes[count..]);
                path = path[consumed..];
                continue;
            }

            char lone = path[0];
            if (lone is >= (char)(LoneBase + 0x80) and <= (char)(LoneBase + 0xFF))
            {
                bytes[count++] = (byte)(lone - LoneBase);
            }
            else
            {
                count += Rune.ReplacementChar.EncodeToUtf8(bytes[count..]); // a surrogate that stands for no byte: what UTF-8 makes of it
            }

            path = path[1..];
        }

        return count;
    }
}
