namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using Stream = System.IO.Stream;

/// <summary>A stream that ends after so many bytes of another: what <c>stream.Take(limit)</c> returns.</summary>
/// <remarks>Disposing it leaves the other stream open. <em>Cancellation</em>: as the other stream's.</remarks>
/// <example><code>
/// using AsyncStd.Io;
///
/// TakeStream head = new Cursor("hello, world"u8.ToArray()).Take(5);
/// Console.WriteLine(await head.ReadToStringAsync());
/// </code></example>
public sealed class TakeStream : AsyncStream
{
    private readonly Stream _inner;
    private long _remaining;

    internal TakeStream(Stream inner, long limit)
    {
        _inner = inner;
        Remaining = limit;
    }

    /// <inheritdoc/>
    public override bool CanRead => _inner.CanRead;

    /// <summary>How many bytes it still lets through; may be set, also after the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
    public long Remaining
    {
        get => _remaining;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _remaining = value;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length > _remaining)
        {
            buffer = buffer[..(int)_remaining];
        }

        if (_remaining == 0)
        {
            return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : default;
        }

        ValueTask<int> read = _inner.ReadAsync(buffer, cancellationToken);
        if (!read.IsCompletedSuccessfully)
        {
            return CountAsync(read);
        }

        int count = read.Result;
        _remaining -= count;
        return new ValueTask<int>(count);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = _remaining == 0 ? 0 : _inner.Read(buffer.Length > _remaining ? buffer[..(int)_remaining] : buffer);
        _remaining -= count;
        return count;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> CountAsync(ValueTask<int> read)
    {
        int count = await read;
        _remaining -= count;
        return count;
    }
}
