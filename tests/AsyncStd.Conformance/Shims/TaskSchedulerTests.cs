namespace AsyncStdConformance.Shims;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;

public sealed class TaskSchedulerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnEveryRuntime]
    public void There_is_one_for_each_runtime(RuntimeCase on)
        => on.Outside(runtime => runtime.AsTaskScheduler().ShouldBeSameAs(runtime.AsTaskScheduler()));

    [Theory, OnEveryRuntime]
    public void Its_tasks_run_on_the_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var factory = new TaskFactory(runtime.AsTaskScheduler());

            int answer = await factory.StartNew(() =>
            {
                Place.ShouldBeOn(runtime);
                return 42;
            });

            answer.ShouldBe(42);
            Place.ShouldBeOn(runtime);
        });

    [Theory, OnEveryRuntime]
    public void Asynchronous_delegates_come_back_to_the_runtime(RuntimeCase on)
        => on.Run(async runtime => await new TaskFactory(runtime.AsTaskScheduler()).StartNew(async () =>
        {
            await Task.YieldNow();
            Place.ShouldBeOn(runtime);
            await Task.Yield();
            Place.ShouldBeOn(runtime);
            await Task.Run(() => { });
            Place.ShouldBeOn(runtime);
        }).Unwrap());

    [Theory, OnEveryRuntime]
    public void What_strangers_give_it_runs_on_the_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Task<bool>? task = null;
            var factory = new TaskFactory(runtime.AsTaskScheduler());
            await ForeignThread.Start(() => task = factory.StartNew(() => Place.IsInSlice(runtime)));

            (await task!).ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void The_current_runtime_is_the_one_that_was_entered_where_the_task_was_made(RuntimeCase on)
        => on.Outside(runtime =>
        {
            Task<Runtime> task;
            using (runtime.Enter())
            {
                task = new TaskFactory(runtime.AsTaskScheduler()).StartNew(() => Runtime.Current);
            }

            runtime.BlockOn(() => task).ShouldBeSameAs(runtime);
        });

    [Theory, OnEveryRuntime]
    public void It_is_never_ambient(RuntimeCase on)
        => on.Run(async runtime =>
        {
            TaskScheduler scheduler = runtime.AsTaskScheduler();
            TaskScheduler.Current.ShouldNotBeSameAs(scheduler);
            await Task.Spawn(() => TaskScheduler.Current.ShouldNotBeSameAs(scheduler));

            await new TaskFactory(scheduler).StartNew(async () =>
            {
                await Task.YieldNow();
                TaskScheduler.Current.ShouldNotBeSameAs(scheduler, "after an await it is current no longer");
            }).Unwrap();
            TaskScheduler.Current.ShouldNotBeSameAs(scheduler);

            var hiding = new TaskFactory(CancellationToken.None, TaskCreationOptions.HideScheduler, TaskContinuationOptions.HideScheduler, scheduler);
            await hiding.StartNew(() => TaskScheduler.Current.ShouldBeSameAs(TaskScheduler.Default));
        });

    [Theory, OnEveryRuntime]
    public void A_failure_belongs_to_the_task(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);
            var factory = new TaskFactory(runtime.AsTaskScheduler());

            runtime.BlockOn(async () =>
            {
                (await Should.ThrowAsync<FormatException>(() => factory.StartNew(() => throw new FormatException("mine")))).Message.ShouldBe("mine");
                await Should.ThrowAsync<OperationCanceledException>(() => factory.StartNew(() => { }, new CancellationToken(true)));
            });

            unhandled.All.ShouldBeEmpty();
        });

    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void Who_waits_on_a_thread_of_the_runtime_runs_the_task_itself(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var factory = new TaskFactory(runtime.AsTaskScheduler());
            await Task.SpawnLocal(async () =>
            {
                int runs = 0;
                Task task = factory.StartNew(() => Interlocked.Increment(ref runs));
                task.Wait(); // only a wait without a limit may run the task
                runs.ShouldBe(1);

                for (int i = 0; i < 10; i++)
                {
                    await Task.YieldNow();
                }

                runs.ShouldBe(1, "what was run inline is not run again when it is its turn");
            });
        });

    [Theory, OnEveryRuntime(Lacking = Traits.CallersThread)]
    public void Who_waits_elsewhere_leaves_it_to_the_runtime(RuntimeCase on)
        => on.Outside(runtime =>
        {
            int here = Environment.CurrentManagedThreadId;
            var task = new Task<int>(() => Environment.CurrentManagedThreadId);

            task.RunSynchronously(runtime.AsTaskScheduler());

            task.Result.ShouldNotBe(here);
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_long_running_task_gets_a_thread_for_calls_that_block(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var factory = new TaskFactory(runtime.AsTaskScheduler());

            bool inSlice = await factory.StartNew(() => Place.IsInSlice(runtime), TaskCreationOptions.LongRunning);

            inSlice.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Disposal_waits_for_its_tasks(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var factory = new TaskFactory(runtime.AsTaskScheduler());
            Task[] tasks = [.. Enumerable.Range(0, 100).Select(_ => factory.StartNew(() => { }))];

            runtime.ShutdownAsync(s_patience).WaitWithin(s_patience);

            tasks.ShouldAllBe(task => task.IsCompletedSuccessfully);
            runtime.Metrics.TasksAlive.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void After_disposal_its_tasks_still_end(RuntimeCase on)
        => on.Outside(runtime =>
        {
            TaskScheduler scheduler = runtime.AsTaskScheduler();
            runtime.Dispose();

            new TaskFactory(scheduler).StartNew(() => 42).WaitWithin(s_patience).ShouldBe(42);
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void It_tells_how_many_tasks_run_at_the_same_time(RuntimeCase on)
        => on.Outside(runtime => (runtime.AsTaskScheduler().MaximumConcurrencyLevel == 1).ShouldBe(on.Has(Traits.Serial)));

    [Theory, OnEveryRuntime]
    public void A_parallel_loop_runs_on_it(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var options = new ParallelOptions { TaskScheduler = runtime.AsTaskScheduler(), MaxDegreeOfParallelism = 4 };
            int sum = 0;

            Parallel.For(0, 100, options, i => Interlocked.Add(ref sum, i));
            await Parallel.ForEachAsync(Enumerable.Range(0, 100), options, async (i, _) =>
            {
                await Task.YieldNow();
                Interlocked.Add(ref sum, i);
            });

            sum.ShouldBe(9900);
        });
}
