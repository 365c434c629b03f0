namespace AsyncStdConformance.Scopes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class ScopeTests
{
    private static readonly TimeSpan s_forever = Timeout.InfiniteTimeSpan;

    [Theory, OnEveryRuntime]
    public void The_current_scope_of_a_task_is_the_tasks_own(RuntimeCase on)
        => on.Run(async _ =>
        {
            Scope inside = default;

            JoinHandle task = Task.Spawn(() => { inside = Scope.Current; }, "child");
            await task;

            inside.ShouldBe(task.Scope);
            inside.Name.ShouldBe("child");
            inside.Parent.ShouldBe(Scope.Current);
        });

    [Theory, OnEveryRuntime]
    public void Outside_any_task_there_is_no_scope(RuntimeCase on)
        => on.Outside(runtime =>
        {
            Scope.Current.IsNone.ShouldBeTrue();
            Scope.Current.Token.CanBeCanceled.ShouldBeFalse();
            Scope.Current.Cancel();
            Scope.Current.ThrowIfCancellationRequested();
            runtime.BlockOn(async () =>
            {
                await Task.YieldNow();
                Scope.Current.IsNone.ShouldBeFalse();
            });
        });

    [Theory, OnEveryRuntime]
    public void Cancelling_a_task_stops_its_children_and_theirs(RuntimeCase on)
        => on.Run(async _ =>
        {
            var started = new TaskCompletionSource();
            int ended = 0;
            JoinHandle grandchild = null!;
            JoinHandle child = null!;
            JoinHandle parent = Task.Spawn(async () =>
            {
                child = Task.Spawn(async () =>
                {
                    grandchild = Task.Spawn(async () =>
                    {
                        started.SetResult();
                        await Until(() => ended++);
                    });
                    await Until(() => ended++);
                });
                await Until(() => ended++);
            });
            await started.Task;

            parent.Cancel();

            foreach (JoinHandle task in new[] { parent, child, grandchild })
            {
                await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
                task.IsCanceled.ShouldBeTrue();
            }

            ended.ShouldBe(3);
        });

    [Theory, OnEveryRuntime]
    public void A_task_spawned_in_a_cancelled_scope_is_cancelled_from_the_start(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool began = false;
            JoinHandle late = null!;
            JoinHandle parent = Task.Spawn(async () =>
            {
                Scope.Current.Cancel();
                late = Task.Spawn(() => { began = true; });
                await Task.YieldNow();
            });

            await Should.ThrowAsync<OperationCanceledException>(parent.AsTask());
            await Should.ThrowAsync<OperationCanceledException>(late.AsTask());

            began.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_child_outlives_its_parent_and_then_belongs_to_the_grandparent(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            var looked = new TaskCompletionSource();
            Scope after = default;
            JoinHandle orphan = null!;
            JoinHandle grandparent = Task.Spawn(async () =>
            {
                JoinHandle parent = Task.Spawn(() =>
                {
                    orphan = Task.Spawn(async () =>
                    {
                        await go.Task;
                        after = Scope.Current.Parent;
                        looked.SetResult();
                        await Task.Sleep(s_forever);
                    });
                });
                await parent;
                go.SetResult();
                await Task.Sleep(s_forever);
            });
            await looked.Task;

            grandparent.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(orphan.AsTask());
            after.ShouldBe(grandparent.Scope);
        });

    [Theory, OnEveryRuntime]
    public void Code_that_outlives_its_scope_belongs_to_the_nearest_open_one(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            Scope inner = default;
            Task<Scope> left = null!;

            await Scope.Run(async () =>
            {
                inner = Scope.Current;
                left = Outlives();
                await Task.YieldNow();
            });
            go.SetResult();
            Scope later = await left;

            later.ShouldNotBe(inner);
            later.ShouldBe(Scope.Current);

            async Task<Scope> Outlives()
            {
                await go.Task.ConfigureAwait(false);
                return Scope.Current;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_detached_task_is_nobodys_child(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Scope parentOfLoop = Scope.Current;
            Runtime? ofLoop = null;
            var go = new TaskCompletionSource();
            JoinHandle loop = null!;
            JoinHandle first = Task.Spawn(async () =>
            {
                loop = Scope.Detached(() => Task.Spawn(async () =>
                {
                    ofLoop = Runtime.Current;
                    parentOfLoop = Scope.Current.Parent;
                    await go.Task;
                }));
                await Task.Sleep(s_forever);
            });
            while (loop is null)
            {
                await Task.YieldNow();
            }

            first.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(first.AsTask());
            go.SetResult();
            await loop;

            parentOfLoop.IsNone.ShouldBeTrue();
            ofLoop.ShouldBeSameAs(runtime);
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_token_cancels_the_scope_that_was_run_with_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            var started = new TaskCompletionSource();
            JoinHandle canceller = Task.Spawn(async () =>
            {
                await started.Task;
                await Task.YieldNow();
                source.Cancel();
            });

            OperationCanceledException exception = await Should.ThrowAsync<OperationCanceledException>(Scope.Run(
                async () =>
                {
                    started.SetResult();
                    await Task.Sleep(s_forever);
                },
                source.Token).AsTask());

            exception.CancellationToken.ShouldBe(source.Token);
            await canceller;
            Scope.Current.IsCancellationRequested.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_scope_is_a_token_for_code_that_knows_only_tokens(RuntimeCase on)
        => on.Run(async _ =>
        {
            var started = new TaskCompletionSource();
            JoinHandle task = Task.Spawn(async () =>
            {
                CancellationToken token = Scope.Current.Token;
                token.IsCancellationRequested.ShouldBeFalse();
                token.ShouldBe(Scope.Current.Token);
                var source = new TaskCompletionSource();
                await using CancellationTokenRegistration registration = token.Register(() => source.TrySetCanceled(token));
                started.SetResult();
                await source.Task;
            });
            await started.Task;

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
        });

    [Theory, OnEveryRuntime]
    public void A_function_with_a_token_parameter_gets_the_token_of_its_scope(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Scope.Run(token => Task.FromResult(token == Scope.Current.Token && token.CanBeCanceled))).ShouldBeTrue();
            (await Scope.Run(token => ValueTask.FromResult(token == Scope.Current.Token))).ShouldBeTrue();
            await Scope.Run(async token =>
            {
                await Task.YieldNow();
                Scope.Current.Cancel();
                token.IsCancellationRequested.ShouldBeTrue();
            });
        });

    [Theory, OnEveryRuntime]
    public void An_exception_in_a_callback_of_the_token_goes_to_the_hook(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);
            var started = new TaskCompletionSource();
            JoinHandle task = Task.Spawn(async () =>
            {
                Scope.Current.Token.Register(() => throw new InvalidTimeZoneException("callback"));
                started.SetResult();
                await Task.Sleep(s_forever);
            });
            await started.Task;

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            unhandled.All.Single().Exception.ShouldBeOfType<InvalidTimeZoneException>();
        });

    [Theory, OnEveryRuntime]
    public void The_time_that_remains_is_that_of_the_tightest_limit_around(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Scope.Current.Remaining.ShouldBeNull();
            Scope.Current.Deadline.ShouldBeNull();

            await Task.Timeout(TimeSpan.FromHours(1), async () =>
            {
                Check(TimeSpan.FromHours(1));
                await Task.YieldNow();
                await Task.Timeout(TimeSpan.FromHours(2), async () =>
                {
                    await Task.YieldNow();
                    Check(TimeSpan.FromHours(1));
                    (Scope.Current.Deadline!.Value - runtime.Clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
                    await Scope.Shield(TimeSpan.FromHours(3), async () =>
                    {
                        await Task.YieldNow();
                        Check(TimeSpan.FromHours(3));
                    });
                });
            });

            static void Check(TimeSpan limit)
                => Scope.Current.Remaining!.Value.ShouldBeInRange(limit - TimeSpan.FromMinutes(1), limit);
        });

    [Theory, OnEveryRuntime]
    public void A_long_chain_of_scopes_is_cancelled_without_recursion(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int depth = 100_000;
            var deepest = new TaskCompletionSource();
            JoinHandle root = Task.Spawn(() => Chain(depth));
            await deepest.Task;

            root.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(root.AsTask());

            async TaskBody Chain(int left)
            {
                if (left == 0)
                {
                    deepest.SetResult();
                    await Task.Sleep(s_forever);
                }

                await Task.Spawn(() => Chain(left - 1));
            }
        });

    [Theory, OnEveryRuntime]
    public void A_deep_nest_of_scopes_is_cancelled_without_recursion(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int depth = 12_000;
            var deepest = new TaskCompletionSource();
            JoinHandle root = Task.Spawn(async () => await Nest(depth));
            await deepest.Task;

            root.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(root.AsTask());

            async Task Nest(int left)
            {
                if (left == 0)
                {
                    deepest.SetResult();
                    await Task.Sleep(s_forever);
                }

                await Scope.Run(() => Nest(left - 1));
            }
        });

    [Theory, OnEveryRuntime]
    public void A_child_is_cancelled_although_its_parent_ends_before_the_request_gets_to_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            var started = new TaskCompletionSource();
            JoinHandle child = null!;
            JoinHandle parent = null!;
            JoinHandle other = Task.Spawn(async () => await Task.Sleep(s_forever));
            JoinHandle outer = Task.Spawn(async () =>
            {
                parent = Task.Spawn(async () =>
                {
                    child = Task.Spawn(async () => await Task.Sleep(s_forever));
                    Scope.Current.Token.Register(() => SpinWait.SpinUntil(() => parent.IsCompleted, 20)); // the request dawdles
                    started.SetResult();
                    await other;
                });
                await Task.Sleep(s_forever);
            });
            await started.Task;

            parent.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(parent.AsTask());
            await Should.ThrowAsync<OperationCanceledException>(child.AsTask());
            outer.Cancel();
            other.Cancel();
        });

    [Theory, OnEveryRuntime]
    public void A_callback_of_an_inner_scopes_token_may_end_a_wait_of_the_task_around(RuntimeCase on)
        => on.Run(async _ =>
        {
            var started = new TaskCompletionSource();
            JoinHandle task = Task.Spawn(async () =>
            {
                using var source = new CancellationTokenSource();
                Task sleep = Task.Sleep(s_forever, source.Token).AsTask();
                try
                {
                    await Scope.Run(async () =>
                    {
                        await Scope.Run(async () =>
                        {
                            Scope.Current.Token.Register(source.Cancel);
                            started.SetResult();
                            await Task.Sleep(s_forever);
                        });
                    });
                }
                finally
                {
                    sleep.IsCompleted.ShouldBeTrue();
                }
            });
            await started.Task;

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
        });

    [Theory, OnEveryRuntime]
    public void A_wait_that_outlives_its_scope_ends_with_the_task_around(RuntimeCase on)
        => on.Run(async _ =>
        {
            var started = new TaskCompletionSource();
            JoinHandle task = Task.Spawn(async () =>
            {
                Task stray = null!;
                await Scope.Run(async () =>
                {
                    stray = Stray();
                    await Task.YieldNow();
                });
                for (int i = 0; i < 300; i++)
                {
                    await Task.Spawn(() => { }); // the ended scope must survive the sweeps
                }

                started.SetResult();
                await stray;
            });
            await started.Task;

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());

            static async Task Stray() => await Task.Sleep(s_forever);
        });

    [Theory, OnEveryRuntime]
    public void Children_that_have_ended_are_let_go(RuntimeCase on)
        => on.Run(async _ =>
        {
            var keeper = new TaskCompletionSource();
            JoinHandle old = Task.Spawn(async () => await keeper.Task);
            WeakReference ended = await SpawnMany();
            for (int i = 0; i < 200; i++)
            {
                await Task.Spawn(async () => await Task.YieldNow());
            }

            for (int i = 0; ended.IsAlive && i < 1_000; i++)
            {
                await Task.Spawn(async () => await Task.YieldNow()); // the stack of another worker may refer to it a little longer
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
            }

            ended.IsAlive.ShouldBeFalse();
            keeper.SetResult();
            await old;

            static async Task<WeakReference> SpawnMany()
            {
                JoinHandle<byte[]> task = Task.Spawn(() => new byte[1000]);
                return new WeakReference(await task);
            }
        });


    private static async Task Until(Action ended)
    {
        try
        {
            await Task.Sleep(s_forever);
        }
        finally
        {
            ended();
        }
    }
}
