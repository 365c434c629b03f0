namespace AsyncStd.Stream;

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>What operators share that wait for several things at once: branches in scopes of their own, a limit in time.</summary>
/// <remarks>
/// <para>Branches are children of the scope in which the enumeration was begun. They are started by the first wait. When one fails, or the enumeration is disposed of,
/// the others are asked to stop and waited for, without a limit and whatever is cancelled.</para>
/// <para>Everything in a derived class runs in the consumer's calls, one after the other.</para>
/// </remarks>
internal abstract class ConcurrentEnumerator<T>(CancellationToken cancellationToken) : AsyncSequenceEnumerator<T>
{
    private ExceptionDispatchInfo? _failure;
    private Phase _phase;

    private enum Phase : byte
    {
        Fresh,
        Running,
        Over,
    }

    protected enum Progress : byte
    {
        /// <summary>Nothing yet: wait.</summary>
        None,

        /// <summary>A read is worth trying.</summary>
        Ready,

        /// <summary>There will be no more.</summary>
        Ended,
    }

    protected CancellationToken Token { get; } = cancellationToken;

    protected Arrivals Arrivals { get; } = new();

    protected JoinHandle? Parent { get; } = Ambient.Node;

    protected Runtime Runtime { get; private set; } = null!;

    public sealed override async ValueTask DisposeAsync()
    {
        if (_phase == Phase.Over)
        {
            return;
        }

        Exception? before = null;
        if (_phase == Phase.Running)
        {
            before = _failure?.SourceException;
            await StopAsync();
        }

        _phase = Phase.Over;
        if (Failure is { } failure and not OperationCanceledException && before is null)
        {
            ExceptionDispatchInfo.Throw(failure); // of the clean-up, or on the way to it
        }
    }

    public sealed override ValueTask<bool> WaitToReadAsync()
    {
        if (_phase == Phase.Over)
        {
            _failure?.Throw();
            return default;
        }

        return WaitAsync();
    }

    /// <summary>Starts what is to be waited for.</summary>
    protected abstract void Begin();

    /// <summary>Looks at what has arrived.</summary>
    /// <param name="limit">How long to wait, if there is nothing.</param>
    /// <exception cref="Exception">Something failed: everything is stopped, and then it is thrown.</exception>
    protected abstract Progress Advance(ref TimeSpan limit);

    /// <summary>Asks everything that runs to stop.</summary>
    protected abstract void Stop();

    /// <summary>Takes notice of what has stopped.</summary>
    /// <returns>Whether all has.</returns>
    protected abstract bool HasStopped();

    /// <summary>What went wrong and is to be thrown by disposal, if nothing was thrown before.</summary>
    protected abstract Exception? Failure { get; }

    /// <summary>Called once all has stopped.</summary>
    protected virtual ValueTask OnStoppedAsync() => default;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        Token.ThrowIfCancellationRequested();
        JoinHandle.ThrowIfCurrentIsCancelled();
        try
        {
            if (_phase == Phase.Fresh)
            {
                Runtime = Runtime.Current;
                _phase = Phase.Running;
                Begin();
            }

            while (true)
            {
                TimeSpan limit = Timeout.InfiniteTimeSpan;
                Progress progress = Advance(ref limit);
                if (progress != Progress.None)
                {
                    return progress == Progress.Ready;
                }

                ValueTask<bool> wait = Arrivals.WaitAsync(Runtime, limit, Token);
                await wait; // in the caller's place: advancing runs functions of the user's
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || Failure is not null)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        await StopAsync();
        _phase = Phase.Over;
        if (_failure.SourceException is OperationCanceledException && Failure is { } failure and not OperationCanceledException)
        {
            _failure = ExceptionDispatchInfo.Capture(failure); // one branch was stopped because another failed
        }

        _failure.Throw();
        return false;
    }

    private async ValueTask StopAsync()
    {
        Stop();
        while (!HasStopped())
        {
            await Arrivals.WaitShieldedAsync(Runtime);
        }

        await OnStoppedAsync();
    }
}
