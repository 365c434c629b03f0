namespace AsyncStd.Sync.Waiting;

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Executors;
using AsyncStd.Task;

/// <summary>One wait in a <see cref="WaiterQueue"/>: what a <see cref="ValueTask"/> of a primitive stands on.</summary>
/// <remarks>
/// <para>Life of one use: rented; enqueued under the gate; <see cref="QueuedWaiter{TSelf, TResult}.Start"/> without it; taken out of the queue under the gate, by a release or by a cancellation; then
/// <see cref="End"/> without the gate; and GetResult, which hands the result out and gives the waiter back to the pool of its thread. A wait that is over before it begins
/// (no budget was left) skips the queue; one that first gives way (no budget was left for a free lock) comes to its primitive when it is its turn.</para>
/// <para>Who ends the wait? Whoever took the waiter out of its queue, or never put it in: the gate settles that, so there is exactly one. He writes the outcome and what the waiter
/// carries, and then publishes by exchanging <c>_waiter</c> for the sentinel. Whoever registers exchanges null for what to wake; if the sentinel is there already, it wakes that itself.
/// So it is woken exactly once.</para>
/// <para>Why nobody touches a later use: the waiter is given back by the code that awaits it, after the end. A token's callback is unregistered before that, which waits for a running one; a task's
/// request is taken back before that, with the same effect; and who ends a wait touches nothing after the exchange, unless there was somebody registered: he is not woken yet then.</para>
/// <para>The wait belongs to the scope of its task from the moment that the task really suspends; that of a task which has been asked to stop is cancelled there.</para>
/// </remarks>
internal abstract class QueuedWaiter : ILeaf
{
    private static readonly object s_ended = new();

    private static readonly Action<object?> s_arrive = static state => ((QueuedWaiter)state!).Arrive();

    /// <summary>Neighbours in the queue; <c>Next</c> also in a chain of those to be woken, and in the pool. They belong to whoever has the waiter.</summary>
    internal QueuedWaiter? Next;
    internal QueuedWaiter? Previous;

    private IWaiterHost? _host;
    private object? _waiter;
    private JoinHandle? _nestedIn;
    private CancellationTokenRegistration _registration;
    private int _use;

    /// <summary>Whether somebody awaits this use, and so has given way or is about to. Written by the awaiting side only.</summary>
    private bool _isAwaited;

    /// <summary>Whether <c>_waiter</c> may be a method of a stranger's itself. Written before the exchange that registers it.</summary>
    private bool _mayBeMethod;

    /// <summary>Whether the waiter is in the queue. Changes under the gate.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>Whether the waiter gives way before it comes to its primitive: it is not queued, and its wait is not over. Changes under the gate, but for the beginning.</summary>
    internal bool IsComing { get; private set; }

    /// <summary>What the waiter wants, where the queue holds several kinds. Belongs to the primitive.</summary>
    internal byte Kind { get; set; }

    /// <summary>How much of it. Belongs to the primitive.</summary>
    internal int Amount { get; set; }

    /// <summary>What is handed out with it, where holds are numbered. Belongs to the primitive.</summary>
    internal long Ticket { get; set; }

    /// <summary>How the wait has ended. Written before the end is published.</summary>
    internal WaitOutcome Outcome { get; set; }

    /// <summary>The token that cancelled the wait, if one did.</summary>
    internal CancellationToken CanceledBy { get; set; }

    int ILeaf.LeafIndex { get; set; }

    string ILeaf.LeafName => _host?.WaitName ?? "";

    /// <summary>The number of this use.</summary>
    protected short Version => (short)_use;

    /// <summary>The primitive.</summary>
    protected IWaiterHost Host => _host!;

    private bool IsEnded => ReferenceEquals(Volatile.Read(ref _waiter), s_ended);

    /// <summary>Goes behind everything that is ready to run, and only then to its primitive, an <see cref="ILockHost"/>: everybody who came meanwhile would have to wait for one who does
    /// not run. For a waiter that was just rented; it is to be started afterwards.</summary>
    /// <remarks>It sets out when it is awaited, not before: who came to the primitive before its task waits would hold a lock whose task must then be sent behind everything.</remarks>
    public void GiveWay() => IsComing = true;

