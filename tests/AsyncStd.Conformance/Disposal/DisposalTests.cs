namespace AsyncStdConformance.Disposal;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class DisposalTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnEveryRuntime]
    public void It_lets_the_tasks_end(RuntimeCase on)
        => on.Outside(runtime =>
        {
            List<JoinHandle> tasks = [.. Enumerable.Range(0, 100).Select(_ => runtime.Spawn(async () =>
            {
                await Task.YieldNow();
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
            }))];

            ShutdownReport report = runtime.ShutdownAsync().WaitWithin(s_patience);

            report.Unfinished.ShouldBeEmpty();
            tasks.ShouldAllBe(task => task.IsCompletedSuccessfully);
            runtime.Metrics.TasksAlive.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void When_it_has_drained_every_handle_has_ended(RuntimeCase on)
        => ForeignThread.Run(() =>
        {
            for (int i = 0; i < 300; i++)
            {
                Runtime runtime = on.Create();
                List<JoinHandle> tasks = [.. Enumerable.Range(0, 4).Select(_ => runtime.Spawn(() => { }))];
                runtime.Dispose();
                tasks.ShouldAllBe(task => task.IsCompleted);
            }
        });

    [Theory, OnEveryRuntime]
    public void It_lets_tasks_end_that_tasks_spawn_meanwhile(RuntimeCase on)
        => on.Outside(runtime =>
        {
            int ended = 0;
            runtime.Spawn(() => Tree(6)).Detach();

            runtime.ShutdownAsync(TimeSpan.FromMinutes(1)).WaitWithin(s_patience).Unfinished.ShouldBeEmpty();

            ended.ShouldBe(127);

            async TaskBody Tree(int depth)
            {
                await Task.YieldNow();
                if (depth > 0)
                {
                    Task.Spawn(() => Tree(depth - 1)).Detach();
                    Task.Spawn(() => Tree(depth - 1)).Detach();
                }

                Interlocked.Increment(ref ended);
            }
        });

    [Theory, OnEveryRuntime]
    public void After_the_time_it_cancels_sleepers(RuntimeCase on)
        => on.Outside(runtime =>
        {
            bool cleanedUp = false;
            var begun = new TaskCompletionSource();
            JoinHandle root = runtime.Spawn(async () =>
            {
                try
                {
                    begun.SetResult();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    cleanedUp = true;
                }
            });
            JoinHandle nested = runtime.Spawn(SleepForever);
            JoinHandle months = runtime.Spawn(async () => await Task.Sleep(TimeSpan.FromDays(100)));
            JoinHandle joiner = runtime.Spawn(async () => await root);
            runtime.BlockOn(async () => await begun.Task);

            ShutdownReport report = runtime.ShutdownAsync(TimeSpan.FromMilliseconds(5)).WaitWithin(s_patience);

            report.Unfinished.ShouldBeEmpty();
            cleanedUp.ShouldBeTrue();
            (root.IsCanceled, nested.IsCanceled, joiner.IsCanceled).ShouldBe((true, true, true));
            (months.IsCanceled || (on.Has(Traits.VirtualTime) && months.IsCompletedSuccessfully)).ShouldBeTrue();

            static async Task SleepForever()
            {
                await Task.YieldNow();
                await Task.Sleep(Timeout.InfiniteTimeSpan);
            }
        });

    [Theory, OnEveryRuntime]
    public void It_names_the_tasks_that_would_not_end(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                SpawnStubborn(runtime);
                runtime.BlockOn(async () => await runtime.Spawn(async () => await Task.Spawn(() => { })));

                ShutdownReport report = runtime.ShutdownAsync(TimeSpan.FromMilliseconds(5)).WaitWithin(s_patience);

                DumpedTask left = report.Unfinished.ShouldHaveSingleItem();
                left.Name.ShouldBe("the stubborn one");
                left.SpawnSite.ShouldNotBeNull().ShouldContain("DisposalTests.cs");
                report.ToString().ShouldContain("'the stubborn one'");
            },
            options => options.CancelGrace = TimeSpan.FromMilliseconds(20));

    [Theory, OnEveryRuntime]
    public void A_task_left_behind_is_reported_once(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                var unhandled = new UnhandledExceptions(runtime);
                SpawnStubborn(runtime);

                runtime.Dispose();
                runtime.Dispose();

                unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldContain("'the stubborn one'");
            },
            options =>
            {
                options.ShutdownTimeout = TimeSpan.FromMilliseconds(5);
                options.CancelGrace = TimeSpan.FromMilliseconds(20);
            });

    [Theory, OnEveryRuntime]
    public void A_task_cannot_dispose_its_own_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Should.ThrowAsync<InvalidOperationException>(async () => await runtime.DisposeAsync());
            Should.Throw<InvalidOperationException>(runtime.Dispose);
            await Should.ThrowAsync<InvalidOperationException>(() => Task.Run(async () => await runtime.DisposeAsync()));
            await Should.ThrowAsync<InvalidOperationException>(async () => await Nested());
            (await Task.Spawn(async () => { await Task.YieldNow(); return 42; })).ShouldBe(42);

            async Task Nested()
            {
                await Task.YieldNow();
                await runtime.DisposeAsync();
            }
        });

    [Theory, OnEveryRuntime]
    public void A_task_can_dispose_another_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (RuntimeCase each in RuntimeCase.All)
            {
                Runtime other = each.Create();
                JoinHandle<int> task = other.Spawn(async () => { await Task.YieldNow(); return 42; });

                await other.DisposeAsync();

                (await task).ShouldBe(42);
                Place.ShouldBeOn(runtime);
            }
        });

    [Theory, OnEveryRuntime]
    public void It_can_be_disposed_twice_and_at_once(RuntimeCase on)
        => on.Outside(runtime =>
        {
            JoinHandle task = runtime.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)));
            Task[] disposals = [.. Enumerable.Range(0, 4).Select(_ => ForeignThread.Start(runtime.Dispose))];

            Task.WhenAll(disposals).WaitWithin(s_patience);
            runtime.Dispose();

            task.IsCompletedSuccessfully.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_runtime_that_ran_nothing_can_be_disposed(RuntimeCase on) => on.Outside(runtime => runtime.Dispose());

    [Theory, OnEveryRuntime]
    public void A_task_spawned_after_disposal_does_not_hang_its_awaiter(RuntimeCase on)
        => on.Outside(runtime =>
        {
            runtime.BlockOn(async () => await Task.YieldNow());
            runtime.Dispose();

            JoinHandle<int> function = runtime.Spawn(() => 1);
            JoinHandle<int> body = runtime.Spawn(async () => { await Task.YieldNow(); return 2; });
            JoinHandle<int> nested = runtime.Spawn(Nested);
            JoinHandle<int> blocking = runtime.SpawnBlocking(() => 4);

            foreach (JoinHandle task in (JoinHandle[])[function, body, nested, blocking])
            {
                Eventually.IsTrue(() => task.IsCompleted, $"task {task.Description}");
                (task.IsCompletedSuccessfully || task.IsCanceled).ShouldBeTrue();
            }

            static async Task<int> Nested()
            {
                await Task.YieldNow();
                await Task.Yield();
                return 3;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_sleep_after_disposal_ends_or_is_cancelled(RuntimeCase on)
        => on.Outside(runtime =>
        {
            runtime.BlockOn(async () => await Task.YieldNow());
            runtime.Dispose();

            JoinHandle root = runtime.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)));
            JoinHandle nested = runtime.Spawn(Nested);

            Eventually.IsTrue(() => root.IsCompleted && nested.IsCompleted, "sleeps on a runtime that has ended");

            static async Task Nested() => await Task.Sleep(TimeSpan.FromMilliseconds(1));
        });

    [Theory, OnEveryRuntime]
    public void Blocking_on_a_disposed_runtime_does_not_hang(RuntimeCase on)
        => on.Outside(runtime =>
        {
            runtime.BlockOn(async () => await Task.YieldNow());
            runtime.Dispose();

            try
            {
                runtime.BlockOn(async () => { await Task.YieldNow(); return 42; }).ShouldBe(42);
            }
            catch (OperationCanceledException)
            {
                // Or it is told that there is no runtime any more.
            }
        });

    [Theory, OnEveryRuntime]
    public void Tasks_spawned_during_disposal_do_not_hang_their_awaiters(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                int started = 0;
                var tasks = new List<JoinHandle<int>>();
                Task spawner = ForeignThread.Start(() =>
                {
                    for (int i = 0; i < 2000; i++)
                    {
                        int number = i;
                        tasks.Add(runtime.Spawn(async () => { await Task.YieldNow(); return number; }));
                        Volatile.Write(ref started, i);
                    }
                });

                Eventually.IsTrue(() => Volatile.Read(ref started) > 100, "the first spawns");
                runtime.Dispose();
                spawner.WaitWithin(s_patience);

                for (int i = 0; i < tasks.Count; i++)
                {
                    try
                    {
                        tasks[i].AsTask().WaitWithin(s_patience).ShouldBe(i);
                    }
                    catch (OperationCanceledException)
                    {
                        // It began after the runtime had asked everybody to stop.
                    }
                }
            },
            options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(5));

    [Theory, OnEveryRuntime]
    public void A_foreign_thread_can_dispose_while_another_blocks(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                var began = new TaskCompletionSource();
                Task blocked = ForeignThread.Start(() => runtime.BlockOn(async () =>
                {
                    began.SetResult();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }));
                began.Task.WaitWithin(s_patience);

                runtime.ShutdownAsync().WaitWithin(s_patience).Unfinished.ShouldBeEmpty();

                Should.Throw<OperationCanceledException>(() => blocked.WaitWithin(s_patience));
            },
            options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(20));

    [Theory, OnEveryRuntime]
    public void A_foreign_thread_can_drain_what_another_spawned(RuntimeCase on)
        => on.Outside(runtime =>
        {
            JoinHandle<int> task = runtime.Spawn(async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return 42; });

            ForeignThread.Run(runtime.Dispose);

            task.AsTask().WaitWithin(s_patience).ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void Callers_with_a_context_of_their_own_can_dispose(RuntimeCase on)
        => ForeignThread.Run(() => new StrangersContext().Run(async () =>
        {
            await using Runtime runtime = on.Create();
            runtime.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1))).Detach();
        }));

    /// <summary>A task that nothing ends. It has begun: one that has not would be cancelled like any other.</summary>
    private static void SpawnStubborn(Runtime runtime)
    {
        var begun = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        runtime.Spawn(
            async () =>
            {
                begun.SetResult();
                await never.Task;
            },
            name: "the stubborn one").Detach();
        runtime.BlockOn(async () => await begun.Task);
    }
}
