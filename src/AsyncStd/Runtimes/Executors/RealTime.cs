namespace AsyncStd.Runtimes;

using Task = System.Threading.Tasks.Task;

/// <summary>Waiting by the wall clock, for what must come to an end even if a runtime's own clock stands still.</summary>
internal static class RealTime
{
    /// <summary>Waits for a task, or for a time, whichever ends first; says nothing of how the task ended.</summary>
    public static Task WaitAsync(Task task, TimeSpan timeout) => Task.WhenAny(task, Task.Delay(timeout));
}
