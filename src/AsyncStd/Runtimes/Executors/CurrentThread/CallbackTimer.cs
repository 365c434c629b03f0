namespace AsyncStd.Runtimes.Executors;

/// <summary>A BCL timer on a runtime: what <c>Task.Delay</c> and <c>CancellationTokenSource</c> get when they are given its time.</summary>
/// <remarks>Invariant, under the lock: <c>_node</c> is the node that runs, or null. A node that fires and is no longer <c>_node</c> does nothing.</remarks>
internal sealed class CallbackTimer : ITimer
{
    private readonly Lock _lock = new();
    private readonly Runtime _runtime;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();
    private Node? _node;
    private TimeSpan _period;
    private bool _disposed;

    public CallbackTimer(Runtime runtime, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _runtime = runtime;
        _callback = callback;
        _state = state;
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_lock)
        {
            if (_disposed)
            {
                return false;
            }

            Disarm();
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Arm(dueTime);
            }

            return true;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Disarm();
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, time, "A timer takes zero or more time, or Timeout.InfiniteTimeSpan.");
        }
    }

    private void Arm(TimeSpan delay)
    {
        _node = new Node(this);
        _runtime.StartTimer(_node, delay > TimeSpan.Zero ? delay : new TimeSpan(1));
    }

    private void Disarm()
    {
        if (_node is not null)
        {
            _runtime.StopTimer(_node);
            _node = null;
        }
    }

    private void OnFired(Node node)
    {
        lock (_lock)
        {
            if (_node != node)
            {
                return; // changed or disposed meanwhile
            }

            _node = null;
            if (_period > TimeSpan.Zero)
            {
                Arm(_period);
            }
        }

        _runtime.Schedule(new Callback(this), ScheduleReason.Wake);
    }

    /// <summary>The user's callback, as a slice of its own: what it throws must not end the runtime's loop.</summary>
    private sealed class Callback(CallbackTimer timer) : WorkItem(timer._runtime)
    {
        protected override void Invoke()
        {
            if (timer._flow is not null)
            {
                ExecutionContext.Restore(timer._flow);
            }

            timer._callback(timer._state);
        }
    }

    private sealed class Node(CallbackTimer timer) : TimerNode
    {
        protected internal override void Fire() => timer.OnFired(this);
    }
}
