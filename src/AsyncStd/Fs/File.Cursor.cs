namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;

// The cursor: where the next read or write starts.
// Invariant: _cursorInUse is 1 from the start of a call that uses the cursor to its end, and only that call writes _position. It moves
// by what was delivered and by nothing else, so a call that failed or was cancelled has lost no byte.
// The system's own position is not used: positional calls need one call less, and duplicates do not disturb each other.
public sealed partial class File
{
    /// <summary>An adopted handle's cursor starts where the handle stands, which only the system knows.</summary>
    internal const long WhereTheHandleIs = -1;

    /// <summary>After an append, and before the first, the cursor is at the end, which only the system knows.</summary>
    internal const long AtTheEnd = -2;

    private long _position;
    private int _cursorInUse;

    /// <summary>Where the next read or write starts, in bytes. Setting it asks the system nothing; reading it does only after an append.</summary>
    /// <exception cref="NotSupportedException">The file has no offsets.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    /// <exception cref="InvalidOperationException">Another call uses the cursor.</exception>
    public override long Position
    {
        get
        {
            ThrowIfNotSeekable();
            return _position >= 0 ? _position : FindPosition();
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Seek(value, SeekOrigin.Begin);
        }
    }

    /// <summary>Moves the cursor; beyond the end is allowed. From the start or from where it stands this asks the system nothing.</summary>
    /// <param name="offset">How far, in bytes; may be negative, except from the start.</param>
    /// <param name="origin">From where.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The new position, in bytes from the start.</returns>
    /// <exception cref="NotSupportedException">The file has no offsets.</exception>
    /// <exception cref="IOException">The position would be negative, or the length could not be had.</exception>
    /// <exception cref="InvalidOperationException">Another call uses the cursor.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the cursor has not moved.</remarks>
    public ValueTask<long> SeekAsync(long offset, SeekOrigin origin, CancellationToken cancellationToken = default)
    {
        ThrowIfNotSeekable();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellationToken);
        }

        if (origin == SeekOrigin.Begin || (origin == SeekOrigin.Current && _position >= 0))
        {
            return new ValueTask<long>(Seek(offset, origin));
        }

        Check(origin);
        TakeCursor();
        return Await(offset, origin, cancellationToken);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        async ValueTask<long> Await(long offset, SeekOrigin origin, CancellationToken cancellationToken)
        {
            try
            {
                long from = origin == SeekOrigin.End ? await LengthAsync(cancellationToken).ConfigureAwait(false) : await FindPositionAsync(cancellationToken).ConfigureAwait(false);
                return _position = Target(from, offset);
            }
            finally
            {
                ReleaseCursor();
            }
        }
    }

    /// <summary>Moves the cursor, as <see cref="SeekAsync"/> does; from the end it blocks for the length.</summary>
    /// <param name="offset">How far, in bytes.</param>
    /// <param name="origin">From where.</param>
    /// <returns>The new position, in bytes from the start.</returns>
    public override long Seek(long offset, SeekOrigin origin)
    {
        ThrowIfNotSeekable();
        Check(origin);
        TakeCursor();
        try
        {
            long from = origin switch
            {
                SeekOrigin.Begin => 0,
                SeekOrigin.Current => _position >= 0 ? _position : FindPosition(),
                _ => Length,
            };
            return _position = Target(from, offset);
        }
        finally
        {
            ReleaseCursor();
        }
    }

    /// <summary>The length in bytes, without blocking.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The length as it is now.</returns>
    /// <exception cref="IOException">The system refused, see statx(2).</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> LengthAsync(CancellationToken cancellationToken = default)
        => (await _handle.GetMetadataAsync(cancellationToken).ConfigureAwait(false)).Length;

    private static void Check(SeekOrigin origin)
    {
        if (origin is < SeekOrigin.Begin or > SeekOrigin.End)
        {
            throw new ArgumentOutOfRangeException(nameof(origin), origin, "Allowed are Begin, Current and End.");
        }
    }

    private long Target(long from, long offset)
    {
        long target = from + offset;
        return target >= 0 ? target : throw new IOException($"Seeking in '{Name}' to {target} failed: there is nothing before the start.");
    }

    private ValueTask<long> FindPositionAsync(CancellationToken cancellationToken) => _position switch
    {
        WhereTheHandleIs => _handle.SeekAsync(0, SeekOrigin.Current, cancellationToken),
        AtTheEnd => LengthAsync(cancellationToken),
        _ => new ValueTask<long>(_position),
    };

    private void TakeCursor()
    {
        if (Interlocked.Exchange(ref _cursorInUse, 1) != 0)
        {
            throw new InvalidOperationException(
                $"Another call is using the cursor of '{Name}'. Await that call first, or use ReadAtAsync and WriteAtAsync, which have no cursor.");
        }
    }

    private void ReleaseCursor() => Volatile.Write(ref _cursorInUse, 0);

    private void ThrowIfNotSeekable()
    {
        ThrowIfClosed();
        if (!_canSeek)
        {
            throw new NotSupportedException($"'{Name}' has no offsets: it is a pipe, a fifo or a terminal.");
        }
    }
}
