namespace AsyncStd.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using Task = System.Threading.Tasks.Task;

/// <summary>Connects to whichever of several addresses answers first, after RFC 8305: families by turns, one attempt after the other with a delay, none given up
/// before one has won.</summary>
/// <remarks>Nothing outlives <see cref="RunAsync"/>: attempts that have not won are cancelled and waited for, and one that succeeded all the same is closed.</remarks>
internal sealed class ConnectRace(INetwork network, NetAddress address, TcpConnectionOptions options)
{
    private readonly List<Task<IStreamSocket>> _attempts = [];
    private readonly List<Exception> _failures = [];
    private readonly TcpConnectOptions _driverOptions = options.ToDriver();

    public async ValueTask<IStreamSocket> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task limit = options.Timeout is { } timeout ? Task.Sleep(timeout, stop.Token) : new TaskCompletionSource().Task;
        try
        {
            return await WinAsync(limit, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested && e.CancellationToken == stop.Token)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken); // the caller knows nothing of ours
        }
        finally
        {
            stop.Cancel(); // CancelAsync would call back in the thread pool
            await CloseLosersAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Families by turns, beginning with that of the first address, which the resolver prefers.</summary>
    internal static List<IPEndPoint> Interleave(IReadOnlyList<IPEndPoint> endPoints)
    {
        AddressFamily preferred = endPoints[0].AddressFamily;
        var first = new Queue<IPEndPoint>(endPoints.Where(each => each.AddressFamily == preferred));
        var second = new Queue<IPEndPoint>(endPoints.Where(each => each.AddressFamily != preferred));
        List<IPEndPoint> order = [];
        while (first.Count + second.Count > 0)
        {
            if (first.TryDequeue(out IPEndPoint? one))
            {
                order.Add(one);
            }

            if (second.TryDequeue(out IPEndPoint? other))
            {
                order.Add(other);
            }
        }

        return order;
    }

    private async ValueTask<IStreamSocket> WinAsync(Task limit, CancellationToken stop)
    {
        Task<IReadOnlyList<IPEndPoint>> lookUp = Names.ResolveAsync(network, address, stop).AsTask();
        if (await Task.WhenAny(lookUp, limit).ConfigureAwait(false) == limit)
        {
            await limit.ConfigureAwait(false);
            throw TimedOut();
        }

        var waiting = new Queue<IPEndPoint>(Interleave(await lookUp.ConfigureAwait(false)));
        while (true)
        {
            Task delay = limit;
            if (waiting.TryDequeue(out IPEndPoint? next))
            {
                _attempts.Add(AttemptAsync(next, stop));
                delay = waiting.Count > 0 ? Task.Sleep(options.AttemptDelay, stop) : limit;
            }

            if (_attempts.Count == 0)
            {
                throw Names.AllFailed("connect to", address, _failures);
            }

            Task ended = await Task.WhenAny([.. _attempts, delay, limit]).ConfigureAwait(false);
            if (ended == limit)
            {
                await limit.ConfigureAwait(false); // it may have been cancelled
                throw TimedOut();
            }

            if (ended is Task<IStreamSocket> attempt)
            {
                _attempts.Remove(attempt);
                try
                {
                    return await attempt.ConfigureAwait(false);
                }
                catch (Exception e) when (e is IOException or NotSupportedException)
                {
                    _failures.Add(e); // not supported: the system has no addresses of this family
                }
            }
        }
    }

    /// <summary>One attempt, whose failure comes out of its task in any case.</summary>
    private async Task<IStreamSocket> AttemptAsync(IPEndPoint remote, CancellationToken stop)
        => await network.ConnectTcpAsync(remote, _driverOptions, stop).ConfigureAwait(false);

    private async ValueTask CloseLosersAsync()
    {
        foreach (Task<IStreamSocket> attempt in _attempts)
        {
            try
            {
                (await attempt.ConfigureAwait(false)).Dispose();
            }
            catch (Exception)
            {
                // It lost, and why is nobody's concern: whatever it is, it must not take the place of the winner.
            }
        }
    }

    private IOException TimedOut()
    {
        var cause = new SocketException((int)SocketError.TimedOut);
        string others = _failures.Count == 0 ? "" : " " + string.Join(' ', _failures.Select(static each => each.Message));
        return new IOException($"Cannot connect to {address}: not within {options.Timeout}.{others}", cause);
    }
}
