namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Runtimes;
using BenchmarkDotNet.Attributes;

/// <summary>A timer started and stopped, beside none and beside many that run: the wheel of a current-thread runtime's clock against the system's queue.</summary>
/// <remarks>The wheel is reached as anybody reaches it, through <see cref="TimeProvider.CreateTimer"/>, and so with the timer object on top.</remarks>
[MemoryDiagnoser]
public class TimerBenchmarks
{
    private static readonly TimeSpan s_due = TimeSpan.FromSeconds(30);
    private readonly List<ITimer> _pending = [];
    private Runtime _runtime = null!;

    [Params(0, 100_000)]
    public int Pending { get; set; }

    [GlobalSetup(Target = nameof(System_StartAndStop))]
    public void SetUpSystem() => AddPending(TimeProvider.System);

    [GlobalSetup(Target = nameof(Wheel_StartAndStop))]
    public void SetUpWheel()
    {
        _runtime = new RuntimeBuilder().Use(RuntimeKind.CurrentThread).Configure(options => options.StartPaused = true).Build();
        AddPending(_runtime.Clock);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (ITimer timer in _pending)
        {
            timer.Dispose();
        }

        _pending.Clear();
        _runtime?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void System_StartAndStop() => StartAndStop(TimeProvider.System);

    [Benchmark]
    public void Wheel_StartAndStop() => StartAndStop(_runtime.Clock);

    private static ITimer Start(TimeProvider clock, TimeSpan due) => clock.CreateTimer(static _ => { }, null, due, Timeout.InfiniteTimeSpan);

    private static void StartAndStop(TimeProvider clock) => Start(clock, s_due).Dispose();

    private void AddPending(TimeProvider clock)
    {
        for (int i = 0; i < Pending; i++)
        {
            _pending.Add(Start(clock, TimeSpan.FromHours(1) + TimeSpan.FromMilliseconds(i)));
        }
    }
}
