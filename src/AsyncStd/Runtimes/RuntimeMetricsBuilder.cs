namespace AsyncStd.Runtimes;

/// <summary>Gathers the counts of <see cref="RuntimeMetrics"/> from those who know them.</summary>
internal sealed class RuntimeMetricsBuilder
{
    public int Workers;
    public int ParkedWorkers;
    public long QueueLength;
    public long TasksStarted;
    public long TasksAlive;
    public long Polls;
    public long Steals;
    public long Parks;
    public long Timers;
    public int BlockingThreads;
    public int BlockingOutstanding;

    public RuntimeMetrics ToMetrics() => new()
    {
        Workers = Workers,
        ParkedWorkers = ParkedWorkers,
        QueueLength = QueueLength,
        TasksStarted = TasksStarted,
        TasksAlive = TasksAlive,
        Polls = Polls,
        Steals = Steals,
        Parks = Parks,
        Timers = Timers,
        BlockingThreads = BlockingThreads,
        BlockingOutstanding = BlockingOutstanding,
    };
}
