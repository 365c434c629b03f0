namespace AsyncStd.Runtimes;

/// <summary>Counts of one moment in the life of a runtime.</summary>
public sealed record RuntimeMetrics
{
    /// <summary>Worker threads there are now.</summary>
    public int Workers { get; init; }

    /// <summary>Workers whose threads sleep.</summary>
    public int ParkedWorkers { get; init; }

    /// <summary>Items that wait to run.</summary>
    public long QueueLength { get; init; }

    /// <summary>Tasks ever spawned.</summary>
    public long TasksStarted { get; init; }

    /// <summary>Tasks that have not ended, <c>async void</c> methods that have not, and posted callbacks that have not run.</summary>
    public long TasksAlive { get; init; }

    /// <summary>Tasks ever left running by a combinator, because they did not end within the grace period after they had been asked to stop.</summary>
    public long TasksAbandoned { get; init; }

    /// <summary>Slices that were run. On the thread pool: items that were scheduled.</summary>
    public long Polls { get; init; }

    /// <summary>Items that a worker took from another one's queue.</summary>
    public long Steals { get; init; }

    /// <summary>Times that a worker's thread went to sleep.</summary>
    public long Parks { get; init; }

    /// <summary>Timers that run.</summary>
    public long Timers { get; init; }

    /// <summary>Spare threads for calls that block.</summary>
    public int BlockingThreads { get; init; }

    /// <summary>Blocking calls that wait or run.</summary>
    public int BlockingOutstanding { get; init; }
}
