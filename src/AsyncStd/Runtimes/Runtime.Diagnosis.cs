namespace AsyncStd.Runtimes;

using System.Globalization;
using System.Text;
using AsyncStd.Runtimes.Configuration;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;

// What a runtime says about itself.
public abstract partial class Runtime
{
    /// <summary>An exception that no code was there to catch: of a detached task, of a task whose handle was let go, of an <c>async void</c> method.</summary>
    /// <remarks>Raised once for each, on the thread where it was found. Without a handler the exception is written to the standard error stream.</remarks>
    public event EventHandler<UnhandledTaskExceptionEventArgs>? UnhandledException;

    /// <summary>Counts of this moment. Taken without stopping anything, so they may be a few operations apart.</summary>
    public RuntimeMetrics Metrics
    {
        get
        {
            long ended = Tasks.Ended;
            long started = Tasks.Started;
            return AddMetrics(new RuntimeMetrics
            {
                TasksStarted = started,
                TasksAlive = started - ended,
                TasksAbandoned = Tasks.Abandoned,
                BlockingThreads = SpareThreads.ThreadCount,
                BlockingOutstanding = SpareThreads.Outstanding,
                BlockingDetected = _blockingReports.Count,
            });
        }
    }

    /// <summary>What was chosen and why: executor, threads, clock, drivers, each option with its source, and variables that mean nothing.</summary>
    /// <returns>Several lines of text for people.</returns>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"runtime '{Name}': {Executor}");
        foreach (string detail in DescribeExecutor())
        {
            text.Append(", ").Append(detail);
        }

        text.AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"  clock: {Clock.GetType().Name}").AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"  files: {Options.FileSystem?.Name ?? DescribeFileSystem()}").AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"  network: {Options.Network?.Name ?? DescribeNetwork()}").AppendLine();
        Driver(text, "processes", Options.ProcessHost);
        foreach (OptionDefinition option in OptionTable.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {option.Key} = {option.Show(Options)} ({Options.Sources[option.Key]})").AppendLine();
        }

        foreach (string variable in Options.Sources.UnknownVariables)
        {
            text.Append(CultureInfo.InvariantCulture, $"  unknown variable {variable}: ignored").AppendLine();
        }

        foreach (string key in Options.Sources.UnknownKeys)
        {
            text.Append(CultureInfo.InvariantCulture, $"  unknown configuration key {key}: ignored").AppendLine();
        }

        return text.ToString();

        static void Driver(StringBuilder text, string what, object? driver)
            => text.Append(CultureInfo.InvariantCulture, $"  {what}: {driver?.GetType().Name ?? "no driver"}").AppendLine();
    }

    /// <summary>The live tasks: what each is, what it does or waits for and since when, who waits for whom, and who waits in a circle.</summary>
    /// <param name="limit">How many tasks to list, 1 or more. The rest is only counted.</param>
    /// <returns>A picture that no longer changes: a tree by <see cref="RuntimeDump.ToString"/>, or JSON.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    /// <remarks>May be called at any time and from any thread. Nothing is stopped for it. It takes about a microsecond for each task that is listed.</remarks>
    /// <example><code>
    /// Console.WriteLine(Runtime.Current.Dump());
    /// </code></example>
    public RuntimeDump Dump(int limit = RuntimeDump.DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return DumpCollector.Take(this, limit);
    }

    /// <summary>Details of the executor for <see cref="Describe"/>.</summary>
    /// <returns>Short phrases.</returns>
    protected virtual IEnumerable<string> DescribeExecutor() => [];

    /// <summary>The driver that was chosen for files and why; it is chosen, and made, when something first asks for it.</summary>
    internal virtual string DescribeFileSystem() => _files?.ToString() ?? (IsClosedWorld ? "no driver" : "not used so far");

    /// <summary>Which network driver a runtime that was given none has, and why.</summary>
    internal virtual string DescribeNetwork() => IsClosedWorld ? "no driver" : DefaultNetwork.Describe(this);

    /// <summary>Hands an exception that nobody caught to <see cref="UnhandledException"/>.</summary>
    internal void ReportUnhandled(Exception exception, WorkItem? source)
    {
        var task = source as JoinHandle;
        var arguments = new UnhandledTaskExceptionEventArgs(exception, task?.Name ?? task?.BodyName ?? source?.Description, task?.SpawnSite);
        EventHandler<UnhandledTaskExceptionEventArgs>? handlers = UnhandledException;
        if (handlers is null)
        {
            WriteUnhandled(arguments);
            return;
        }

        try
        {
            handlers(this, arguments);
        }
        catch (Exception e)
        {
            // A handler that fails must hide neither its own failure nor the one it was told of.
            WriteUnhandled(arguments);
            WriteUnhandled(new UnhandledTaskExceptionEventArgs(e, "the UnhandledException handler", null));
        }
    }

    /// <summary>Adds the counts that only the executor knows.</summary>
    /// <param name="metrics">The counts of tasks and of blocking calls.</param>
    /// <returns>The same with the executor's counts.</returns>
    protected virtual RuntimeMetrics AddMetrics(RuntimeMetrics metrics) => metrics;

    private static string TextOf(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception e)
        {
            return $"{exception.GetType()}, whose text cannot be had: {e.GetType()}"; // its own code, overridden
        }
    }

    private void WriteUnhandled(UnhandledTaskExceptionEventArgs arguments)
    {
        string site = arguments.SpawnSite is null ? "" : $", spawned at {arguments.SpawnSite}";
        try
        {
            Console.Error.WriteLine($"AsyncStd: unhandled exception in {arguments.Task ?? "a callback"} of runtime '{Name}'{site}: {TextOf(arguments.Exception)}");
        }
        catch (Exception)
        {
            // Standard error is gone, or is a writer of somebody's that fails. There is nobody left to tell, and the end of a task, or of a worker, must not depend on it.
        }
    }
}
