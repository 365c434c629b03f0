namespace AsyncStd.Runtimes;

using System.Collections;
using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes.Configuration;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Runtimes.Executors;
using Microsoft.Extensions.Configuration;

/// <summary>Builds runtimes: defaults, then a configuration section, then <c>ASYNC_STD_*</c> variables, then code; the later wins.</summary>
/// <remarks>Building starts no thread: the first spawn does.</remarks>
/// <example><code>
/// await using Runtime runtime = new RuntimeBuilder().Use(RuntimeKind.WorkStealing).ThreadCount(2).Build();
/// int answer = runtime.BlockOn(async () => { await Task.YieldNow(); return 42; });
/// </code></example>
public sealed class RuntimeBuilder
{
    private const string Prefix = "ASYNC_STD_";

    private readonly List<Action<RuntimeOptions>> _code = [];
    private IConfiguration? _section;
    private string _sectionName = "configuration";
    private Func<RuntimeOptions, Runtime>? _host;
    private IReadOnlyDictionary<string, string?>? _environment;

    /// <summary>Reads options from a configuration section, for instance <c>AsyncStd</c> of a host: keys as the properties of <see cref="RuntimeOptions"/>, and <c>Runtime</c>.</summary>
    /// <param name="section">The section.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder Configure(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        _section = section;
        _sectionName = (section as IConfigurationSection)?.Path ?? "configuration";
        return this;
    }

    /// <summary>Reads variables from here instead of the process's environment; an empty dictionary ignores the environment.</summary>
    /// <param name="variables">The variables.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder UseEnvironment(IReadOnlyDictionary<string, string?> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        _environment = variables;
        return this;
    }

    /// <summary>Sets any options by code; code wins over everything else.</summary>
    /// <param name="configure">Sets them.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder Configure(Action<RuntimeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _code.Add(configure);
        return this;
    }

    /// <summary>Names the runtime.</summary>
    /// <param name="name">The name.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder Name(string name) => Configure(options => options.Name = name);

    /// <summary>Chooses the executor.</summary>
    /// <param name="kind">The executor.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder Use(RuntimeKind kind) => Configure(options => options.Kind = kind);

    /// <summary>Runs the tasks on a synchronization context, for instance the loop of a user interface: one at a time and in order, between its own callbacks.</summary>
    /// <param name="context">The context. Its loop must go on for as long as the runtime is used.</param>
    /// <returns>This builder. What <see cref="Use"/> says is ignored.</returns>
    /// <remarks>The runtime owns no thread. Its place for <c>SpawnLocal</c> is the loop. The loop must not be blocked for a task: <c>BlockOn</c> and <see cref="Runtime.Dispose"/>
    /// throw there. Timers obey the system's clock, unless another is given.</remarks>
    /// <example><code>
    /// SynchronizationContext loop = SynchronizationContext.Current ?? throw new InvalidOperationException("Call this from the user interface.");
    /// await using Runtime runtime = new RuntimeBuilder().OnSynchronizationContext(loop).Build();
    /// await runtime.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(10)));
    /// </code></example>
    public RuntimeBuilder OnSynchronizationContext(SynchronizationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _host = options => new ContextRuntime(options, context);
        return this;
    }

    /// <summary>Runs the tasks on a task scheduler, for instance that of an actor: one at a time and in order, whatever the scheduler allows.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <returns>This builder. What <see cref="Use"/> says is ignored.</returns>
    /// <remarks>The runtime owns no thread. Its place for <c>SpawnLocal</c> is its turn on the scheduler; the thread may change from turn to turn. Inside its tasks
    /// <see cref="TaskScheduler.Current"/> is <paramref name="scheduler"/>, as its owner expects. If that runs one task at a time, <c>BlockOn</c> and
    /// <see cref="Runtime.Dispose"/> throw on it.</remarks>
    /// <example><code>
    /// var exclusive = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    /// await using Runtime runtime = new RuntimeBuilder().OnTaskScheduler(exclusive).Build();
    /// int answer = await runtime.Spawn(() => 42);
    /// </code></example>
    public RuntimeBuilder OnTaskScheduler(TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        _host = options => new SchedulerRuntime(options, scheduler);
        return this;
    }

    /// <summary>Sets the number of worker threads, 1 to 1024.</summary>
    /// <param name="count">The number.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder ThreadCount(int count) => Configure(options => options.ThreadCount = count);

    /// <summary>Sets the name of the worker threads.</summary>
    /// <param name="name">The name.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder ThreadName(string name) => Configure(options => options.ThreadName = name);

    /// <summary>Sets the clock.</summary>
    /// <param name="clock">Any time provider.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder UseClock(TimeProvider clock) => Configure(options => options.Clock = clock);

    /// <summary>Sets the source of randomness.</summary>
    /// <param name="entropy">The source.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder UseEntropy(Entropy entropy) => Configure(options => options.Entropy = entropy);

    /// <summary>Sets the driver for files and directories.</summary>
    /// <param name="fileSystem">The driver.</param>
    /// <returns>This builder.</returns>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public RuntimeBuilder UseFileSystem(IFileSystem fileSystem) => Configure(options => options.FileSystem = fileSystem);

    /// <summary>Sets the driver for sockets and names.</summary>
    /// <param name="network">The driver.</param>
    /// <returns>This builder.</returns>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public RuntimeBuilder UseNetwork(INetwork network) => Configure(options => options.Network = network);

    /// <summary>Sets the driver for child processes, signals and the standard streams.</summary>
    /// <param name="processHost">The driver.</param>
    /// <returns>This builder.</returns>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public RuntimeBuilder UseProcessHost(IProcessHost processHost) => Configure(options => options.ProcessHost = processHost);

    /// <summary>Sets what each worker parks and polls on.</summary>
    /// <param name="factory">Called on the worker's own thread.</param>
    /// <returns>This builder.</returns>
    [Experimental(Experiments.WorkerDrivers, UrlFormat = Experiments.Url)]
    public RuntimeBuilder UseWorkerDriver(Func<WorkerInfo, WorkerDriver> factory) => Configure(options => options.WorkerDriver = factory);

    /// <summary>Adds somebody who is told of tasks and slices.</summary>
    /// <param name="observer">The observer.</param>
    /// <returns>This builder.</returns>
    public RuntimeBuilder AddObserver(RuntimeObserver observer) => Configure(options => options.Observers.Add(observer));

    /// <summary>Works out the options without building a runtime: for runtimes of one's own.</summary>
    /// <returns>The options, validated.</returns>
    /// <exception cref="RuntimeConfigurationException">A value is not allowed.</exception>
    public RuntimeOptions BuildOptions()
    {
        var options = new RuntimeOptions();
        ReadSection(options);
        ReadEnvironment(options);
        foreach (Action<RuntimeOptions> configure in _code)
        {
            string[] before = [.. OptionTable.All.Select(option => option.Show(options))];
            configure(options);
            for (int i = 0; i < before.Length; i++)
            {
                OptionDefinition option = OptionTable.All[i];
                if (option.Show(options) != before[i])
                {
                    options.Sources[option.Key] = "code";
                }
            }
        }

        options.Validate();
        return options;
    }

    /// <summary>Builds a runtime. Dispose it to end it.</summary>
    /// <returns>The runtime.</returns>
    /// <exception cref="RuntimeConfigurationException">A value is not allowed.</exception>
    public Runtime Build()
    {
        RuntimeOptions options = BuildOptions();
        if (_host is not null)
        {
            return _host(options);
        }

        return options.Kind switch
        {
            RuntimeKind.WorkStealing => new WorkStealingRuntime(options),
            RuntimeKind.ThreadPool => new PoolRuntime(options),
            _ => new CurrentThreadRuntime(options),
        };
    }

    private void ReadSection(RuntimeOptions options)
    {
        if (_section is null)
        {
            return;
        }

        foreach (OptionDefinition option in OptionTable.All)
        {
            if (_section[option.Key] is { } value)
            {
                option.Set(options, $"{_sectionName}:{option.Key}", value);
            }
        }

        foreach (IConfigurationSection child in _section.GetChildren())
        {
            if (!OptionTable.All.Any(option => option.Key.Equals(child.Key, StringComparison.OrdinalIgnoreCase)))
            {
                options.Sources.UnknownKeys.Add($"{_sectionName}:{child.Key}");
            }
        }
    }

    private void ReadEnvironment(RuntimeOptions options)
    {
        // The names of variables ignore case where the operating system does.
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        foreach ((string name, string? value) in _environment ?? ProcessEnvironment())
        {
            if (!name.StartsWith(Prefix, comparison))
            {
                continue;
            }

            OptionDefinition? option = OptionTable.All.FirstOrDefault(each => each.Variable.Equals(name, comparison));
            if (option is null)
            {
                options.Sources.UnknownVariables.Add(name);
            }
            else
            {
                option.Set(options, name, value ?? "");
            }
        }

        options.Sources.UnknownVariables.Sort(StringComparer.Ordinal);
    }

    private static Dictionary<string, string?> ProcessEnvironment()
    {
        var variables = new Dictionary<string, string?>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value;
        }

        return variables;
    }
}
