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

    /// <summary>Of these, items in the queue that belongs to no worker: scheduled by other threads, or more than a worker's own queue takes. The others wait in the workers' own queues.</summary>
    public long GlobalQueueLength { get; init; }

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

    /// <summary>Calls that wait for a spare thread or a permit, or run on a spare thread.</summary>
    public int BlockingOutstanding { get; init; }

    /// <summary>Calls that a worker made itself, in a section.</summary>
    public long BlockingSections { get; init; }

    /// <summary>Sections that lasted, so that another thread took the worker over.</summary>
    public long BlockingHandOvers { get; init; }

    /// <summary>Workers that are blocked by a slice which had not said that it would block.</summary>
    public int BlockedWorkers { get; init; }

    /// <summary>Threads that run tasks because all workers are stuck.</summary>
    public int TemporaryWorkers { get; init; }

    /// <summary>How often a slice was found blocking its thread.</summary>
    public long BlockingDetected { get; init; }
}