    /// <summary>Under the gate: cancels a waiter that is on its way. Its wait ends when it arrives, so that nobody comes for a later use.</summary>
    public void TurnBack(CancellationToken cancellationToken)
    {
        if (Outcome == WaitOutcome.None)
        {
            Outcome = WaitOutcome.Cancelled;
            CanceledBy = cancellationToken;
        }
    }

    /// <summary>Ends the wait and wakes who waits. Without the gate, once for each use, by whoever took the waiter out of its queue; he must not touch it afterwards.</summary>
    public void End(WaitOutcome outcome)
    {
        Debug.Assert(outcome != WaitOutcome.None && !IsQueued, "The wait of a queued waiter cannot end.");
        Outcome = outcome;
        object? waiter = Interlocked.Exchange(ref _waiter, s_ended);
        Debug.Assert(!ReferenceEquals(waiter, s_ended), "A wait ends once.");
        if (waiter is not null)
        {
            try
            {
                if (_mayBeMethod && waiter is not IWaiter)
                {
                    PoolQueue.Add(StateMachineResumption.Delegate, waiter, preferLocal: true); // near the thread that wakes it, as the BCL does
                }
                else
                {
                    Unsafe.As<IWaiter>(waiter).Wake(ScheduleReason.Wake);
                }
            }
            catch (Exception e)
            {
                PoolRuntime.Shared.ReportUnhandled(e, null); // a runtime that refuses the awaiting task must not fail whoever released
            }
        }
    }

    /// <summary>Ends the wait if it has an outcome; one that was queued may have ended already, and must not be touched.</summary>
    public void EndUnlessQueued(WaitOutcome outcome)
    {
        if (outcome != WaitOutcome.None)
        {
            End(outcome);
        }
    }

    void ILeaf.RequestCancel(JoinHandle task) => _host!.CancelWait(this, default);

    /// <summary>Why what was waited for will never be there: called on the awaiting side, before the waiter lets go of what it carries.</summary>
    protected virtual Exception Refusal() => throw new UnreachableException("This wait is never refused.");

    private protected void Occupy(IWaiterHost host)
    {
        Debug.Assert(_host is null && _waiter is null && Outcome == WaitOutcome.None, "A waiter in the pool belongs to nobody.");
        _host = host;
    }

