namespace AsyncStd.Runtimes;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes.Configuration;
using AsyncStd.Runtimes.Drivers;

/// <summary>What a runtime is built with. <see cref="RuntimeBuilder"/> fills it from configuration, environment and code.</summary>
public sealed class RuntimeOptions
{
    /// <summary>The runtime's name, for diagnosis.</summary>
    public string Name { get; set; } = "async-std";

    /// <summary>The executor. Variable <c>ASYNC_STD_RUNTIME</c>.</summary>
    public RuntimeKind Kind { get; set; } = RuntimeKind.WorkStealing;

    /// <summary>Worker threads of a work-stealing runtime: 1 to 1024; by default the processors that this process may use. Variable <c>ASYNC_STD_THREAD_COUNT</c>.</summary>
    public int ThreadCount { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, OptionTable.MaxThreads);

    /// <summary>The name of the worker threads: 1 to 128 characters; Linux shows the first 15 bytes. Variable <c>ASYNC_STD_THREAD_NAME</c>.</summary>
    public string ThreadName { get; set; } = "async-std/runtime";

    /// <summary>The drivers for input and output. Variable <c>ASYNC_STD_IO</c>.</summary>
    public IoKind Io { get; set; }

    /// <summary>The most spare threads for calls that block: 1 to 32768. Variable <c>ASYNC_STD_BLOCKING_THREADS</c>.</summary>
    public int BlockingThreads { get; set; } = 512;

    /// <summary>How many ready operations a task may pass through before it gives way: 0 to 1,000,000. Variable <c>ASYNC_STD_BUDGET</c>.</summary>
    public int SliceBudget { get; set; } = 128;

    /// <summary>How long an idle worker looks for work before its thread sleeps, in microseconds: 0 to 10,000. Variable <c>ASYNC_STD_SPIN</c>. A driver may want more, or none while its sockets are
    /// busy: on Linux more for one peer that asks again and again, none while several have one request each.</summary>
    public int SpinMicroseconds { get; set; } = 30;

    /// <summary>How long a disposed runtime waits for its tasks to end by themselves: 0 to 24 hours. Variable <c>ASYNC_STD_SHUTDOWN_TIMEOUT</c>, in milliseconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long something that was asked to stop is waited for: 0 to 24 hours. Variable <c>ASYNC_STD_CANCEL_GRACE</c>, in milliseconds.</summary>
    public TimeSpan CancelGrace { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether SIGQUIT, on Windows Ctrl+Break, writes the dumps of all runtimes of the process to the standard error stream, instead of ending the process.
    /// Variable <c>ASYNC_STD_DUMP_ON_SIGNAL</c>.</summary>
    public bool DumpOnSignal { get; set; }

    /// <summary>The clock; null is the system's. A current-thread runtime without one has a clock that can be paused.</summary>
    public TimeProvider? Clock { get; set; }

    /// <summary>Whether the clock of a current-thread runtime starts paused.</summary>
    public bool StartPaused { get; set; }

    /// <summary>The source of randomness; by default seeded from the operating system.</summary>
    public Entropy Entropy { get; set; } = SystemEntropy.Create();

    /// <summary>The driver for files; null for the one that <see cref="Io"/> leads to.</summary>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public IFileSystem? FileSystem { get; set; }

    /// <summary>The driver for sockets and names; null for the one that <see cref="Io"/> leads to.</summary>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public INetwork? Network { get; set; }

    /// <summary>The driver for processes; null for the one that <see cref="Io"/> leads to.</summary>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public IProcessHost? ProcessHost { get; set; }

    /// <summary>Makes the driver of each worker, on the worker's own thread; null parks the thread and polls nothing.</summary>
    [Experimental(Experiments.WorkerDrivers, UrlFormat = Experiments.Url)]
    public Func<WorkerInfo, WorkerDriver>? WorkerDriver { get; set; }

    /// <summary>Who is told of tasks and slices.</summary>
    public IList<RuntimeObserver> Observers { get; } = [];

    /// <summary>Whether <see cref="Runtime.OnEnter"/> and <see cref="Runtime.OnExit"/> are called around each slice.</summary>
    public bool SliceHooks { get; set; }

    /// <summary>Where each option got its value, and the names of variables that mean nothing: for <see cref="Runtime.Describe"/>.</summary>
    internal OptionSources Sources { get; init; } = new();

    /// <summary>Checks every option against its range.</summary>
    /// <exception cref="RuntimeConfigurationException">An option is out of its range.</exception>
    internal void Validate()
    {
        foreach (OptionDefinition option in OptionTable.All)
        {
            option.Check(this);
        }
    }
}
