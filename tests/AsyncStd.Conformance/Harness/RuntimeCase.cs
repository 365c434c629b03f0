namespace AsyncStdConformance.Harness;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Seeded;
using Xunit.Abstractions;

/// <summary>One of the runtimes that every behaviour is shown on.</summary>
public sealed class RuntimeCase : IXunitSerializable
{
    private const Traits SingleThread = Traits.Places | Traits.CallersThread | Traits.Serial;

    private static readonly Dictionary<string, string?> s_noEnvironment = [];

    /// <summary>Longer than any thread is kept from running: a test that is about a time that runs out sets its own.</summary>
    private static readonly TimeSpan s_ampleGrace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_ampleTimeToDrain = TimeSpan.FromSeconds(10);

    private Func<Action<RuntimeOptions>, Runtime> _create = null!;

    [Obsolete("For the test runner.")]
    public RuntimeCase()
    {
    }

    private RuntimeCase(string name, Traits traits, Func<Action<RuntimeOptions>, Runtime> create)
    {
        Name = name;
        Traits = traits;
        _create = create;
    }

    public static IReadOnlyList<RuntimeCase> All { get; } =
    [
        WorkStealing(1, Traits.Serial),
        WorkStealing(2, Traits.None),
        WorkStealing(4, Traits.None),
        new("thread-pool", Traits.BlockingThreads, configure => Build(RuntimeKind.ThreadPool, configure)),
        new("current-thread", SingleThread | Traits.BlockingThreads, configure => Build(RuntimeKind.CurrentThread, configure)),
        new(
            "current-thread-paused",
            SingleThread | Traits.VirtualTime | Traits.BlockingThreads,
            configure => Build(RuntimeKind.CurrentThread, configure, options => options.StartPaused = true)),
        View("view-of-work-stealing", Traits.Places | Traits.BlockingThreads, () => All![1].Create()),
        new(
            "on-user-interface",
            Traits.Places | Traits.Serial | Traits.BlockingThreads | Traits.Hosted,
            configure => Builder(configure).OnSynchronizationContext(new UserInterfaceLoop()).Build()),
        new(
            "on-exclusive-scheduler",
            Traits.Places | Traits.Serial | Traits.BlockingThreads | Traits.Hosted | Traits.PlaceIsNoThread,
            configure => Builder(configure).OnTaskScheduler(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Build()),
        new("seeded", SingleThread | Traits.VirtualTime | Traits.ClosedWorld, configure => new SeededRuntime(7, isOpen: true, configure: configure)),
        new("seeded-fifo", SingleThread | Traits.VirtualTime | Traits.ClosedWorld, configure => new SeededRuntime(7, PickOrder.Fifo, isOpen: true, configure)),
    ];

    public string Name { get; private set; } = "";

    public Traits Traits { get; private set; }

    /// <summary>A fresh runtime.</summary>
    public Runtime Create(Action<RuntimeOptions>? configure = null)
        => _create(options =>
        {
            options.CancelGrace = s_ampleGrace;
            options.ShutdownTimeout = s_ampleTimeToDrain;
            configure?.Invoke(options);
        });

    /// <summary>Runs a body on a fresh runtime, from a thread that is nobody's, and disposes the runtime.</summary>
    public void Run(Func<Runtime, TaskBody> body, Action<RuntimeOptions>? configure = null)
        => OnThread(() =>
        {
            using Runtime runtime = Create(configure);
            runtime.BlockOn(() => body(runtime));
        });

    /// <summary>Gives a fresh runtime to a thread that is nobody's, and disposes it.</summary>
    public void Outside(Action<Runtime> body, Action<RuntimeOptions>? configure = null)
        => OnThread(() =>
        {
            using Runtime runtime = Create(configure);
            body(runtime);
        });

    public bool Has(Traits trait) => (Traits & trait) == trait;

    public void Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Name), Name);

    public void Deserialize(IXunitSerializationInfo info)
    {
        string name = info.GetValue<string>(nameof(Name));
        RuntimeCase same = All.Single(each => each.Name == name);
        (Name, Traits, _create) = (same.Name, same.Traits, same._create);
    }

    public override string ToString() => Name;

    private static void OnThread(Action body) => ForeignThread.Run(body);

    private static RuntimeCase WorkStealing(int threads, Traits more)
        => new(
            $"work-stealing-{threads}",
            Traits.Places | Traits.BlockingThreads | more,
            configure => Build(RuntimeKind.WorkStealing, configure, options => options.ThreadCount = threads));

    private static RuntimeCase View(string name, Traits traits, Func<Runtime> executor)
        => new(name, traits | Traits.View, configure =>
        {
            RuntimeOptions options = new RuntimeBuilder().UseEnvironment(s_noEnvironment).BuildOptions();
            configure(options);
            return new OwningView(executor(), options);
        });

    private static Runtime Build(RuntimeKind kind, params Action<RuntimeOptions>[] configure) => Builder(configure).Use(kind).Build();

    private static RuntimeBuilder Builder(params Action<RuntimeOptions>[] configure)
    {
        RuntimeBuilder builder = new RuntimeBuilder().UseEnvironment(s_noEnvironment);
        foreach (Action<RuntimeOptions> each in configure)
        {
            builder.Configure(each);
        }

        return builder;
    }
}