    private protected void Listen(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            // May call back on this stack, and the wait may have ended already; it is in no other use, because nobody has its task yet.
            _registration = cancellationToken.UnsafeRegister(
                static (state, token) =>
                {
                    var self = (QueuedWaiter)state!;
                    self._host!.CancelWait(self, token);
                },
                this);
        }
    }

    private protected ValueTaskSourceStatus StatusOf(short version)
    {
        Check(version);
        if (!IsEnded)
        {
            return ValueTaskSourceStatus.Pending;
        }

        // A ready result still costs budget: without, the awaiting code gives way first. But it does so once: who has been woken is not sent away again.
        return !_isAwaited && !Slice.TryConsume() ? ValueTaskSourceStatus.Pending
            : Outcome switch
            {
                WaitOutcome.Granted => ValueTaskSourceStatus.Succeeded,
                WaitOutcome.Cancelled => ValueTaskSourceStatus.Canceled,
                _ => ValueTaskSourceStatus.Faulted,
            };
    }

    private protected void Await(Action<object?> continuation, object? state, short version, ValueTaskSourceOnCompletedFlags flags)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        Check(version);
        _isAwaited = true;

        // The delegate of a task's own box stands for the box: it is the waiter itself.
        if (state is Action { Target: JoinHandle box } action && box.IsResumeAction(action))
        {
            Register(box, box, box.TryBeginWait(this));
            return;
        }

        if (IsStrangersMethod(continuation, flags))
        {
            RegisterMethod(state!);
            return;
        }

        ExecutionContext? flow = (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0 ? ExecutionContext.Capture() : null;
        bool useContext = (flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0;
        Continuation waiter = Continuation.Rent(continuation, state, flow, useContext);
        bool mayWait = Ambient.TryAddLeaf(this, out _nestedIn);
        Register(waiter, _nestedIn, mayWait);
    }

    /// <summary>Blocks the calling thread, which runs no slice, until the wait has ended.</summary>
    private protected void Block()
    {
        var thread = new BlockedThread();
        bool mayWait = Ambient.TryAddLeaf(this, out _nestedIn);
        Register(thread, _nestedIn, mayWait);
        thread.Wait();
    }

    /// <summary>The end is known and about to be handed out: lets go of everybody who could still ask the waiter for something.</summary>
    private protected void LetGo(short version)
    {
        Check(version);
        if (!IsEnded)
        {
            throw new InvalidOperationException($"The wait for '{Host.WaitName}' has not ended: await it.");
        }

        _registration.Dispose(); // after this the token's callback is not running and will not run
        _registration = default;
        if (_nestedIn is not null)
        {
            _nestedIn.RemoveLeaf(this); // nor is a request of the task
            _nestedIn = null;
        }
    }

    /// <summary>Why the wait failed, or null if it did not.</summary>
    private protected Exception? TakeFailure() => Outcome switch
    {
        WaitOutcome.Granted => null,
        WaitOutcome.Cancelled when CanceledBy.IsCancellationRequested => new OperationCanceledException($"The wait for '{Host.WaitName}' was cancelled.", CanceledBy),
        WaitOutcome.Cancelled => new OperationCanceledException($"The wait for '{Host.WaitName}' ended because its task was asked to stop."),
        _ => Refusal(),
    };

    /// <summary>The next use may begin: tasks of this one are void.</summary>
    private protected void Vacate()
    {
        _host = null;
        CanceledBy = default;
        Outcome = WaitOutcome.None;
        Kind = 0;
        Amount = 0;
        Ticket = 0;
        _isAwaited = false;
        _mayBeMethod = false;
        _waiter = null;
        _use++;
    }

    /// <summary>Whether an <c>async</c> method of the BCL's builder waits, in no runtime and with no context to come back to: it needs no continuation around it.</summary>
    private static bool IsStrangersMethod(Action<object?> continuation, ValueTaskSourceOnCompletedFlags flags)
        => (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) == 0
            && StateMachineResumption.Is(continuation)
            && Ambient.Item is null
            && ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) == 0 || (SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default));

    private void RegisterMethod(object method)
    {
        bool isComing = IsComing;
        _mayBeMethod = true;
        if (Interlocked.CompareExchange(ref _waiter, method, null) is not null)
        {
            ThrowUnlessEnded();
            PoolQueue.Add(StateMachineResumption.Delegate, method, preferLocal: false); // the end came just now, or it was the budget that made it wait
        }
        else if (isComing)
        {
            SetOut();
        }
    }

    private void Register(IWaiter waiter, JoinHandle? task, bool mayWait)
    {
        if (!mayWait)
        {
            _host!.CancelWait(this, default); // not awaited yet, so it cannot be in another use
        }

        bool isComing = IsComing; // looked at first: once somebody is registered, one that is not may end and be in its next use
        if (Interlocked.CompareExchange(ref _waiter, waiter, null) is not null)
        {
            ThrowUnlessEnded();
            waiter.Wake(ScheduleReason.Yield); // it was the budget that made it wait, or the end came just now
            return;
        }

        if (mayWait && task is { IsCancelRequested: true })
        {
            // The request may have come between registering with the task and here, and found nobody to wake. By now the wait may be over.
            task.RequestCancelOf(this);
        }

        if (isComing)
        {
            SetOut();
        }
    }

    private void ThrowUnlessEnded()
    {
        if (!IsEnded)
        {
            throw new InvalidOperationException($"The wait for '{Host.WaitName}' is awaited already: a ValueTask may be awaited only once.");
        }
    }

    private void SetOut()
    {
        try
        {
            Continuation.Rent(s_arrive, this, null, useContext: false).Wake(ScheduleReason.Yield);
        }
        catch (Exception e)
        {
            PoolRuntime.Shared.ReportUnhandled(e, null); // a runtime that takes nothing more: the one who waits is registered, and somebody must end it
            Arrive();
        }
    }

    /// <summary>The waiter has given way.</summary>
    private void Arrive()
    {
        var host = (ILockHost)_host!;
        host.Gate.Enter();
        IsComing = false;
        bool wasCancelled = Outcome != WaitOutcome.None;
        WaitOutcome outcome = wasCancelled ? Outcome : host.TakeOrQueue(this);
        host.Gate.Exit();
        EndUnlessQueued(outcome);
    }

    private void Check(short version)
    {
        if (version != Version)
        {
            throw new InvalidOperationException("This ValueTask was awaited already; it may be awaited only once.");
        }
    }
}
