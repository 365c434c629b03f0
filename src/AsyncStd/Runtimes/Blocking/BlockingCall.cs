namespace AsyncStd.Runtimes.Blocking;

using System.Diagnostics;
using AsyncStd.Runtimes.Executors;

/// <summary>A call that was queued for a thread that may block, and the wait for it. Pooled per thread.</summary>
/// <remarks>
/// <para>Invariant: <c>_state</c> goes from Queued to Running to Ended, or at any point before to Abandoned; each step is one compare-exchange. Whoever makes
/// the last one ends the wait: the call by its result, or the cancellation. A call that finds itself abandoned keeps its hands off the wait.</para>
/// <para>The object goes back to the pool when the wait has ended, unless the call was abandoned: then a queue or a thread still
/// has it, for who knows how long. Once the wait has ended by the call's own result, the call's item touches nothing of it.</para>
/// </remarks>
internal sealed class BlockingCall<TState, TResult> : Operation<TResult>
{
    private const int Queued = 0;
    private const int Running = 1;
    private const int Ended = 2;
    private const int Abandoned = 3;
    private const int PoolSize = 64;

    [ThreadStatic]
    private static BlockingCall<TState, TResult>? t_pool;

    [ThreadStatic]
    private static int t_pooled;

    private readonly Item _item;
    private BlockingCall<TState, TResult>? _next;
    private BlockingKind _kind;
    private TState _argument = default!;
    private Func<TState, TResult>? _call;
    private Action<TState, TResult>? _abandoned;
    private int _state;

    private BlockingCall() => _item = new Item(this);

    public override string Description => _kind == BlockingKind.Unbounded ? "unbounded blocking call" : "blocking call";

    public static ValueTask<TResult> Start(
        Runtime runtime, BlockingKind kind, TState argument, Func<TState, TResult> call, Action<TState, TResult>? abandoned, CancellationToken cancellationToken)
    {
        BlockingCall<TState, TResult> self = Rent();
        self._kind = kind;
        self._argument = argument;
        self._call = call;
        self._abandoned = abandoned;
        self._state = Queued;
        self._item.Owner = runtime;
        ValueTask<TResult> task = self.Start(cancellationToken);
        try
        {
            if (kind == BlockingKind.Short)
            {
                runtime.ScheduleBlocking(self._item);
            }
            else
            {
                runtime.ScheduleLong(self._item);
            }
        }
        catch (Exception e)
        {
            if (Interlocked.CompareExchange(ref self._state, Abandoned, Queued) == Queued)
            {
                self.TrySetException(e);
            }
        }

        return task;
    }

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        int seen = Interlocked.CompareExchange(ref _state, Abandoned, Queued);
        if (seen == Running && _kind == BlockingKind.Unbounded)
        {
            seen = Interlocked.CompareExchange(ref _state, Abandoned, Running) == Running ? Queued : Ended;
        }

        if (seen == Queued)
        {
            TrySetCanceled(cancellationToken);
        }
    }

    protected override void OnEnded()
    {
        if (_state == Abandoned)
        {
            return;
        }

        _argument = default!;
        _call = null;
        _abandoned = null;
        _item.Owner = null;
        if (t_pooled < PoolSize)
        {
            _next = t_pool;
            t_pool = this;
            t_pooled++;
        }
    }

    private static BlockingCall<TState, TResult> Rent()
    {
        BlockingCall<TState, TResult>? call = t_pool;
        if (call is null)
        {
            return new BlockingCall<TState, TResult>();
        }

        t_pool = call._next;
        t_pooled--;
        call._next = null;
        Debug.Assert(call._call is null, "A call in the pool belongs to nobody.");
        return call;
    }

    private void Make()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Queued) != Queued)
        {
            return; // cancelled while it was queued: nobody waits, and nothing was done
        }

        TState argument = _argument;
        Action<TState, TResult>? abandoned = _abandoned;
        TResult result;
        try
        {
            result = _call!(argument);
        }
        catch (Exception e) when (Interlocked.CompareExchange(ref _state, Ended, Running) == Running)
        {
            Worker.EndSectionOf(_item);
            TrySetException(e);
            return; // the failure of an abandoned call is not caught here: nobody waits to hear of it, so it goes to UnhandledException
        }

        if (Interlocked.CompareExchange(ref _state, Ended, Running) == Running)
        {
            Worker.EndSectionOf(_item);
            TrySetResult(result);
        }
        else
        {
            abandoned?.Invoke(argument, result); // what it throws goes to UnhandledException
        }
    }

    private sealed class Item(BlockingCall<TState, TResult> call) : WorkItem(null)
    {
        public override string Description => call.Description;

        protected override void Invoke() => call.Make();
    }
}
