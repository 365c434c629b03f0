namespace AsyncStdConformance.Context;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Code that runs where another task, another runtime or the thread pool happens to be.</summary>
public sealed class OtherStacksTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    [Theory, OnEveryRuntime]
    public void A_method_resumed_inline_by_another_runtimes_task_belongs_to_its_own_runtime(RuntimeCase on)
        => on.Run(async mine =>
        {
            await using Runtime other = RuntimeCase.All[0].Create();
            var source = new TaskCompletionSource();
            var registered = new TaskCompletionSource();
            JoinHandle waiter = Task.Spawn(async () =>
            {
                s_local.Value = "the waiter's";
                Task nested = Nested();
                registered.SetResult();
                await nested;

                async Task Nested()
                {
                    await source.Task.ConfigureAwait(false);
                    Runtime.Current.ShouldBeSameAs(mine);
                    s_local.Value.ShouldBe("the waiter's");
                    (await Task.Spawn(() => Runtime.Current)).ShouldBeSameAs(mine);
                }
            });

            await registered.Task;
            await other.Spawn(async () =>
            {
                s_local.Value = "the completer's";
                await CompleteWithoutContext();
                Runtime.Current.ShouldBeSameAs(other);
                s_local.Value.ShouldBe("the completer's");
            });
            await waiter;

            async Task CompleteWithoutContext()
            {
                await Task.Run(() => { }).ConfigureAwait(false);
                source.SetResult();
                Runtime.Current.ShouldBeSameAs(other);
                s_local.Value.ShouldBe("the completer's");
            }
        });

    [Theory, OnEveryRuntime]
    public void A_plain_await_completed_by_another_runtimes_task_comes_back(RuntimeCase on)
        => on.Run(async mine =>
        {
            await using Runtime other = RuntimeCase.All[0].Create();
            var source = new TaskCompletionSource();
            JoinHandle waiter = Task.Spawn(async () =>
            {
                await Nested();
                Place.ShouldBeOn(mine);

                async Task Nested()
                {
                    await source.Task;
                    Place.ShouldBeOn(mine);
                }
            });

            await other.Spawn(async () =>
            {
                await Task.YieldNow();
                source.SetResult();
                Place.ShouldBeOn(other);
            });
            await waiter;
        });

    [Theory, OnEveryRuntime]
    public void A_method_after_ConfigureAwait_false_has_no_context_of_ours(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var source = new TaskCompletionSource();
            Task<SynchronizationContext?> nested = Nested();
            ForeignThread.Start(source.SetResult).Forget();

            (await nested).ShouldBeNull();

            async Task<SynchronizationContext?> Nested()
            {
                await source.Task.ConfigureAwait(false);
                Runtime.Current.ShouldBeSameAs(runtime);
                return SynchronizationContext.Current;
            }
        });

    [Theory, OnEveryRuntime]
    public void The_runtime_is_right_inside_Task_Run(RuntimeCase on)
        => on.Run(async runtime =>
        {
            s_local.Value = "mine";

            await Task.Run(async () =>
            {
                Runtime.Current.ShouldBeSameAs(runtime);
                s_local.Value.ShouldBe("mine");
                await Task.Yield();
                Runtime.Current.ShouldBeSameAs(runtime);
                (await Task.Spawn(() => Runtime.Current)).ShouldBeSameAs(runtime);
            });
        });

    [Theory, OnEveryRuntime]
    public void The_runtime_is_right_inside_Parallel_ForEachAsync(RuntimeCase on)
        => on.Run(async runtime =>
        {
            int calls = 0;

            await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (_, _) =>
            {
                Runtime.Current.ShouldBeSameAs(runtime);
                await Task.YieldNow();
                Runtime.Current.ShouldBeSameAs(runtime);
                Interlocked.Increment(ref calls);
            });

            calls.ShouldBe(20);
        });

    [Theory, OnEveryRuntime]
    public void A_child_inherits_the_async_locals_of_its_spawner_at_the_spawn(RuntimeCase on)
        => on.Run(async _ =>
        {
            s_local.Value = "at the spawn";
            JoinHandle<string?> child = Task.Spawn<string?>(() => s_local.Value);
            s_local.Value = "after the spawn";

            (await child).ShouldBe("at the spawn");
        });

    [Theory, OnEveryRuntime]
    public void A_task_spawned_without_flow_sees_nobodys_async_locals(RuntimeCase on)
        => on.Outside(runtime =>
        {
            s_local.Value = "the caller's";

            runtime.BlockOn(async () =>
            {
                s_local.Value = "the parent's";
                JoinHandle<string?> child;
                using (ExecutionContext.SuppressFlow())
                {
                    child = Task.Spawn<string?>(async () =>
                    {
                        string? first = s_local.Value;
                        await Task.YieldNow();
                        Runtime.Current.ShouldBeSameAs(runtime);
                        return first ?? s_local.Value;
                    });
                }

                (await child).ShouldBeNull();
            });
        });

    [Theory, OnEveryRuntime]
    public void A_caller_whose_flow_is_suppressed_can_block_on_tasks_and_keeps_its_own_context(RuntimeCase on)
        => on.Outside(runtime =>
        {
            AsyncFlowControl suppressed = ExecutionContext.SuppressFlow();

            runtime.BlockOn(async () =>
            {
                s_local.Value = "the task's";
                await Task.YieldNow();
                s_local.Value.ShouldBe("the task's");
                await Task.Spawn(async () => { s_local.Value = "the child's"; await Task.YieldNow(); });
                s_local.Value.ShouldBe("the task's");
            });

            ExecutionContext.IsFlowSuppressed().ShouldBeTrue();
            suppressed.Undo();
            s_local.Value.ShouldBeNull();
            Runtime.TryGetCurrent(out _).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Blocking_leaves_the_callers_contexts_as_they_were(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var context = new StrangersContext();
            SynchronizationContext.SetSynchronizationContext(context);
            s_local.Value = "the caller's";

            runtime.BlockOn(async () =>
            {
                s_local.Value.ShouldBe("the caller's");
                s_local.Value = "the task's";
                await Task.YieldNow();
                SynchronizationContext.SetSynchronizationContext(null);
            });

            SynchronizationContext.Current.ShouldBeSameAs(context);
            s_local.Value.ShouldBe("the caller's");
            Runtime.TryGetCurrent(out _).ShouldBeFalse();
            SynchronizationContext.SetSynchronizationContext(null);
        });

    [Theory, OnEveryRuntime]
    public void The_runtimes_threads_keep_nothing_of_a_task(RuntimeCase on)
        => on.Run(async runtime =>
        {
            for (int i = 0; i < 20; i++)
            {
                await Task.Spawn(async () =>
                {
                    s_local.Value = "left behind";
                    SynchronizationContext.SetSynchronizationContext(null);
                    await Task.YieldNow();
                    s_local.Value = "left behind, too";
                });
                var found = new TaskCompletionSource<string?>();
                using (ExecutionContext.SuppressFlow())
                {
                    SynchronizationContext.Current!.Post(_ => found.SetResult(s_local.Value), null);
                }

                (await found.Task).ShouldBeNull();
            }
        });
}
