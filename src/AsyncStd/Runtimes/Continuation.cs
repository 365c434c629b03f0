namespace AsyncStd.Runtimes;

using System.Diagnostics;

/// <summary>A delegate that somebody's awaiter wants called, with where it must be called: the other face of every leaf.</summary>
/// <remarks>
/// <para>Where: on the caller's own synchronization context or task scheduler if that is a stranger's; else on the runtime of the
/// calling code; else on the thread pool. Never on the stack of whoever completes the wait.</para>
/// <para>Pooled per thread. Invariant: a continuation is woken exactly once, and returns to the pool when it runs, before the delegate is called.</para>
/// </remarks>
internal sealed class Continuation : WorkItem
{
    private const int PoolSize = 64;

    [ThreadStatic]
    private static Continuation? t_pool;

    [ThreadStatic]
    private static int t_pooled;

    private static readonly SendOrPostCallback s_post = static state => ((Continuation)state!).RunOnForeignContext();

    private Action<object?>? _callback;
    private object? _state;
    private ExecutionContext? _flow;

    /// <summary>A stranger's <see cref="SynchronizationContext"/> or <see cref="TaskScheduler"/>.</summary>
    private object? _place;

    /// <summary>The context of ours that was current when the wait began, to be current again while the delegate runs.</summary>
    private RuntimeSynchronizationContext? _context;

    private Continuation()
        : base(null)
    {
    }

    /// <summary>A continuation of the calling code, which asked for its context.</summary>
    public static Continuation Rent(Action action, ExecutionContext? flow)
        => Rent(static state => ((Action)state!)(), action, flow, useContext: true);

    /// <summary>A continuation of the calling code.</summary>
    /// <param name="callback">What to call.</param>
    /// <param name="state">What to pass.</param>
    /// <param name="flow">The execution context to call it under, or null if it brings its own.</param>
    /// <param name="useContext">Whether it wants the current context back, as a plain await does.</param>
    public static Continuation Rent(Action<object?> callback, object? state, ExecutionContext? flow, bool useContext)
    {
        Continuation? item = t_pool;
        if (item is null)
        {
            item = new Continuation();
        }
        else
        {
            t_pool = (Continuation?)item.Link;
            t_pooled--;
            item.Link = null;
        }

        Debug.Assert(item._callback is null, "A continuation in the pool belongs to nobody.");
        item._callback = callback;
        item._state = state;
        item._flow = flow;
        if (Ambient.Item is { } running)
        {
            item.Owner = running.Owner;
            item.IsLongRunning = running.IsLongRunning;
        }

        if (useContext)
        {
            item.RememberPlace();
        }

        return item;
    }

    internal override void Wake(ScheduleReason reason)
    {
        if (_place is not null)
        {
            WakeAtPlace(_place);
        }
        else if (Owner is not null)
        {
            Queue(reason);
        }
        else
        {
            // Where the BCL puts a continuation: near the thread that woke it, which has the data in its cache; another takes it if that one goes on or blocks.
            Executors.PoolQueue.Add(this, preferLocal: reason != ScheduleReason.Yield);
        }
    }

    protected override void Invoke()
    {
        if (_context is not null)
        {
            SynchronizationContext.SetSynchronizationContext(_context);
        }

        Action<object?> callback = _callback!;
        object? state = _state;
        ExecutionContext? flow = _flow;
        Return();
        if (flow is not null)
        {
            ExecutionContext.Restore(flow); // the slice puts the thread's own back
        }

        callback(state);
    }

    /// <summary>The stranger's context is in place already and must stay.</summary>
    private void RunOnForeignContext()
    {
        Action<object?> callback = _callback!;
        object? state = _state;
        ExecutionContext? flow = _flow;
        Return();
        if (flow is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(flow, new ContextCallback(callback), state);
        }
    }

    /// <summary>Hands the continuation to a stranger, who may refuse it: a closed window, a completed scheduler. It runs all the same.</summary>
    private void WakeAtPlace(object place)
    {
        try
        {
            if (place is SynchronizationContext context)
            {
                context.Post(s_post, this);
            }
            else
            {
                Foreign.Start((TaskScheduler)place, static state => ((Continuation)state!).RunOnForeignContext(), this);
            }
        }
        catch (Exception e)
        {
            (Owner ?? PoolRuntime.Shared).ReportUnhandled(
                new InvalidOperationException($"{place.GetType()} refused a continuation; the thread pool runs it instead.", e), null);
            Executors.PoolQueue.Add(this);
        }
    }

    private void RememberPlace()
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        if (context is RuntimeSynchronizationContext ours)
        {
            _context = ours;
            Affinity = ours.Affinity;
        }
        else if (context is not null && context.GetType() != typeof(SynchronizationContext))
        {
            _place = context;
        }
        else if (TaskScheduler.Current is { } scheduler && scheduler != TaskScheduler.Default)
        {
            _place = scheduler;
        }
    }

    private void Return()
    {
        _callback = null;
        _state = null;
        _flow = null;
        _place = null;
        _context = null;
        Owner = null;
        Affinity = 0;
        if (t_pooled < PoolSize && !IsLongRunning) // what a runtime has done to the item to run it elsewhere must not stick to others
        {
            Link = t_pool;
            t_pool = this;
            t_pooled++;
        }
    }
}
