namespace AsyncStd.Runtimes;

/// <summary>Code that blocked a thread of a runtime without having said so: by <c>.Result</c>, <c>.Wait()</c>, a lock, a sleep.</summary>
public sealed class BlockingDetectedEventArgs : EventArgs
{
    internal BlockingDetectedEventArgs(string? task, string? spawnSite, string? lastAwait, TimeSpan duration, string? stackTrace)
    {
        Task = task;
        SpawnSite = spawnSite;
        LastAwait = lastAwait;
        Duration = duration;
        StackTrace = stackTrace;
    }

    /// <summary>The task's name, or that of its method; null if it is not known.</summary>
    public string? Task { get; }

    /// <summary>Where the task was spawned, as <c>file:line</c>, or null when it is not known.</summary>
    public string? SpawnSite { get; }

    /// <summary>What the task awaited before it blocked, or null if it had awaited nothing or that is not known.</summary>
    public string? LastAwait { get; }

    /// <summary>How long the thread had been blocked, at least, when this was found.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The stack of the blocked thread, where it could be had: not for <c>Thread.Sleep</c>, nor for calls of the operating system.</summary>
    public string? StackTrace { get; }

    /// <summary>All of it as text.</summary>
    /// <returns>One line, and the stack if there is one.</returns>
    public override string ToString()
        => $"{Task ?? "A callback"}{(SpawnSite is null ? "" : $", spawned at {SpawnSite},")} has blocked its thread for {Duration.TotalMilliseconds:F0} ms"
            + (LastAwait is null ? "" : $"; it last awaited: {LastAwait}")
            + (StackTrace is null ? "" : Environment.NewLine + StackTrace);
}
