namespace AsyncStd.Net;

using AsyncStd.Runtimes;

/// <summary>Counts the open connections of one stream of connections, which alone waits here.</summary>
/// <remarks>Invariant, under the lock: there is a waiter only if the count is at the limit. It is woken outside the lock.</remarks>
internal sealed class ConnectionLimit(int most)
{
    private readonly Lock _lock = new();
    private int _open;
    private bool _isOver;
    private Wait? _waiter;

    /// <summary>Waits until there is room for one more, or none will come.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_open < most || _isOver)
            {
                return new ValueTask<bool>(true);
            }

            _waiter = new Wait();
            return _waiter.Begin(cancellationToken);
        }
    }

    /// <summary>No connection will come any more: nobody waits from now on.</summary>
    public void End()
    {
        Wait? waiter;
        lock (_lock)
        {
            _isOver = true;
            waiter = _waiter;
            _waiter = null;
        }

        waiter?.TrySetResult(true);
    }

    /// <summary>Counts a connection until it is closed.</summary>
    public void Take(SocketStream stream)
    {
        lock (_lock)
        {
            _open++;
        }

        stream.WhenClosed(Release);
    }

    private void Release()
    {
        Wait? waiter;
        lock (_lock)
        {
            _open--;
            waiter = _waiter;
            _waiter = null;
        }

        waiter?.TrySetResult(true); // one that was cancelled has ended, and no longer cares
    }

    private sealed class Wait : Operation<bool>
    {
        public override string Description => "wait for a connection to close";

        public ValueTask<bool> Begin(CancellationToken cancellationToken) => Start(cancellationToken);
    }
}
