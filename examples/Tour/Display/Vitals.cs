namespace Samples.Tour;

using System.Diagnostics;
using AsyncStd.Runtimes;

/// <summary>What the runtime and the process have done since the last look.</summary>
internal sealed class Vitals(Runtime runtime)
{
    private const int Width = 32;

    private readonly History _tasks = new(Width);
    private readonly History _processors = new(Width);
    private long _at = Stopwatch.GetTimestamp();
    private long _polls;
    private long _steals;
    private TimeSpan _cpu = Environment.CpuUsage.TotalTime;

    public long TasksAlive { get; private set; }

    public long TasksStarted { get; private set; }

    public int Workers { get; private set; }

    public int ActiveWorkers { get; private set; }

    public int BlockingThreads { get; private set; }

    public double Polls { get; private set; }

    public double Steals { get; private set; }

    /// <summary>How many processors were busy, on average.</summary>
    public double Processors { get; private set; }

    public string TaskHistory => _tasks.ToString();

    public string ProcessorHistory => _processors.ToString();

    public void Look()
    {
        var now = Stopwatch.GetTimestamp();
        var seconds = Stopwatch.GetElapsedTime(_at, now).TotalSeconds;
        var cpu = Environment.CpuUsage.TotalTime;
        var metrics = runtime.Metrics;

        TasksAlive = metrics.TasksAlive;
        TasksStarted = metrics.TasksStarted;
        Workers = metrics.Workers;
        ActiveWorkers = metrics.Workers - metrics.ParkedWorkers;
        BlockingThreads = metrics.BlockingThreads;
        Polls = (metrics.Polls - _polls) / seconds;
        Steals = (metrics.Steals - _steals) / seconds;
        Processors = (cpu - _cpu).TotalSeconds / seconds;
        _tasks.Add(TasksAlive);
        _processors.Add(Processors);
        (_at, _cpu, _polls, _steals) = (now, cpu, metrics.Polls, metrics.Steals);
    }
}
