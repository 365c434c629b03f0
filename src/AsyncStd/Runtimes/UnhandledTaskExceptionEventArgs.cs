namespace AsyncStd.Runtimes;

/// <summary>An exception that no code was there to catch, and the task it comes from.</summary>
public sealed class UnhandledTaskExceptionEventArgs : EventArgs
{
    internal UnhandledTaskExceptionEventArgs(Exception exception, string? task, string? spawnSite)
    {
        Exception = exception;
        Task = task;
        SpawnSite = spawnSite;
    }

    /// <summary>What was thrown.</summary>
    public Exception Exception { get; }

    /// <summary>The task's name, or what its body is called; null if the exception does not come from a task.</summary>
    public string? Task { get; }

    /// <summary>Where the task was spawned, as <c>file:line</c>, if that is known.</summary>
    public string? SpawnSite { get; }
}
