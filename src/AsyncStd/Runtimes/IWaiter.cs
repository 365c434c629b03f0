namespace AsyncStd.Runtimes;

/// <summary>Somebody who waits: a task's box, a continuation, a sleeping thread, a bridge to another kind of task.</summary>
internal interface IWaiter
{
    /// <summary>What was waited for is there. Called once for each wait, from any thread; never runs the waiter on the caller's stack.</summary>
    /// <param name="reason"><see cref="ScheduleReason.Yield"/> if the wait was over before it began and the waiter only gives way.</param>
    void Wake(ScheduleReason reason);
}
