namespace AsyncStdConformance.Identity;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Context;
using AsyncStdConformance.Harness;

public sealed class LongRunningTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void It_holds_up_nobody_after_any_of_its_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (Func<Task> wait in Waits())
            {
                await AllBlockUntilTheLastIsThere(block => new TaskBuilder().LongRunning().Spawn(async () =>
                {
                    await wait();
                    block();
                }));
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void Methods_that_it_awaits_may_block_too(RuntimeCase on)
        => on.Run(async _ =>
        {
            await AllBlockUntilTheLastIsThere(block =>
            {
                return new TaskBuilder().LongRunning().Spawn(Method);

                async Task Method()
                {
                    await Task.Sleep(s_moment);
                    await Task.Yield();
                    await Task.YieldNow();
                    block();
                }
            });
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_function_of_a_combinator_in_it_may_block(RuntimeCase on)
        => on.Run(async _ => await AllBlockUntilTheLastIsThere(block => new TaskBuilder().LongRunning().Spawn(
            async () => await Scope.Run(async () => { await Task.YieldNow(); block(); }))));

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void It_may_block_on_another_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            int result = await new TaskBuilder().LongRunning().Spawn(async () =>
            {
                await Task.YieldNow();
                return Task.BlockOn(Task.Spawn(async () => { await Task.YieldNow(); return 7; }));
            });

            result.ShouldBe(7);
        });

    [Theory, OnEveryRuntimeAndAwait]
    public void It_is_a_task_like_any_other_after_the_await(RuntimeCase on, string kind)
        => on.Run(async runtime =>
        {
            List<(TaskInfo, Runtime)> seen = [];
            JoinHandle task = new TaskBuilder().LongRunning().Spawn(() => AwaitKind.All.Single(each => each.Name == kind).Body(runtime, () =>
            {
                lock (seen)
                {
                    seen.Add((Task.CurrentInfo, Runtime.Current));
                }
            }));

            await task;

            seen[0].Item1.ShouldBe(task.Info);
            seen[^1].Item1.ShouldBe(task.Info);
            seen.ShouldAllBe(each => each.Item2 == runtime);
        });

    [Theory, OnEveryRuntime]
    public void It_is_stopped_like_any_other(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle task = new TaskBuilder().LongRunning().Spawn(async () =>
            {
                while (true)
                {
                    await Task.YieldNow();
                }
            });
            await Task.YieldNow();

            (await task.CancelAsync()).ShouldBeFalse();
        });

    /// <summary>More tasks than threads block, and are released by a task that needs one of the threads.</summary>
    private static async Task AllBlockUntilTheLastIsThere(Func<Action, JoinHandle> spawn)
    {
        const int Tasks = 8;
        int there = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        List<JoinHandle> tasks = [.. Enumerable.Range(0, Tasks).Select(_ => spawn(() =>
        {
            if (Interlocked.Increment(ref there) == Tasks)
            {
                all.SetResult();
            }

            release.Wait();
        }))];

        await Task.Spawn(async () => { await all.Task; await Task.YieldNow(); release.Set(); });

        foreach (JoinHandle task in tasks)
        {
            await task;
        }
    }

    private static IEnumerable<Func<Task>> Waits()
    {
        yield return async () => await Task.CompletedTask;
        yield return async () => await Task.YieldNow();
        yield return async () => await Task.Sleep(s_moment);
        yield return async () => await Task.Sleep(TimeSpan.Zero);
        yield return async () => await Task.Yield();
        yield return async () => await Task.Spawn(async () => await Task.YieldNow());
    }
}
