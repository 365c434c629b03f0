namespace AsyncStd.Sync.Waiting;

using System.Threading.Tasks.Sources;
using AsyncStd.Runtimes;

/// <summary>A <see cref="QueuedWaiter"/> with a result, from a pool of each thread.</summary>
/// <remarks>What the waiter carries (an item that is handed to a receiver, or one that a blocked sender brings) is a field of the derived class. Who ends
/// the wait reads or writes it before <see cref="QueuedWaiter.End"/>, best under the gate; <see cref="TakeResult"/> and <see cref="Clear"/> run afterwards, on the awaiting side.</remarks>
/// <typeparam name="TSelf">The derived class itself.</typeparam>
/// <typeparam name="TResult">The type of the result.</typeparam>
internal abstract class QueuedWaiter<TSelf, TResult> : QueuedWaiter, IValueTaskSource<TResult>, IValueTaskSource
    where TSelf : QueuedWaiter<TSelf, TResult>, new()
{
    private const int PoolSize = 256;

    [ThreadStatic]
    private static Pool? t_pool;

    /// <summary>A waiter of its own for one wait for <paramref name="host"/>. Allocates at most itself, so it may be called under the gate.</summary>
    public static TSelf Rent(IWaiterHost host)
    {
        TSelf self;
        if (t_pool is { First: { } first } pool)
        {
            self = first;
            pool.First = (TSelf?)first.Next;
            pool.Count--;
            first.Next = null;
        }
        else
        {
            self = new TSelf();
        }

        self.Occupy(host);
        return self;
    }

    /// <summary>The task to hand to the awaiting code, which must await it, once. Without the gate; the wait may have ended already.</summary>
    /// <param name="cancellationToken">Cancels the wait; may do so before this returns.</param>
    public ValueTask<TResult> Start(CancellationToken cancellationToken)
    {
        Listen(cancellationToken);
        return new ValueTask<TResult>(this, Version);
    }

    /// <summary>The same for a wait whose result says nothing.</summary>
    /// <inheritdoc cref="Start"/>
    public ValueTask StartWithoutResult(CancellationToken cancellationToken)
    {
        Listen(cancellationToken);
        return new ValueTask(this, Version);
    }

    /// <summary>Blocks the calling thread until the wait has ended, instead of <see cref="Start"/>. Not from within a slice: call <see cref="BlockedThread.ThrowIfInside"/> first.</summary>
    public TResult WaitBlocking(CancellationToken cancellationToken)
    {
        Listen(cancellationToken);
        Block();
        return GetResult(Version);
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => StatusOf(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => Await(continuation, state, token, flags);

    /// <inheritdoc/>
    public TResult GetResult(short token)
    {
        LetGo(token);
        Exception? failure = TakeFailure();
        TResult result = failure is null ? TakeResult() : default!;
        Clear();
        Vacate();
        Return();
        return failure is null ? result : throw failure;
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    /// <summary>The result of a granted wait: made of the primitive (<see cref="QueuedWaiter.Host"/>) and what the waiter carries.</summary>
    protected abstract TResult TakeResult();

    /// <summary>Lets go of what the waiter carries, however its wait has ended.</summary>
    protected virtual void Clear()
    {
    }

    /// <summary>Whether somebody may still come for this use: then there is no other. Set by <see cref="Clear"/>.</summary>
    private protected bool IsSpent { get; set; }

    private void Return()
    {
        Pool pool = t_pool ??= new Pool();
        if (pool.Count < PoolSize && !IsSpent)
        {
            Next = pool.First;
            pool.First = (TSelf)this;
            pool.Count++;
        }
    }

    private sealed class Pool
    {
        public TSelf? First;
        public int Count;
    }
}
