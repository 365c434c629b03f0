namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Calls something of ours when a task ends, on the stack of whoever ends it.</summary>
internal sealed class EndCallback(Action callback) : IWaiter
{
    public void Wake(ScheduleReason reason) => callback();
}
