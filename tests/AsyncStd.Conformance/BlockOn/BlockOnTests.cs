namespace AsyncStdConformance.BlockOn;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class BlockOnTests
{
    [Theory, OnEveryRuntime]
    public void It_gives_the_result(RuntimeCase on)
        => on.Outside(runtime =>
        {
            runtime.BlockOn(async () => { await Task.YieldNow(); return 42; }).ShouldBe(42);
            runtime.BlockOn(OfTask).ShouldBe(1);
            runtime.BlockOn(OfValueTask).ShouldBe(2);

            static async Task<int> OfTask()
            {
                await Task.YieldNow();
                return 1;
            }

            static async ValueTask<int> OfValueTask()
            {
                await Task.YieldNow();
                return 2;
            }
        });

    [Theory, OnEveryRuntime]
    public void It_throws_what_ended_the_body(RuntimeCase on)
        => on.Outside(runtime =>
        {
            Should.Throw<FormatException>(() => runtime.BlockOn(async () =>
            {
                await Task.YieldNow();
                throw new FormatException("from the body");
            })).Message.ShouldBe("from the body");
            Should.Throw<OperationCanceledException>(() => runtime.BlockOn(async () =>
            {
                await Task.YieldNow();
                throw new OperationCanceledException();
            }));
        });

    [Theory, OnEveryRuntime]
    public void It_can_be_called_again_and_again(RuntimeCase on)
        => on.Outside(runtime =>
        {
            for (int i = 0; i < 100; i++)
            {
                int number = i;
                runtime.BlockOn(async () => { await Task.YieldNow(); return number; }).ShouldBe(number);
            }
        });

    [Theory, OnEveryRuntime]
    public void It_does_not_wait_for_other_tasks(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var release = new TaskCompletionSource();
            JoinHandle other = runtime.Spawn(async () => await release.Task);

            runtime.BlockOn(async () => await Task.YieldNow());

            other.IsCompleted.ShouldBeFalse();
            release.SetResult();
            Runtime.BlockOn(other);
        });

    [Theory, OnEveryRuntime]
    public void It_waits_for_a_handle(RuntimeCase on)
        => on.Outside(runtime =>
        {
            JoinHandle<int> handle = runtime.Spawn(async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return 7; });
            JoinHandle failing = runtime.Spawn(async () => { await Task.YieldNow(); throw new FormatException(); });

            Task.BlockOn(handle).ShouldBe(7);
            Task.BlockOn(handle).ShouldBe(7);
            Should.Throw<FormatException>(() => Task.BlockOn(failing));
        });

    [Theory, OnEveryRuntime]
    public void A_ready_value_task_needs_no_runtime(RuntimeCase on)
        => on.Outside(_ =>
        {
            Task.BlockOn(new ValueTask<int>(7)).ShouldBe(7);
            Task.BlockOn(ValueTask.CompletedTask);
            Should.Throw<FormatException>(() => Task.BlockOn(ValueTask.FromException(new FormatException())));
        });

    [Theory, OnEveryRuntime]
    public void A_ready_value_task_is_taken_even_inside_a_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            Task.BlockOn(new ValueTask<int>(7)).ShouldBe(7);
            await Task.YieldNow();
        });

    [Theory, OnEveryRuntime]
    public void A_value_task_that_is_not_ready_is_waited_for(RuntimeCase on)
        => on.Outside(runtime =>
        {
            using RuntimeEntryScope scope = runtime.Enter();
            var source = new TaskCompletionSource<int>();
            ForeignThread.Start(() => source.SetResult(7)).Forget();

            Task.BlockOn(new ValueTask<int>(source.Task)).ShouldBe(7);
        });

    [Theory, OnEveryRuntime]
    public void Inside_a_task_it_is_refused(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var release = new TaskCompletionSource();
            JoinHandle other = Task.Spawn(async () => await release.Task);

            Should.Throw<InvalidOperationException>(() => runtime.BlockOn(async () => await Task.YieldNow()));
            Should.Throw<InvalidOperationException>(() => Task.BlockOn(other));
            Should.Throw<InvalidOperationException>(() => other.GetAwaiter().GetResult());
            Should.Throw<InvalidOperationException>(() => Task.BlockOn(new ValueTask(new TaskCompletionSource().Task)));
            await Task.Spawn(() => Should.Throw<InvalidOperationException>(() => runtime.BlockOn(async () => await Task.YieldNow())));
            await Nested();
            release.SetResult();
            await other;

            async Task Nested()
            {
                await Task.YieldNow();
                Should.Throw<InvalidOperationException>(() => runtime.BlockOn(async () => await Task.YieldNow()));
            }
        });

    [Theory, OnEveryRuntime]
    public void Inside_a_task_it_is_refused_for_another_runtime_as_well(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using Runtime other = RuntimeCase.All[0].Create();

            Should.Throw<InvalidOperationException>(() => other.BlockOn(async () => await Task.YieldNow()));
        });

    [Theory, OnEveryRuntime]
    public void Inside_a_callback_of_the_clock_it_is_refused_or_works_and_never_deadlocks(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Nested();
            Place.ShouldBeOn(runtime);
            await Task.Spawn(() => Place.ShouldBeOn(runtime));

            async Task Nested()
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), runtime.Clock).ConfigureAwait(false);
                try
                {
                    runtime.BlockOn(async () => await Task.YieldNow());
                }
                catch (InvalidOperationException)
                {
                    // The callback ran on the runtime's own thread.
                }
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_blocking_call_may_block_on_another_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            int result = await Task.SpawnBlocking(() =>
            {
                using Runtime nested = RuntimeCase.All[0].Create();
                return nested.BlockOn(async () => { await Task.YieldNow(); return 42; });
            });

            result.ShouldBe(42);
            Place.ShouldBeOn(runtime);
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_blocking_call_may_block_on_a_current_thread_runtime(RuntimeCase on)
        => on.Run(async _ =>
        {
            int result = await Task.SpawnBlocking(() =>
            {
                using Runtime nested = RuntimeCase.All.First(each => each.Name == "current-thread").Create();
                return nested.BlockOn(async () => { await Task.YieldNow(); return 42; });
            });

            result.ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void A_thread_of_Task_Run_may_block_on_the_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            // On a runtime that runs on its caller's thread this one is taken, so the caller of Task.Run waits its turn; it must give way.
            if (on.Has(Traits.CallersThread))
            {
                return;
            }

            int result = await Task.Run(() => runtime.BlockOn(async () => { await Task.YieldNow(); return 42; }));

            result.ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void Two_threads_may_block_on_one_runtime(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var first = new TaskCompletionSource();
            var second = new TaskCompletionSource();

            Task one = ForeignThread.Start(() => runtime.BlockOn(async () => { first.SetResult(); await second.Task; }));
            Task two = ForeignThread.Start(() => runtime.BlockOn(async () => { second.SetResult(); await first.Task; }));

            Task.WhenAll(one, two).WaitWithin(TimeSpan.FromSeconds(60));
        });

    [Theory, OnEveryRuntime]
    public void After_an_await_outside_all_runtimes_blocking_is_allowed(RuntimeCase on)
        => on.Outside(runtime =>
        {
            JoinHandle handle = runtime.Spawn(async () => await Task.YieldNow());
            Task<int> main = Main();
            runtime.BlockOn(async () => await handle);

            main.WaitWithin(TimeSpan.FromSeconds(60)).ShouldBe(42);

            async Task<int> Main()
            {
                await handle;
                using Runtime other = RuntimeCase.All[0].Create();
                return other.BlockOn(async () => { await Task.YieldNow(); return 42; });
            }
        });
}
