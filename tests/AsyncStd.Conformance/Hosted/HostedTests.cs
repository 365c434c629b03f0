namespace AsyncStdConformance.Hosted;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>What a runtime on somebody else's scheduler owes its host. Everything else is in the tests that all runtimes share.</summary>
public sealed class HostedTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Everything_runs_on_the_thread_of_the_user_interface()
        => ForeignThread.Run(() =>
        {
            var loop = new UserInterfaceLoop();
            using Runtime runtime = OnLoop(loop);

            runtime.BlockOn(async () =>
            {
                Here();
                await Task.YieldNow();
                Here();
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                Here();
                await Task.Run(() => { });
                Here();
                await Task.Run(() => { }).ConfigureAwait(false);
                Here();
                await Task.Spawn(Here);
            });

            void Here() => Thread.CurrentThread.ShouldBe(loop.Thread);
        });

    [Theory, OnEveryRuntime(Having = Traits.Hosted)]
    public void Tasks_run_one_at_a_time_in_the_order_of_their_spawns(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<int> order = [];
            bool isRunning = false;
            List<JoinHandle> tasks = [];
            for (int i = 0; i < 500; i++)
            {
                int number = i;
                tasks.Add(Task.Spawn(() =>
                {
                    isRunning.ShouldBeFalse();
                    isRunning = true;
                    order.Add(number);
                    isRunning = false;
                }));
            }

            foreach (JoinHandle task in tasks)
            {
                await task;
            }

            order.ShouldBe(Enumerable.Range(0, 500));
        });

    [Fact]
    public void A_scheduler_of_many_threads_runs_one_task_at_a_time_as_well()
        => ForeignThread.Run(() =>
        {
            using Runtime runtime = OnScheduler(TaskScheduler.Default);
            int running = 0;
            int sum = 0;
            JoinHandle[] tasks = [.. Enumerable.Range(0, 100).Select(_ => runtime.Spawn(async () =>
            {
                for (int i = 0; i < 20; i++)
                {
                    Interlocked.Increment(ref running).ShouldBe(1);
                    sum++;
                    Interlocked.Decrement(ref running);
                    await Task.YieldNow();
                }
            }))];

            Array.ForEach(tasks, Task.BlockOn);

            sum.ShouldBe(2000);
        });

    [Fact]
    public void The_hosts_own_work_comes_in_between()
        => ForeignThread.Run(() =>
        {
            var loop = new UserInterfaceLoop();
            using Runtime runtime = OnLoop(loop);
            bool stop = false;
            JoinHandle endless = runtime.Spawn(async () =>
            {
                while (!stop)
                {
                    await Task.YieldNow();
                }
            });

            loop.Do(() => stop = true);

            Task.BlockOn(endless);
        });

    [Fact]
    public void Inside_a_task_the_hosts_scheduler_is_current()
        => ForeignThread.Run(() =>
        {
            TaskScheduler exclusive = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
            using Runtime runtime = OnScheduler(exclusive);

            runtime.BlockOn(async () =>
            {
                TaskScheduler.Current.ShouldBeSameAs(exclusive);
                await Task.YieldNow();
                TaskScheduler.Current.ShouldBeSameAs(exclusive);
                await Task.Run(() => { });
                TaskScheduler.Current.ShouldBeSameAs(exclusive);
            });
        });

    [Fact]
    public void The_hosts_own_work_and_tasks_exclude_each_other()
        => ForeignThread.Run(() =>
        {
            TaskScheduler exclusive = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
            using Runtime runtime = OnScheduler(exclusive);
            var own = new TaskFactory(exclusive);
            int running = 0;

            Task[] works =
            [
                .. Enumerable.Range(0, 200).Select(_ => own.StartNew(Alone)),
                .. Enumerable.Range(0, 200).Select(_ => runtime.Spawn(async () => { Alone(); await Task.YieldNow(); Alone(); }).AsTask()),
            ];
            Task.WhenAll(works).WaitWithin(s_patience);

            void Alone()
            {
                Interlocked.Increment(ref running).ShouldBe(1);
                Interlocked.Decrement(ref running);
            }
        });

    [Fact]
    public void Blocking_the_loop_on_a_task_is_refused_and_starts_nothing()
        => ForeignThread.Run(() =>
        {
            var loop = new UserInterfaceLoop();
            Runtime runtime = OnLoop(loop);
            JoinHandle never = runtime.Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan));

            loop.Do(() =>
            {
                bool began = false;
                Refused(() => runtime.BlockOn(async () => { began = true; await Task.YieldNow(); }));
                Refused(() => Task.BlockOn(never));
                Refused(runtime.Dispose);
                began.ShouldBeFalse();
            });
            runtime.Metrics.TasksAlive.ShouldBe(1);

            loop.Do(() => runtime.ShutdownAsync(TimeSpan.Zero).Forget());
            runtime.ShutdownAsync().WaitWithin(s_patience).Unfinished.ShouldBeEmpty();

            static void Refused(Action block)
                => Should.Throw<InvalidOperationException>(block).Message.ShouldContain(nameof(UserInterfaceLoop));
        });

    [Fact]
    public void Blocking_an_exclusive_scheduler_on_a_task_is_refused()
        => ForeignThread.Run(() =>
        {
            TaskScheduler exclusive = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
            using Runtime runtime = OnScheduler(exclusive);

            new TaskFactory(exclusive).StartNew(() =>
                Should.Throw<InvalidOperationException>(() => runtime.BlockOn(async () => await Task.YieldNow()))).WaitWithin(s_patience);
        });

    [Fact]
    public void The_loop_can_dispose_it_asynchronously()
        => ForeignThread.Run(() =>
        {
            var loop = new UserInterfaceLoop();
            Runtime runtime = OnLoop(loop);
            JoinHandle<int> task = runtime.Spawn(async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return 42; });
            Task? disposal = null;

            loop.Do(() => disposal = runtime.DisposeAsync().AsTask());
            disposal!.WaitWithin(s_patience);

            task.AsTask().WaitWithin(s_patience).ShouldBe(42);
        });

    [Fact]
    public void A_host_that_refuses_work_is_reported_once_and_nobody_waits_in_vain()
        => ForeignThread.Run(() =>
        {
            var loop = new UserInterfaceLoop();
            using Runtime runtime = OnLoop(loop);
            var unhandled = new UnhandledExceptions(runtime);
            loop.Close();

            runtime.BlockOn(async () => { await Task.YieldNow(); return 42; }).ShouldBe(42);
            runtime.BlockOn(async () => { await Task.YieldNow(); return 43; }).ShouldBe(43);

            unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldContain(nameof(UserInterfaceLoop));
        });

    [Fact]
    public void A_host_that_forgets_work_does_not_keep_the_runtime_from_ending()
        => ForeignThread.Run(() =>
        {
            Runtime runtime = OnLoop(new Forgetful(), TimeSpan.FromMilliseconds(20));
            JoinHandle<int> task = runtime.Spawn(() => 42);

            runtime.ShutdownAsync(TimeSpan.FromMilliseconds(5)).WaitWithin(s_patience).Unfinished.ShouldHaveSingleItem();

            Eventually.IsTrue(() => task.IsCompleted, "the task to be run elsewhere, or told to stop");
        });

    [Fact]
    public void A_host_that_runs_posts_at_once_is_no_host()
        => ForeignThread.Run(() =>
        {
            using Runtime runtime = OnLoop(new Immediate());
            var unhandled = new UnhandledExceptions(runtime);
            int here = Environment.CurrentManagedThreadId;

            runtime.Spawn(() => Environment.CurrentManagedThreadId).AsTask().WaitWithin(s_patience).ShouldNotBe(here);

            unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldContain(nameof(Immediate));
        });

    [Fact]
    public void It_says_whose_guest_it_is()
        => ForeignThread.Run(() =>
        {
            using Runtime runtime = OnLoop(new UserInterfaceLoop());

            runtime.Describe().ShouldContain(nameof(UserInterfaceLoop));
            runtime.Describe().ShouldContain("the host runs the tasks");
        });

    private static Runtime OnLoop(SynchronizationContext loop, TimeSpan? grace = null)
        => new RuntimeBuilder()
            .UseEnvironment(new Dictionary<string, string?>())
            .Configure(options => (options.CancelGrace, options.ShutdownTimeout) = (grace ?? s_patience, s_patience))
            .OnSynchronizationContext(loop)
            .Build();

    private static Runtime OnScheduler(TaskScheduler scheduler)
        => new RuntimeBuilder().UseEnvironment(new Dictionary<string, string?>()).OnTaskScheduler(scheduler).Build();

    private sealed class Forgetful : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    private sealed class Immediate : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => d(state);
    }
}
