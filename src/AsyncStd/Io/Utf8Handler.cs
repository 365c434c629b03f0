namespace AsyncStd.Io;

using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;

/// <summary>Encodes an interpolated string straight into a pooled buffer, as UTF-8, without making the string: what <c>WriteFmtAsync($"…")</c> and <c>Console.PrintAsync($"…")</c>
/// take. The compiler's business.</summary>
/// <remarks>No ref struct, so that a hole may hold an <c>await</c>; one that fails leaves the buffer to the collector.</remarks>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Utf8Handler
{
    private const int GuessedHoleLength = 16;
    private const int StackLength = 256;

    private byte[] _buffer;
    private int _count;

    /// <summary>Begins.</summary>
    /// <param name="literalLength">How many characters stand between the holes.</param>
    /// <param name="formattedCount">How many holes there are.</param>
    public Utf8Handler(int literalLength, int formattedCount)
        => _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(literalLength + (formattedCount * GuessedHoleLength) + 1, 64));

    internal readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _count);

    /// <summary>Appends what stands between holes.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => AppendFormatted(value.AsSpan());

    /// <summary>Appends a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>Appends a value in a format.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="format">The format.</param>
    public void AppendFormatted<T>(T value, string? format)
    {
        if (value is IUtf8SpanFormattable)
        {
            int written;
            while (!((IUtf8SpanFormattable)value).TryFormat(_buffer.AsSpan(_count), out written, format, null))
            {
                Grow(_buffer.Length);
            }

            _count += written;
        }
        else if (value is ISpanFormattable)
        {
            AppendChars((ISpanFormattable)value, format);
        }
        else
        {
            AppendFormatted((value is IFormattable formattable ? formattable.ToString(format, null) : value?.ToString()).AsSpan());
        }
    }

    /// <summary>Appends a value in a field.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="alignment">The width of the field, in UTF-16 characters as in a string; below zero: to the left.</param>
    /// <param name="format">The format.</param>
    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        int start = _count;
        AppendFormatted(value, format);
        int width = Encoding.UTF8.GetCharCount(_buffer.AsSpan(start, _count - start));
        int padding = Math.Abs(alignment) - width;
        if (padding <= 0)
        {
            return;
        }

        Reserve(padding);
        Span<byte> field = _buffer.AsSpan(start, _count - start + padding);
        if (alignment > 0)
        {
            field[..(_count - start)].CopyTo(field[padding..]);
            field[..padding].Fill((byte)' ');
        }
        else
        {
            field[^padding..].Fill((byte)' ');
        }

        _count += padding;
    }

    /// <summary>Appends text.</summary>
    /// <param name="value">The text.</param>
    public void AppendFormatted(string? value) => AppendFormatted(value.AsSpan());

    /// <summary>Appends text.</summary>
    /// <param name="value">The text.</param>
    public void AppendFormatted(ReadOnlySpan<char> value)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        _count += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_count));
    }

    /// <summary>Appends bytes that are UTF-8 already.</summary>
    /// <param name="value">The bytes.</param>
    public void AppendFormatted(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(_count));
        _count += value.Length;
    }

    /// <summary>Gives the buffer to whoever writes it, who returns it to the pool.</summary>
    internal byte[] Release(out int count)
    {
        byte[] buffer = _buffer;
        count = _count;
        _buffer = [];
        _count = 0;
        return buffer;
    }

    private void AppendChars(ISpanFormattable value, string? format)
    {
        Span<char> chars = stackalloc char[StackLength];
        if (value.TryFormat(chars, out int written, format, null))
        {
            AppendFormatted(chars[..written]);
        }
        else
        {
            AppendFormatted(value.ToString(format, null).AsSpan());
        }
    }

    private void Reserve(int count)
    {
        if (count > _buffer.Length - _count)
        {
            Grow(count);
        }
    }

    private void Grow(int count)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(_count + Math.Max(count, _buffer.Length)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
