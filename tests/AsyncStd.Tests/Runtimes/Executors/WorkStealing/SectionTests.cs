namespace AsyncStdTests.Runtimes.Executors.WorkStealing;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Executors;
using AsyncStd.Task;

/// <summary>Calls that may block, made by workers themselves.</summary>
public sealed class SectionTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_short_call_is_made_on_the_callers_stack()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().Steady();

        bool inline = runtime.BlockOn(async () =>
        {
            ValueTask<int> call = runtime.RunBlockingAsync(BlockingKind.Short, 0, static _ => Environment.CurrentManagedThreadId);
            return call.IsCompletedSuccessfully && await call == Environment.CurrentManagedThreadId;
        });

        inline.ShouldBeTrue();
        (runtime.Metrics.BlockingSections, runtime.Metrics.BlockingHandOvers, runtime.Metrics.BlockingThreads).ShouldBe((1, 0, 0));
    }

    [Fact]
    public void A_slice_that_has_passed_its_budget_gives_way_before_it_makes_another_call()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Configure(options => options.SliceBudget = 3).Build().Steady();

        (bool, bool, bool, bool) inline = runtime.BlockOn(async () => (await IsInline(), await IsInline(), await IsInline(), await IsInline()));

        inline.ShouldBe((true, true, true, false));

        async ValueTask<bool> IsInline()
        {
            ValueTask<int> call = runtime.RunBlockingAsync(BlockingKind.Short, 0, static number => number);
            bool inline = call.IsCompleted;
            await call;
            return inline;
        }
    }

    [Fact]
    public void While_a_call_blocks_another_thread_runs_the_worker()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().WithoutHelp();
        using var release = new ManualResetEventSlim();

        bool released = runtime.BlockOn(async () =>
        {
            JoinHandle other = Runtime.Current.Spawn(release.Set);
            bool released = await runtime.RunBlockingAsync(BlockingKind.Short, release, static release => release.Wait(s_patience));
            await other;
            return released;
        });

        released.ShouldBeTrue(runtime.Describe());
        runtime.Metrics.BlockingHandOvers.ShouldBe(1);
        runtime.Metrics.BlockingThreads.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_thread_that_comes_back_too_late_goes_on_as_a_guest_until_its_slice_ends()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().WithoutHelp();

        (bool Same, int Inside, int After, int Place, bool InSlice, int Later) seen = runtime.BlockOn(async () =>
        {
            using var release = new ManualResetEventSlim();
            JoinHandle other = Runtime.Current.Spawn(release.Set);
            int before = Environment.CurrentManagedThreadId;
            int inside = await runtime.RunBlockingAsync(BlockingKind.Short, (runtime, release), static state =>
            {
                state.release.Wait(s_patience);
                return state.runtime.CurrentAffinity;
            });
            bool same = Environment.CurrentManagedThreadId == before;
            int after = runtime.CurrentAffinity;
            int place = await Runtime.Current.SpawnLocal(async () => Runtime.Current.CurrentAffinity);
            bool inSlice = IsInSlice(runtime);
            await Task.YieldNow();
            return (same, inside, after, place, inSlice, runtime.CurrentAffinity);
        });

        seen.ShouldBe((true, 0, 0, 1, true, 1));
    }

    [Fact]
    public void What_a_guest_leaves_behind_does_not_leak_into_its_thread()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().WithoutHelp();
        var local = new AsyncLocal<string>();
        runtime.BlockOn(async () =>
        {
            local.Value = "the guest's";
            using var release = new ManualResetEventSlim();
            Runtime.Current.Spawn(release.Set).Detach();
            await runtime.RunBlockingAsync(BlockingKind.Short, release, static release => release.Wait(s_patience));
        });

        (string?, SynchronizationContext?, bool) left = runtime.BlockOn(async () => await runtime.RunBlockingAsync(
            BlockingKind.Long, (runtime, local), static state => (state.local.Value, SynchronizationContext.Current, IsInSlice(state.runtime))));

        left.ShouldBe((null, null, false));
    }

    [Fact]
    public void Inside_a_declared_section_a_task_may_block_on_another()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().WithoutHelp();

        int answer = runtime.BlockOn(async () =>
        {
            await Task.YieldNow();
            using BlockingSection section = runtime.BlockingSection();
            return section.IsActive ? runtime.BlockOn(async () => { await Task.YieldNow(); return 42; }) : 0;
        });

        answer.ShouldBe(42);
    }

    [Fact]
    public void A_section_that_was_left_open_is_closed_with_its_slice_and_reported()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().WithoutHelp();
        var unhandled = new List<Exception>();
        runtime.UnhandledException += (_, arguments) => unhandled.Add(arguments.Exception);

        int place = runtime.BlockOn(async () =>
        {
            runtime.BlockingSection();
            await Task.YieldNow();
            return runtime.CurrentAffinity;
        });

        place.ShouldBe(1);
        unhandled.ShouldHaveSingleItem().Message.ShouldContain("left a blocking section open");
    }

    [Fact]
    public void Closing_a_section_twice_does_no_harm()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().Steady();

        bool active = runtime.BlockOn(async () =>
        {
            await Task.YieldNow();
            BlockingSection section = runtime.BlockingSection();
            section.Dispose();
            section.Dispose();
            using BlockingSection next = runtime.BlockingSection();
            return next.IsActive;
        });

        active.ShouldBeTrue();
    }

    [Fact]
    public void What_is_spawned_inside_a_section_does_not_wait_for_its_end()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build();

        bool ran = runtime.BlockOn(async () => await Task.SpawnBlocking(() =>
        {
            using var ran = new ManualResetEventSlim();
            Task.Spawn(ran.Set).Detach();
            return ran.Wait(s_patience);
        }));

        ran.ShouldBeTrue(runtime.Describe());
    }

    [Fact]
    public void Without_a_permit_the_caller_suspends_until_there_is_one()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(2).Configure(options => options.BlockingThreads = 1).Build();
        using var release = new ManualResetEventSlim();

        runtime.BlockOn(async () =>
        {
            using var begun = new SemaphoreSlim(0);
            JoinHandle first = Task.SpawnBlocking(() =>
            {
                begun.Release();
                release.Wait(s_patience).ShouldBeTrue();
            });
            await begun.WaitAsync();

            ValueTask<int> second = runtime.RunBlockingAsync(BlockingKind.Short, 2, static number => number);
            second.IsCompleted.ShouldBeFalse();
            await Task.Spawn(async () => await Task.YieldNow());
            release.Set();

            (await second).ShouldBe(2);
            await first;
        });
    }

    [Fact]
    public void A_permit_that_an_idle_worker_keeps_is_taken_away_by_who_needs_it()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Configure(options => options.BlockingThreads = 1).Build().Steady();

        int sum = runtime.BlockOn(async () =>
        {
            int sum = 0;
            for (int i = 0; i < 100; i++)
            {
                sum += await runtime.RunBlockingAsync(BlockingKind.Short, 1, static number => number); // keeps the permit
                sum += await runtime.RunBlockingAsync(BlockingKind.Long, 1, static number => number);
            }

            return sum;
        });

        (sum, runtime.Metrics.BlockingThreads).ShouldBe((200, 1));
    }

    [Fact]
    public void A_worker_with_a_pinned_task_makes_no_calls_and_keeps_its_thread()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().Steady();

        runtime.BlockOn(async () =>
        {
            using var end = new SemaphoreSlim(0);
            int thread = Environment.CurrentManagedThreadId;
            JoinHandle<int> local = Runtime.Current.SpawnLocal(async () =>
            {
                await end.WaitAsync();
                return Environment.CurrentManagedThreadId;
            });

            (await ThreadOfCall()).ShouldNotBe(thread);
            await Task.SpawnBlocking(() => Environment.CurrentManagedThreadId.ShouldNotBe(thread));
            end.Release();
            (await local).ShouldBe(thread);

            (await ThreadOfCall()).ShouldBe(thread, "the pinned task has ended");
        });

        ValueTask<int> ThreadOfCall() => runtime.RunBlockingAsync(BlockingKind.Short, 0, static _ => Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void A_worker_whose_driver_has_operations_in_flight_makes_no_calls()
    {
        var driver = new BusyDriver();
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).UseWorkerDriver(_ => driver).Build().Steady();

        runtime.BlockOn(async () =>
        {
            int thread = Environment.CurrentManagedThreadId;
            (await ThreadOfCall()).ShouldBe(thread);
            driver.InFlight = true;
            (await ThreadOfCall()).ShouldNotBe(thread);
            driver.InFlight = false;
            (await ThreadOfCall()).ShouldBe(thread);
        });

        ValueTask<int> ThreadOfCall() => runtime.RunBlockingAsync(BlockingKind.Short, 0, static _ => Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void The_driver_moves_with_its_worker()
    {
        var driver = new BusyDriver();
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).UseWorkerDriver(_ => driver).Build().WithoutHelp();

        runtime.BlockOn(async () =>
        {
            using var release = new ManualResetEventSlim();
            WorkerDriver? elsewhere = null;
            JoinHandle other = Runtime.Current.Spawn(() =>
            {
                elsewhere = WorkerDriver.Current;
                release.Set();
            });
            WorkerDriver? inside = await runtime.RunBlockingAsync(BlockingKind.Short, release, static release =>
            {
                release.Wait(s_patience);
                return WorkerDriver.Current;
            });
            WorkerDriver? asGuest = WorkerDriver.Current;
            await other;

            (inside, asGuest, elsewhere).ShouldBe((null, null, driver));
        });
    }

    [Fact]
    public void A_worker_that_was_taken_over_ends_with_its_runtime()
    {
        Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().WithoutHelp();
        using var release = new ManualResetEventSlim();
        JoinHandle blocked = runtime.SpawnBlocking(() => release.Wait(s_patience));
        Runtime.BlockOn(runtime.Spawn(() => { }));
        bool wasHandedOver = runtime.Metrics.BlockingHandOvers == 1;

        release.Set();
        runtime.Dispose();

        (wasHandedOver, blocked.IsCompletedSuccessfully, runtime.Metrics.Workers).ShouldBe((true, true, 0));
        SpinWait.SpinUntil(() => runtime.Metrics.BlockingThreads == 0, s_patience).ShouldBeTrue();
    }

    private static bool IsInSlice(Runtime runtime)
        => Should.Throw<Exception>(() => runtime.BlockOn((Func<TaskBody>)null!)) is InvalidOperationException;

    /// <summary>A driver that says when the kernel ties operations to its thread.</summary>
    private sealed class BusyDriver : WorkerDriver
    {
        private readonly object _lock = new();
        private bool _unparked;

        public bool InFlight { get; set; }

        public override bool CanMove => !InFlight;

        public override void Park(TimeSpan timeout)
        {
            lock (_lock)
            {
                if (!_unparked)
                {
                    Monitor.Wait(_lock, timeout);
                }

                _unparked = false;
            }
        }

        public override void Unpark()
        {
            lock (_lock)
            {
                _unparked = true;
                Monitor.Pulse(_lock);
            }
        }
    }
}
