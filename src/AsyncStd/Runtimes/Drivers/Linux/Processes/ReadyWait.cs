namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.Versioning;

/// <summary>A wait for one direction of a descriptor to be ready; used again and again, by one waiter at a time.</summary>
/// <remarks>Invariant, under the lock: <c>_isMarked</c> and <c>_isWaiting</c> are never both true. An event that finds nobody leaves the mark, and the next wait takes it and ends at once, so
/// one that comes between a failed attempt and the wait is not lost. Whoever clears <c>_isWaiting</c> completes the wait, outside the lock.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class ReadyWait(string description) : Operation<bool>
{
    private readonly Lock _lock = new();
    private bool _isMarked;
    private bool _isWaiting;
    private bool _isClosed;

    public override string Description => description;

    /// <summary>Forgets earlier events: to be called before an attempt.</summary>
    public void Reset() => Volatile.Write(ref _isMarked, false);

    /// <summary>Waits for an event since <see cref="Reset"/>.</summary>
    /// <returns>False if the descriptor was closed meanwhile.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isMarked || _isClosed)
            {
                _isMarked = false;
                return new ValueTask<bool>(!_isClosed);
            }

            _isWaiting = true;
        }

        return Start(cancellationToken);
    }

    /// <summary>The direction is ready.</summary>
    public void Signal()
    {
        lock (_lock)
        {
            if (!_isWaiting)
            {
                _isMarked = true;
                return;
            }

            _isWaiting = false;
        }

        TrySetResult(true);
    }

    /// <summary>Ends this wait and all later ones.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        TrySetResult(false);
    }

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        TrySetCanceled(cancellationToken);
    }
}
