namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes;

/// <summary>One subscriber of a source that is enumerated once for several.</summary>
internal sealed class FanoutEnumerator<T> : AsyncSequenceEnumerator<T>
{
    private readonly Arrivals _arrivals = new();
    private readonly Func<FanoutEnumerator<T>, Fanout<T>>? _join;
    private Fanout<T>? _fanout;
    private ReadyItems _ready;
    private bool _hasStarted;
    private bool _mustGiveWay;
    private bool _isOver;
    private bool _isDisposed;

    /// <summary>Makes a subscriber who joins with the first wait.</summary>
    public FanoutEnumerator(Func<FanoutEnumerator<T>, Fanout<T>> join, CancellationToken cancellationToken)
    {
        _join = join;
        Token = cancellationToken;
    }

    /// <summary>Makes a subscriber who is about to join.</summary>
    public FanoutEnumerator(Fanout<T> fanout) => _fanout = fanout;

    /// <summary>The token of the enumeration.</summary>
    public CancellationToken Token { get; set; }

    /// <summary>The number of the item that is taken next. Changes under the lock of the fanout.</summary>
    public long Next { get; set; }

    /// <summary>Something has come, or it is over. From any thread.</summary>
    public void Signal() => _arrivals.Signal();

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (_fanout is null || _isOver || _isDisposed)
        {
            return false;
        }

        _mustGiveWay = !_ready.TryTake(Token);
        return !_mustGiveWay && _fanout.TryTake(this, out item!, out _isOver);
    }

    public override ValueTask<bool> WaitToReadAsync()
    {
        if (_isDisposed)
        {
            return default;
        }

        _fanout ??= _join!(this);
        if (!_hasStarted)
        {
            _hasStarted = true;
            _fanout.Start(Runtime.Current);
        }

        if (_isOver)
        {
            _fanout.ThrowIfFailed();
            return default;
        }

        if (!_mustGiveWay && _fanout.HasNext(this))
        {
            return new ValueTask<bool>(true);
        }

        return _mustGiveWay ? _ready.GiveWayAsync(Token) : _arrivals.WaitAsync(Runtime.Current, Timeout.InfiniteTimeSpan, Token);
    }

    public override ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return default;
        }

        _isDisposed = true;
        return _fanout?.LeaveAsync(this) ?? default;
    }
}
