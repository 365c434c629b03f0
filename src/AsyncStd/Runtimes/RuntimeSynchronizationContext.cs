namespace AsyncStd.Runtimes;

using AsyncStd.Task;

/// <summary>The context that brings plain awaits of BCL tasks back to a runtime. One per runtime and place, not one per task.</summary>
/// <remarks>Current only while code runs that asked for it: a task's own frame, and continuations of plain awaits.
/// Null otherwise, so that <c>ConfigureAwait(false)</c> code is resumed inline by whoever completes it.</remarks>
public class RuntimeSynchronizationContext : SynchronizationContext
{
    /// <summary>How long a slice may wait for a lock or an event before that counts as blocking, in milliseconds. Contention ends sooner.</summary>
    private const int ReportAfter = 10;

    private readonly Runtime _runtime;

    /// <summary>Creates a context that posts to <paramref name="runtime"/>.</summary>
    /// <param name="runtime">Where posted callbacks are scheduled.</param>
    /// <param name="affinity">The place where they must run; 0 is anywhere.</param>
    public RuntimeSynchronizationContext(Runtime runtime, int affinity)
    {
        _runtime = runtime;
        Affinity = affinity;
        SetWaitNotificationRequired();
    }

    /// <summary>Where what is posted must run; 0 is anywhere.</summary>
    public int Affinity { get; }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Schedules a callback on the runtime, under the poster's execution context. There is no order between workers.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (state is Action { Target: JoinHandle box } action && box.IsResumeAction(action))
        {
            box.Wake(ScheduleReason.Wake); // the BCL's way of saying that what a task of ours awaits has ended
            return;
        }

        _runtime.Tasks.BeginAnonymous(); // a drain must not end before what was posted has run
        new Posted(_runtime, this, d, state).Queue(ScheduleReason.Wake);
    }

    /// <summary>Runs a callback at once, which a runtime's own thread must never wait for.</summary>
    /// <exception cref="NotSupportedException">Always: waiting on a worker can stop the runtime.</exception>
    public override void Send(SendOrPostCallback d, object? state)
        => throw new NotSupportedException("Send would block a thread of an AsyncStd runtime; use Post, or await.");

    /// <summary>Called by the BCL on a thread that is about to wait. A slice that waits for long keeps others from running, and is reported with its stack.</summary>
    /// <param name="waitHandles">The system's handles.</param>
    /// <param name="waitAll">Whether for all of them.</param>
    /// <param name="millisecondsTimeout">How long at most; −1 for ever.</param>
    /// <returns>Which one it was, or <see cref="WaitHandle.WaitTimeout"/>.</returns>
    public override int Wait(IntPtr[] waitHandles, bool waitAll, int millisecondsTimeout)
    {
        if (!Slice.IsRunning || (uint)millisecondsTimeout <= ReportAfter)
        {
            return WaitHelper(waitHandles, waitAll, millisecondsTimeout);
        }

        // Whoever watches from outside has no stack to show: it leaves the report to this thread, however late that wakes.
        Slice slice = Slice.OfThisThread;
        bool isFirst;
        slice.TellsByItself = true;
        try
        {
            int result = WaitHelper(waitHandles, waitAll, ReportAfter);
            if (result != WaitHandle.WaitTimeout)
            {
                return result;
            }

            isFirst = slice.TryClaimReport(slice.Count);
        }
        finally
        {
            slice.TellsByItself = false;
        }

        // By now the time that the report takes does not matter any longer.
        if (isFirst)
        {
            _runtime.ReportBlocking(Ambient.Task, TimeSpan.FromMilliseconds(ReportAfter), withStack: true);
        }

        return WaitHelper(waitHandles, waitAll, millisecondsTimeout == Timeout.Infinite ? Timeout.Infinite : millisecondsTimeout - ReportAfter);
    }

    /// <summary>An <c>async void</c> method began: the runtime must not be drained before it ends.</summary>
    public override void OperationStarted() => _runtime.Tasks.BeginAnonymous();

    /// <summary>An <c>async void</c> method ended.</summary>
    public override void OperationCompleted() => _runtime.Tasks.EndAnonymous();

    private sealed class Posted : WorkItem
    {
        private readonly RuntimeSynchronizationContext _context;
        private readonly SendOrPostCallback _callback;
        private readonly object? _state;
        private readonly ExecutionContext? _flow = ExecutionContext.Capture();
        private readonly JoinHandle? _task = Ambient.Task;

        public Posted(Runtime runtime, RuntimeSynchronizationContext context, SendOrPostCallback callback, object? state)
            : base(runtime)
        {
            _context = context;
            _callback = callback;
            _state = state;
            Affinity = context.Affinity;
            IsLongRunning = _task is { IsLongRunning: true };
        }

        /// <inheritdoc/>
        public override string Description => $"callback posted by {_task?.Description ?? "no task"}";

        internal override WorkItem Origin => (WorkItem?)_task ?? this;

        protected override void Invoke()
        {
            if (_flow is not null)
            {
                ExecutionContext.Restore(_flow);
            }

            Ambient.Item ??= Owner!.Entry; // a stranger's callback is this runtime's guest
            SetSynchronizationContext(_context);
            try
            {
                _callback(_state);
            }
            catch (Exception e)
            {
                // Reported here and not by the slice: before the drain may see that nothing is left.
                Owner!.ReportUnhandled(e, Origin);
            }
            finally
            {
                Owner!.Tasks.EndAnonymous();
            }
        }
    }
}
