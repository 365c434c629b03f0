namespace AsyncStd.Runtimes;

/// <summary>Which of the built-in executors runs the tasks.</summary>
public enum RuntimeKind
{
    /// <summary>Threads of its own that take work from each other: the default, and the fastest.</summary>
    WorkStealing,

    /// <summary>The shared .NET thread pool: no thread of its own, for use inside other people's servers.</summary>
    ThreadPool,

    /// <summary>The one thread that blocks on it: strict affinity, and a clock that can be paused.</summary>
    CurrentThread,
}
