namespace AsyncStd.Sync.Waiting;

using AsyncStd.Runtimes;

/// <summary>A primitive whose waits can end by the clock.</summary>
internal interface ITimedHost : IWaiterHost
{
    /// <summary>The time limit of a wait has passed, if the timer is that of its present use: asked under the gate.</summary>
    void TimeOut(TimedWaiter waiter, TimerNode timer);
}
