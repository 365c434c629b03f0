namespace AsyncStdTests.Runtimes.Executors;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>A worker begins with a parker, and is given a driver when something needs one.</summary>
public sealed class LateDriverTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static TheoryData<RuntimeKind> KindsWithWorkers => [RuntimeKind.WorkStealing, RuntimeKind.CurrentThread];

    [Theory, MemberData(nameof(KindsWithWorkers))]
    public void It_is_polled_parked_on_woken_and_disposed_as_if_it_had_been_there_from_the_start(RuntimeKind kind)
    {
        var driver = new Recorder();
        WorkerInfo made = default;
        using (Runtime runtime = TestRuntime.Builder().Use(kind).ThreadCount(1).Build().Steady())
        {
            runtime.BlockOn(async () =>
            {
                runtime.TryAttachWorkerDriver(info =>
                {
                    made = info;
                    return driver;
                }).ShouldBeTrue();
                WorkerDriver.Current.ShouldBe(driver);
                driver.Attention = true;
                while (driver.Polls == 0)
                {
                    await Task.YieldNow();
                }

                driver.Attention = false;
                var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var stranger = new Thread(() =>
                {
                    driver.Parked.Wait(s_patience);
                    source.SetResult();
                });
                stranger.Start();
                await source.Task;
                driver.Parks.ShouldBeGreaterThan(0);
            });

            made.ShouldBe(new WorkerInfo(runtime, 0, 1));
            runtime.BlockOn(static async () => await Task.Sleep(TimeSpan.FromMilliseconds(2)));
            driver.Disposals.ShouldBe(0);
        }

        driver.Disposals.ShouldBe(1);
    }

    [Fact]
    public void While_a_worker_is_awake_its_driver_is_asked_to_look_for_what_nobody_looked_for()
    {
        using Runtime runtime = TestRuntime.Builder().Use(RuntimeKind.WorkStealing).ThreadCount(1).Build().Steady();
        var driver = new Recorder();
        runtime.BlockOn(async () =>
        {
            runtime.TryAttachWorkerDriver(_ => driver).ShouldBeTrue();
            while (driver.Neglects == 0)
            {
                await Task.YieldNow();
            }
        });

        driver.Neglects.ShouldBeGreaterThan(0);
    }

    [Theory, MemberData(nameof(KindsWithWorkers))]
    public void A_worker_has_one_driver(RuntimeKind kind)
    {
        using Runtime late = TestRuntime.Builder().Use(kind).ThreadCount(1).Build().Steady();
        using Runtime early = TestRuntime.Builder().Use(kind).ThreadCount(1).UseWorkerDriver(static _ => new Recorder()).Build().Steady();

        late.BlockOn(async () => Attach(late)).ShouldBe((true, false));
        early.BlockOn(async () => Attach(early)).ShouldBe((false, false));

        static (bool First, bool Second) Attach(Runtime runtime)
            => (runtime.TryAttachWorkerDriver(static _ => new Recorder()), runtime.TryAttachWorkerDriver(static _ => throw new InvalidOperationException("not asked")));
    }

    [Theory, MemberData(nameof(KindsWithWorkers))]
    public void A_factory_that_fails_leaves_the_worker_as_it_was(RuntimeKind kind)
    {
        using Runtime runtime = TestRuntime.Builder().Use(kind).ThreadCount(1).Build().Steady();

        runtime.BlockOn(async () =>
        {
            Should.Throw<IOException>(() => runtime.TryAttachWorkerDriver(static _ => throw new IOException("no ring")));
            Should.Throw<ArgumentNullException>(() => runtime.TryAttachWorkerDriver(static _ => null!));
            runtime.TryAttachWorkerDriver(static _ => new Recorder()).ShouldBeTrue();
        });
    }

    [Fact]
    public void Each_worker_gets_its_own()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(2).Build().Steady();

        WorkerDriver[] drivers = runtime.BlockOn(async () =>
        {
            JoinHandle<WorkerDriver> first = On(1);
            JoinHandle<WorkerDriver> second = On(2);
            return new[] { await first, await second };
        });

        drivers[0].ShouldNotBe(drivers[1]);

        JoinHandle<WorkerDriver> On(int place)
        {
            var context = runtime.ContextFor(place);
            var result = new TaskCompletionSource<WorkerDriver>(TaskCreationOptions.RunContinuationsAsynchronously);
            context.Post(
                _ =>
                {
                    runtime.TryAttachWorkerDriver(static _ => new Recorder()).ShouldBeTrue();
                    result.SetResult(WorkerDriver.Current!);
                },
                null);
            return runtime.Spawn(() => result.Task);
        }
    }

    [Theory]
    [InlineData(RuntimeKind.WorkStealing)]
    [InlineData(RuntimeKind.CurrentThread)]
    [InlineData(RuntimeKind.ThreadPool)]
    public void Threads_that_run_no_worker_of_the_runtime_attach_none(RuntimeKind kind)
    {
        using Runtime runtime = TestRuntime.Builder().Use(kind).ThreadCount(1).Build().Steady();
        using Runtime other = TestRuntime.Builder().ThreadCount(1).Build().Steady();

        Attach().ShouldBeFalse("a stranger's thread");
        other.BlockOn(async () => Attach()).ShouldBeFalse("another runtime's worker");
        runtime.BlockOn(async () => await runtime.RunBlockingAsync(BlockingKind.Short, 0, _ => Attach())).ShouldBeFalse("a section is open");

        bool Attach() => runtime.TryAttachWorkerDriver(static _ => throw new InvalidOperationException("not asked"));
    }

    [Fact]
    public void A_view_asks_who_runs_its_tasks()
    {
        using Runtime executor = TestRuntime.Builder().ThreadCount(1).Build().Steady();
        using var view = new View(executor);
        WorkerInfo made = default;

        view.BlockOn(async () => view.TryAttachWorkerDriver(info =>
        {
            made = info;
            return new Recorder();
        })).ShouldBeTrue();

        made.Runtime.ShouldBe(executor);
    }

    private sealed class View(Runtime executor) : RuntimeView(executor, new RuntimeOptions());

    private sealed class Recorder : WorkerDriver
    {
        private readonly SemaphoreSlim _wake = new(0);
        private int _neglects;

        public ManualResetEventSlim Parked { get; } = new();

        public volatile bool Attention;

        public int Polls { get; private set; }

        public int Neglects => Volatile.Read(ref _neglects);

        public int Parks { get; private set; }

        public int Disposals { get; private set; }

        public override bool HasPending => Attention;

        public override bool Poll()
        {
            Polls++;
            return false;
        }

        public override bool PollIfNeglected()
        {
            Interlocked.Increment(ref _neglects);
            return false;
        }

        public override void Park(TimeSpan timeout)
        {
            Parks++;
            Parked.Set();
            _wake.Wait(timeout);
        }

        public override void Unpark() => _wake.Release();

        protected override void Dispose(bool disposing) => Disposals++;
    }
}
