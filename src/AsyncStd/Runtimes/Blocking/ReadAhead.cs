namespace AsyncStd.Runtimes.Blocking;

/// <summary>Blocking reads into a buffer of their own, one at a time, whose bytes outlive the await that asked for them.</summary>
/// <remarks>Invariants, under the lock: at most one call is under way; while it is, nobody but it touches the buffer. <c>_isAwaited</c> says that the operation is to be
/// completed; whoever clears it does that, so a cancelled wait leaves the call alone, and what it brings is found by the next one.</remarks>
internal sealed class ReadAhead
{
    private readonly Lock _lock = new();
    private readonly Func<byte[], int> _read;
    private readonly Action<Action> _start;
    private readonly Action _call;
    private readonly Arrival _arrival;
    private byte[] _buffer = [];
    private int _first;
    private int _end;
    private Exception? _failure;
    private bool _isCalling;
    private bool _isAwaited;
    private bool _isOver;

    /// <param name="read">Reads into an array, blocking; 0 at the end.</param>
    /// <param name="start">Runs an action on a thread that may block.</param>
    public ReadAhead(Func<byte[], int> read, Action<Action> start)
    {
        _read = read;
        _start = start;
        _call = Call;
        _arrival = new Arrival(this);
    }

    /// <summary>Bytes that are there. The caller is the only reader.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _isCalling ? 0 : _end - _first;
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            if (!_isCalling)
            {
                _first = _end = 0;
            }
        }
    }

    public int Take(Span<byte> destination)
    {
        lock (_lock)
        {
            int count = _isCalling ? 0 : Math.Min(destination.Length, _end - _first);
            _buffer.AsSpan(_first, count).CopyTo(destination);
            _first += count;
            return count;
        }
    }

    /// <summary>Waits until there are bytes, or the end. One at a time.</summary>
    public ValueTask<bool> FillAsync(int size, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        bool start;
        lock (_lock)
        {
            if (_isAwaited)
            {
                throw new InvalidOperationException("Another read is under way; there is one reader at a time.");
            }

            if (!_isCalling)
            {
                if (Interlocked.Exchange(ref _failure, null) is { } failure)
                {
                    return ValueTask.FromException<bool>(failure);
                }

                if (_first < _end || _isOver)
                {
                    bool isOver = _first == _end;
                    _isOver = false; // a terminal goes on after its end
                    return new ValueTask<bool>(!isOver);
                }
            }

            start = !_isCalling;
            if (start && _buffer.Length < size)
            {
                _buffer = new byte[size];
            }

            _isCalling = true;
            _isAwaited = true;
        }

        if (start)
        {
            _start(_call);
        }

        return _arrival.Begin(cancellationToken);
    }

    private void Call()
    {
        int count = 0;
        Exception? failure = null;
        try
        {
            count = _read(_buffer);
        }
        catch (Exception e)
        {
            failure = e; // told to whoever reads next
        }

        bool isAwaited;
        lock (_lock)
        {
            _isCalling = false;
            _first = 0;
            _end = count;
            isAwaited = _isAwaited;
            _isAwaited = false;
            if (!isAwaited)
            {
                _failure = failure;
                _isOver = count == 0 && failure is null;
            }
        }

        if (isAwaited && failure is not null)
        {
            _arrival.TrySetException(failure);
        }
        else if (isAwaited)
        {
            _arrival.TrySetResult(count > 0);
        }
    }

    private sealed class Arrival(ReadAhead ahead) : Operation<bool>
    {
        public override string Description => "blocking read";

        public ValueTask<bool> Begin(CancellationToken cancellationToken) => Start(cancellationToken);

        protected override void OnCancelRequested(CancellationToken cancellationToken)
        {
            lock (ahead._lock)
            {
                if (!ahead._isAwaited)
                {
                    return;
                }

                ahead._isAwaited = false;
            }

            TrySetCanceled(cancellationToken);
        }
    }
}
