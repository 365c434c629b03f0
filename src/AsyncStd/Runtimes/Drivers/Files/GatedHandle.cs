namespace AsyncStd.Runtimes.Drivers;

/// <summary>A handle of the system that is closed when nobody asks for it any more and the last call on it has ended.</summary>
/// <remarks>Invariant: <c>_state</c> is four times the number of calls under way, plus one once the handle is to be closed. No call begins after that bit is set.
/// Whoever brings the state down to one, or sets the bit while no call is under way, closes; <c>_isReleased</c> makes it one. So a number is given back to the
/// system only when no call uses it, and the system cannot give it to somebody else under a call's hands. A handle that is given away has a second bit from the
/// same step on: its state never comes down to one, so a call that finds it closed does not close what is somebody else's now.</remarks>
internal abstract class GatedHandle
{
    private const int Closing = 1;
    private const int Detached = 2;
    private const int OneCall = 4;

    private int _state;
    private int _isReleased;
    private bool _isClosed;
    private Exception? _failure;
    private List<CloseWait>? _waiting;

    /// <summary>Whether the handle is closed, or will be once the calls under way have ended.</summary>
    public bool IsClosing => (Volatile.Read(ref _state) & Closing) != 0;

    /// <summary>What messages call the handle.</summary>
    public abstract string Path { get; }

    /// <summary>Begins a call, which must be ended by <see cref="Exit"/>.</summary>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    public void Enter()
    {
        if (!TryEnter())
        {
            throw Closed();
        }
    }

    /// <summary>The same for somebody who has nothing to do if the handle is closed: false then, and no call has begun.</summary>
    public bool TryEnter()
    {
        if ((Interlocked.Add(ref _state, OneCall) & Closing) == 0)
        {
            return true;
        }

        Exit();
        return false;
    }

    /// <summary>Ends a call.</summary>
    public void Exit()
    {
        if (Interlocked.Add(ref _state, -OneCall) == Closing)
        {
            Release();
        }
    }

    /// <summary>Refuses a handle that is closed.</summary>
    /// <exception cref="ObjectDisposedException">It is.</exception>
    public void ThrowIfClosed()
    {
        if (IsClosing)
        {
            throw Closed();
        }
    }

    /// <summary>Closes the handle as soon as no call is under way. Never waits for one.</summary>
    public void Dispose()
    {
        int before = Interlocked.Or(ref _state, Closing);
        if ((before & Closing) != 0)
        {
            return;
        }

        OnClosing();
        if (before == 0)
        {
            Release();
        }
    }

    /// <summary>Closes the handle, and waits until it is.</summary>
    public ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        bool isFirst = !IsClosing;
        Dispose();
        CloseWait wait;
        lock (this)
        {
            if (_isClosed)
            {
                return isFirst && _failure is { } failure ? ValueTask.FromException(failure) : default;
            }

            wait = new CloseWait(Path, isFirst);
            (_waiting ??= []).Add(wait);
        }

        return wait.Begin(cancellationToken);
    }

    /// <summary>Takes the handle out, so that it is not closed with this object.</summary>
    /// <exception cref="InvalidOperationException">A call is under way.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    protected void Detach()
    {
        int before = Interlocked.CompareExchange(ref _state, Closing | Detached, 0);
        if (before != 0)
        {
            throw (before & Closing) != 0 ? Closed() : new InvalidOperationException($"A call on '{Path}' is under way: await it before the handle is given away.");
        }

        EndWaits(null); // of whoever began to close between the exchange and here
    }

    /// <summary>Gives the handle back to the system. Called once.</summary>
    /// <returns>What went wrong, or null.</returns>
    protected abstract Exception? Close();

    /// <summary>Asks calls under way to stop. Called once.</summary>
    protected virtual void OnClosing()
    {
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) != 0)
        {
            return;
        }

        Exception? failure;
        using (Ambient.ForLeaf.BlockingSection())
        {
            failure = Close();
        }

        EndWaits(failure);
    }

    /// <summary>Nothing is left to be closed: whoever waits for that is told, and whoever comes need not wait.</summary>
    private void EndWaits(Exception? failure)
    {
        List<CloseWait>? waiting;
        lock (this)
        {
            _failure = failure;
            _isClosed = true;
            waiting = _waiting;
            _waiting = null;
        }

        foreach (CloseWait wait in waiting ?? [])
        {
            wait.End(failure);
        }
    }

    private ObjectDisposedException Closed() => new(Path, $"The handle of '{Path}' is closed.");

    /// <summary>Somebody waits for the end of the calls under way.</summary>
    private sealed class CloseWait(string path, bool hearsFailure) : Operation<bool>
    {
        public override string Description => $"closing of '{path}'";

        public ValueTask Begin(CancellationToken cancellationToken) => StartWithoutResult(cancellationToken);

        public void End(Exception? failure)
        {
            if (failure is not null && hearsFailure)
            {
                TrySetException(failure);
            }
            else
            {
                TrySetResult(true);
            }
        }
    }
}
