namespace AsyncStdConformance.Context;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Whose code it is, wherever it runs: the task, and the scope within it.</summary>
public sealed class OwnerTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    [ThreadStatic]
    private static bool t_completes;

    [Theory, OnEveryRuntime]
    public void Code_in_Task_Run_belongs_to_the_task_that_called_it(RuntimeCase on)
        => InATaskAndInABranch(on, static async (_, check) => await Task.Run(async () =>
        {
            check();
            await Task.Yield();
            check();
            await Task.Sleep(s_moment);
            check();
            await Task.Run(check);
        }));

    [Theory, OnEveryRuntime]
    public void Code_in_Parallel_ForEachAsync_belongs_to_the_task_that_called_it(RuntimeCase on)
        => InATaskAndInABranch(on, static async (_, check) =>
        {
            int calls = 0;

            await Parallel.ForEachAsync(Enumerable.Range(0, 20), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) =>
            {
                check();
                await Task.YieldNow();
                check();
                await Task.Yield();
                check();
                Interlocked.Increment(ref calls);
            });

            calls.ShouldBe(20);
        });

    [Theory, OnEveryRuntime]
    public void Code_after_ConfigureAwait_false_belongs_to_its_task(RuntimeCase on)
        => InATaskAndInABranch(on, static async (_, check) =>
        {
            await Task.Run(() => { }).ConfigureAwait(false);
            check();
            await Task.Sleep(s_moment);
            check();
            var source = new TaskCompletionSource();
            Task nested = Nested();
            ForeignThread.Start(source.SetResult).Forget();
            await nested;

            async Task Nested()
            {
                await source.Task.ConfigureAwait(false);
                check();
                await Task.Yield();
                check();
            }
        });

    [Theory, OnEveryRuntime]
    public void Code_that_goes_on_within_another_tasks_call_belongs_to_its_own_task(RuntimeCase on)
        => InATaskAndInABranch(on, static async (runtime, check) => await GoOnWithin(runtime, check));

    [Theory, OnEveryRuntime]
    public void Code_that_goes_on_within_a_call_of_another_runtimes_task_belongs_to_its_own_task(RuntimeCase on)
        => InATaskAndInABranch(on, static async (_, check) =>
        {
            await using Runtime other = RuntimeCase.All[0].Create();
            await GoOnWithin(other, check);
        });

    [Theory, OnEveryRuntime]
    public void Code_in_async_void_belongs_to_the_task_that_called_it(RuntimeCase on)
        => InATaskAndInABranch(on, static async (_, check) =>
        {
            var ended = new TaskCompletionSource();
            Runs();
            await ended.Task;

            async void Runs()
            {
                try
                {
                    check();
                    await Task.YieldNow();
                    check();
                    await Task.Run(() => { }).ConfigureAwait(false);
                    check();
                    ended.SetResult();
                }
                catch (Exception e)
                {
                    ended.SetException(e);
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void Async_void_that_outlives_its_task_still_belongs_to_it_and_its_scope_is_the_nearest_open_one(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            var seen = new TaskCompletionSource<(bool Any, TaskInfo Task, Scope Scope)>();
            JoinHandle task = Task.Spawn(() => Runs());
            await task;

            go.SetResult();

            (bool any, TaskInfo info, Scope scope) = await seen.Task;
            any.ShouldBeTrue();
            info.ShouldBe(task.Info);
            scope.ShouldBe(Scope.Current);

            async void Runs()
            {
                await go.Task;
                seen.SetResult((Task.TryCurrentInfo(out TaskInfo info), info, Scope.Current));
            }
        });

    /// <summary>Lets a method go on inside the call by which a task of a runtime completes what it waits for.</summary>
    private static async Task GoOnWithin(Runtime completers, Action check)
    {
        var source = new TaskCompletionSource();
        Task<bool> nested = Nested();

        await Scope.Detached(() => completers.Spawn(async () =>
        {
            TaskInfo completer = Task.CurrentInfo;
            Scope scope = Scope.Current;
            await Complete();

            async Task Complete()
            {
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // under a context nothing would go on within the call
                t_completes = true;
                source.SetResult();
                t_completes = false;
                Task.CurrentInfo.ShouldBe(completer);
                Scope.Current.ShouldBe(scope);
            }
        }));

        (await nested).ShouldBeTrue("it went on elsewhere");

        async Task<bool> Nested()
        {
            await source.Task.ConfigureAwait(false);
            bool isWithin = t_completes;
            check();
            await Task.YieldNow();
            check();
            return isWithin;
        }
    }

    /// <summary>Runs a body as a task, and as a branch of one, beside others; its check holds what it finds against what was current at its beginning.</summary>
    private static void InATaskAndInABranch(RuntimeCase on, Func<Runtime, Action, Task> body)
        => on.Run(async runtime =>
        {
            List<JoinHandle<(TaskInfo Task, Scope Scope)>> tasks = [.. Enumerable.Range(0, 4).Select(_ => Task.Spawn(async () =>
            {
                TaskInfo task = Task.CurrentInfo;
                Scope own = Scope.Current;
                await body(runtime, () => ShouldBelongTo(task, own));
                ShouldBelongTo(task, own);
                await Scope.Run(async () =>
                {
                    Scope branch = Scope.Current;
                    branch.ShouldNotBe(own);
                    await body(runtime, () => ShouldBelongTo(task, branch));
                    ShouldBelongTo(task, branch);
                });
                ShouldBelongTo(task, own);
                return (task, own);
            }))];

            foreach (JoinHandle<(TaskInfo Task, Scope Scope)> task in tasks)
            {
                (await task).ShouldBe((task.Info, task.Scope));
            }
        });

    private static void ShouldBelongTo(TaskInfo task, Scope scope)
    {
        Task.CurrentInfo.ShouldBe(task);
        Task.TryCurrentInfo(out TaskInfo info).ShouldBeTrue();
        info.ShouldBe(task);
        Scope.Current.ShouldBe(scope);
    }
}
