namespace AsyncStdConformance.Identity;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Context;
using AsyncStdConformance.Harness;

public sealed class TaskLocalTests
{
    [Theory, OnEveryRuntime]
    public void It_is_made_once_for_each_task_when_first_asked_for(RuntimeCase on)
        => on.Run(async _ =>
        {
            int made = 0;
            var local = new TaskLocal<int>(() => Interlocked.Increment(ref made));

            local.IsValueCreated.ShouldBeFalse();
            made.ShouldBe(0);
            local.Value.ShouldBe(1);
            await Task.YieldNow();
            local.Value.ShouldBe(1);
            local.IsValueCreated.ShouldBeTrue();
            local.TryGetValue(out int value).ShouldBeTrue();
            value.ShouldBe(1);
            (await Task.Spawn(() => local.Value)).ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void A_child_has_its_own(RuntimeCase on)
        => on.Run(async _ =>
        {
            var local = new TaskLocal<string>(() => "fresh") { Value = "the parent's" };

            JoinHandle<string> child = Task.Spawn(async () =>
            {
                string before = local.Value;
                local.Value = "the child's";
                await Task.YieldNow();
                return $"{before}, {local.Value}";
            });

            (await child).ShouldBe("fresh, the child's");
            (await Task.SpawnBlocking(() => local.Value)).ShouldBe("fresh");
            local.Value.ShouldBe("the parent's");
        });

    [Theory, OnEveryRuntime]
    public void Two_of_them_are_apart(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<TaskLocal<int>> locals = [.. Enumerable.Range(0, 100).Select(number => new TaskLocal<int>(() => number))];

            for (int round = 0; round < 2; round++)
            {
                locals.Select(local => local.Value).ShouldBe(Enumerable.Range(0, 100));
                await Task.YieldNow();
            }
        });

    [Theory, OnEveryRuntime]
    public void A_function_of_a_combinator_shares_its_tasks_value(RuntimeCase on)
        => on.Run(async _ =>
        {
            var local = new TaskLocal<List<int>>(() => []);

            await Task.Timeout(TimeSpan.FromHours(1), async () =>
            {
                local.Value.Add(1);
                await Task.YieldNow();
                await Scope.Shield(async () => { await Task.YieldNow(); local.Value.Add(2); });
            });

            local.Value.ShouldBe([1, 2]);
        });

    [Theory, OnEveryRuntimeAndAwait]
    public void It_is_the_same_after_the_await(RuntimeCase on, string kind)
        => on.Run(async runtime =>
        {
            var local = new TaskLocal<object>(() => new object());
            List<object> seen = [];

            await Task.Spawn(() => AwaitKind.All.Single(each => each.Name == kind).Body(runtime, () => seen.Add(local.Value)));

            // One of the rows has a method that is a task of its own.
            seen[^1].ShouldBeSameAs(seen[0]);
            seen.Distinct().Count().ShouldBe(kind == AwaitKind.OwnTask ? 2 : 1);
        });

    [Theory, OnEveryRuntime]
    public void Outside_a_task_there_is_none(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var local = new TaskLocal<int>(() => 1);

            Should.Throw<InvalidOperationException>(() => local.Value).Message.ShouldContain("Task.Spawn");
            Should.Throw<InvalidOperationException>(() => local.Value = 2);
            local.TryGetValue(out _).ShouldBeFalse();
            local.IsValueCreated.ShouldBeFalse();
            Should.Throw<ArgumentNullException>(() => new TaskLocal<int>(null!));
            runtime.BlockOn(() => Task.FromResult(local.Value)).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Values_are_disposed_before_the_end_is_seen_the_newest_first(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<string> log = [];
            var first = new TaskLocal<Logged>(() => new Logged(() => log.Add("first")));
            var second = new TaskLocal<Logged>(() => new Logged(() => log.Add("second")));
            Func<JoinHandle>[] ways =
            [
                () => Task.Spawn(async () => { Body(); await Task.YieldNow(); log.Add("body"); }),
                () => Task.Spawn(async () => { Body(); await Task.YieldNow(); log.Add("body"); throw new FormatException(); }),
                () => Task.Spawn(() => { Body(); log.Add("body"); }),
                () => Task.SpawnBlocking(() => { Body(); log.Add("body"); }),
            ];
            foreach (Func<JoinHandle> way in ways)
            {
                log.Clear();
                try
                {
                    await way();
                }
                catch (FormatException)
                {
                }

                log.ShouldBe(["body", "second", "first"]);
            }

            void Body() => Use(first.Value, second.Value);
        });

    [Theory, OnEveryRuntime]
    public void What_a_value_throws_at_the_end_is_reported_and_the_others_are_disposed(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);
            bool disposed = false;
            var older = new TaskLocal<Logged>(() => new Logged(() => disposed = true));
            var newer = new TaskLocal<Logged>(() => new Logged(() => throw new FormatException("at the end")));

            int result = await Task.Spawn(
                () =>
                {
                    Use(older.Value, newer.Value);
                    return 1;
                },
                "owner");

            result.ShouldBe(1);
            disposed.ShouldBeTrue();
            UnhandledTaskExceptionEventArgs report = unhandled.All.ShouldHaveSingleItem();
            report.Exception.Message.ShouldBe("at the end");
            report.Task.ShouldBe("owner");
        });

    [Theory, OnEveryRuntime]
    public void While_the_values_are_disposed_and_afterwards_there_is_none(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            var local = new TaskLocal<int>(() => 1);
            bool? during = null;
            var watcher = new TaskLocal<Logged>(() => new Logged(() => during = local.TryGetValue(out int _)));
            Task left = null!;
            await Task.Spawn(() =>
            {
                Use(local.Value, watcher.Value);
                left = Later();
            });
            during.ShouldBe(false);

            go.SetResult();
            await left;

            async Task Later()
            {
                await go.Task;
                local.TryGetValue(out int _).ShouldBeFalse();
                local.IsValueCreated.ShouldBeFalse();
                Should.Throw<InvalidOperationException>(() => local.Value).Message.ShouldContain("has ended");
                Should.Throw<InvalidOperationException>(() => local.Value = 2);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_had_none_does_not_get_one_after_its_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            var local = new TaskLocal<int>(() => throw new InvalidOperationException("not to be called"));
            Task<bool> left = null!;
            await Task.Spawn(() => { left = Later(); });

            go.SetResult();

            (await left).ShouldBeFalse();

            async Task<bool> Later()
            {
                await go.Task;
                return local.TryGetValue(out int _);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_factory_that_throws_is_called_again(RuntimeCase on)
        => on.Run(async _ =>
        {
            int calls = 0;
            var local = new TaskLocal<int>(() => ++calls == 1 ? throw new FormatException() : calls);
            await Task.YieldNow();

            Should.Throw<FormatException>(() => local.Value);
            local.IsValueCreated.ShouldBeFalse();

            local.Value.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void A_factory_that_asks_for_its_own_value_is_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskLocal<int> local = null!;
            local = new TaskLocal<int>(() => local.Value + 1);
            await Task.YieldNow();

            Should.Throw<InvalidOperationException>(() => local.Value).Message.ShouldContain("factory");
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void Parts_that_run_at_the_same_time_share_one_value(RuntimeCase on)
        => on.Run(async _ =>
        {
            int made = 0;
            var local = new TaskLocal<object>(() =>
            {
                Interlocked.Increment(ref made);
                return new object();
            });

            object[] seen = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => local.Value)));

            seen.Distinct().Count().ShouldBe(1);
            made.ShouldBe(1);
            local.Value.ShouldBeSameAs(seen[0]);
        });

    [Theory, OnEveryRuntime]
    public void Values_that_come_while_the_task_ends_are_disposed_or_refused(RuntimeCase on)
        => on.Outside(runtime =>
        {
            int made = 0;
            int disposed = 0;
            for (int round = 0; round < 200; round++)
            {
                TaskLocal<Logged>[] locals = [.. Enumerable.Range(0, 4).Select(_ => new TaskLocal<Logged>(() =>
                {
                    Interlocked.Increment(ref made);
                    return new Logged(() => Interlocked.Increment(ref disposed));
                }))];
                Task left = null!;
                Runtime.BlockOn(runtime.Spawn(() =>
                {
                    left = Task.Run(() =>
                    {
                        foreach (TaskLocal<Logged> local in locals)
                        {
                            local.TryGetValue(out _);
                        }
                    });
                }));
                left.WaitWithin(TimeSpan.FromSeconds(60));
            }

            disposed.ShouldBe(made);
        });

    private static void Use(params ReadOnlySpan<object> values) => values.IsEmpty.ShouldBeFalse();

    private sealed class Logged(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }
}
