namespace AsyncStdConformance.Groups;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class GroupTests
{
    private static readonly TimeSpan s_forever = Timeout.InfiniteTimeSpan;

    [Theory, OnEveryRuntime]
    public void Leaving_the_block_waits_for_the_children(RuntimeCase on)
        => on.Run(async _ =>
        {
            int ended = 0;
            var go = new TaskCompletionSource();

            await using (TaskGroup group = new())
            {
                for (int i = 0; i < 10; i++)
                {
                    group.Start(i, async n =>
                    {
                        await go.Task;
                        await Task.Sleep(TimeSpan.FromMilliseconds(n));
                        Interlocked.Increment(ref ended);
                    });
                }

                group.Count.ShouldBe(10);
                go.SetResult();
            }

            ended.ShouldBe(10);
        });

    [Theory, OnEveryRuntime]
    public void An_empty_group_is_left_at_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new();

            group.DisposeAsync().IsCompleted.ShouldBe(!on.Has(Traits.ClosedWorld));
            await group.DisposeAsync();

            group.IsClosed.ShouldBeTrue();
            group.Count.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Every_form_of_spawn_makes_a_child(RuntimeCase on)
        => on.Run(async runtime =>
        {
            int started = 0;
            await using TaskGroup group = new();
            group.Start(async () => { await Task.YieldNow(); Interlocked.Increment(ref started); });
            group.Start(2, async n => { await Task.YieldNow(); Interlocked.Add(ref started, n); });
            group.Start(CountLater);
            group.Start(ValueCountLater);
            group.Start(() => { Interlocked.Add(ref started, 16); });
            group.Start(32, n => { Interlocked.Add(ref started, n); });

            List<JoinHandle> all =
            [
                group.Spawn(async () => await Task.YieldNow()),
                group.Spawn(3, static async _ => await Task.YieldNow()),
                group.Spawn(Later),
                group.Spawn(ValueLater),
                group.Spawn(() => { }),
                group.Spawn(3, static _ => { }),
                group.SpawnBlocking(() => { }),
            ];
            List<JoinHandle<int>> numbers =
            [
                group.Spawn(async () => { await Task.YieldNow(); return 1; }),
                group.Spawn(1, static async n => { await Task.YieldNow(); return n; }),
                group.Spawn(NumberLater),
                group.Spawn(ValueNumberLater),
                group.Spawn(() => 1),
                group.Spawn(1, static n => n),
                group.SpawnBlocking(() => 1),
            ];
            if (on.Has(Traits.Places))
            {
                all.Add(group.SpawnLocal(async () => await Task.YieldNow(), "local"));
                numbers.Add(group.SpawnLocal(async () => { await Task.YieldNow(); return 1; }));
            }

            await group.WaitAsync();
            all.ShouldAllBe(child => child.IsCompletedSuccessfully && child.SpawnSite!.Contains("GroupTests.cs:") && child.Runtime == runtime);
            (await Task.WhenAll(numbers.Select(each => each.AsTask()))).ShouldAllBe(n => n == 1);

            started.ShouldBe(63);

            async Task CountLater()
            {
                await Task.YieldNow();
                Interlocked.Add(ref started, 4);
            }

            async ValueTask ValueCountLater()
            {
                await Task.YieldNow();
                Interlocked.Add(ref started, 8);
            }

            static async Task Later() => await Task.YieldNow();
            static async ValueTask ValueLater() => await Task.YieldNow();
            static async Task<int> NumberLater()
            {
                await Task.YieldNow();
                return 1;
            }

            static async ValueTask<int> ValueNumberLater()
            {
                await Task.YieldNow();
                return 1;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_child_belongs_to_the_group_and_not_to_who_spawned_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new(new TaskGroupOptions { Name = "crawler" });
            Scope parent = default;
            Scope grandparent = default;

            await Task.Spawn(() => group.Spawn(() =>
            {
                parent = Scope.Current.Parent;
                grandparent = parent.Parent;
            }));
            await group.WaitAsync();

            parent.ShouldBe(group.Scope);
            parent.Name.ShouldBe("crawler");
            grandparent.ShouldBe(Scope.Current);
        });

    [Theory, OnEveryRuntime]
    public void A_child_may_spawn_siblings_while_the_group_is_left_and_others_may_not(RuntimeCase on)
        => on.Run(async _ =>
        {
            int ended = 0;
            TaskGroup group = new(new TaskGroupOptions { Name = "crawler" });
            var go = new TaskCompletionSource();
            group.Start(async () =>
            {
                await go.Task;
                Visit(3);
            });

            ValueTask left = group.DisposeAsync();
            left.IsCompleted.ShouldBeFalse();
            Should.Throw<InvalidOperationException>(() => group.Spawn(() => { })).Message.ShouldContain("crawler");
            go.SetResult();
            await left;

            ended.ShouldBe(15);
            group.IsClosed.ShouldBeTrue();
            Should.Throw<InvalidOperationException>(() => group.Spawn(() => { })).Message.ShouldContain("closed");

            void Visit(int depth)
            {
                Interlocked.Increment(ref ended);
                for (int i = 0; i < 2 && depth > 0; i++)
                {
                    group.Start(() => Visit(depth - 1));
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void A_closed_group_takes_nothing_more_and_lets_its_children_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new();
            var go = new TaskCompletionSource();
            JoinHandle child = group.Spawn(async () => await go.Task);

            group.Close();

            group.IsClosed.ShouldBeTrue();
            Should.Throw<InvalidOperationException>(() => group.Spawn(() => { }));
            go.SetResult();
            await group.WaitAsync();
            child.IsCompletedSuccessfully.ShouldBeTrue();
            group.Count.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_group_is_used_again_and_again_until_it_is_left(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new();
            int ended = 0;

            for (int i = 1; i <= 5; i++)
            {
                group.Start(async () => { await Task.YieldNow(); Interlocked.Increment(ref ended); });
                group.Start(() => { Interlocked.Increment(ref ended); });
                await group.WaitAsync();
                ended.ShouldBe(2 * i);
            }
        });

    [Theory, OnEveryRuntime]
    public void Who_waits_for_a_child_finds_the_group_without_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new();

            for (int i = 0; i < 100; i++)
            {
                await group.Spawn(async () => await Task.YieldNow());
                group.Count.ShouldBe(0);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_child_cannot_wait_for_its_own_group(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new(new TaskGroupOptions { Name = "own" });

            await group.Spawn(async () =>
            {
                await Should.ThrowAsync<InvalidOperationException>(async () => await group.WaitAsync());
                await Should.ThrowAsync<InvalidOperationException>(async () => await group.DisposeAsync());
                await Scope.Run(async () => await Should.ThrowAsync<InvalidOperationException>(async () => await group.CancelAsync()));
            });

            await group.DisposeAsync();
        });

    [Theory, OnEveryRuntime]
    public void What_a_child_left_running_belongs_to_the_group_and_then_to_the_owner(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle orphan = null!;
            JoinHandle owner = Task.Spawn(async () =>
            {
                await using (TaskGroup group = new())
                {
                    await group.Spawn(() => { orphan = Task.Spawn(async () => await Task.Sleep(s_forever)); });
                    orphan.Scope.Parent.ShouldBe(group.Scope);
                }

                orphan.IsCompleted.ShouldBeFalse();
                orphan.Scope.Parent.ShouldBe(Scope.Current);
                await Task.Sleep(s_forever);
            });
            while (orphan is null || orphan.Scope.Parent != owner.Scope)
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
            }

            owner.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(orphan.AsTask());
        });

    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void A_local_task_owns_a_group_and_stays_where_it_is(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.SpawnLocal(async () =>
            {
                int place = runtime.CurrentAffinity;
                await using (TaskGroup group = new())
                {
                    for (int i = 0; i < 20; i++)
                    {
                        group.Start(async () => await Task.YieldNow());
                    }

                    await group.WaitAsync();
                    runtime.CurrentAffinity.ShouldBe(place);
                    group.Start(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)));
                }

                runtime.CurrentAffinity.ShouldBe(place);
                await TaskGroup.Run(async group =>
                {
                    runtime.CurrentAffinity.ShouldBe(place);
                    await group.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)));
                    runtime.CurrentAffinity.ShouldBe(place);
                });
                runtime.CurrentAffinity.ShouldBe(place);
            });
        });

    [Theory, OnEveryRuntime(Lacking = Traits.CallersThread)]
    public void Code_outside_any_task_uses_a_group_from_several_threads(RuntimeCase on)
        => on.Outside(runtime =>
        {
            int ended = 0;
            TaskGroup group;
            using (runtime.Enter())
            {
                group = new TaskGroup();
            }

            Task[] spawners = [.. Enumerable.Range(0, 4).Select(_ => ForeignThread.Start(() =>
            {
                for (int i = 0; i < 100; i++)
                {
                    group.Start(async () => { await Task.YieldNow(); Interlocked.Increment(ref ended); });
                }
            }))];
            Task.WhenAll(spawners).WaitWithin(TimeSpan.FromSeconds(60));
            group.DisposeAsync().AsTask().WaitWithin(TimeSpan.FromSeconds(60));

            ended.ShouldBe(400);
            group.Scope.Parent.IsNone.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Children_that_have_ended_are_let_go_without_more_being_spawned(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new();
            var keeper = new TaskCompletionSource();
            JoinHandle old = group.Spawn(async () => await keeper.Task);
            List<WeakReference> ended = SpawnMany(group);
            while (group.Count > 1)
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
            }

            // Who ended the last ones may still be sweeping.
            for (int i = 0; i < 1_000 && ended.Count(each => each.IsAlive) > 300; i++)
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                GC.Collect();
            }

            ended.Count(each => each.IsAlive).ShouldBeLessThan(300);
            keeper.SetResult();
            await old;

            static List<WeakReference> SpawnMany(TaskGroup group)
                => [.. Enumerable.Range(0, 5_000).Select(_ => new WeakReference(group.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)))))];
        });

    [Fact]
    public void Bad_options_say_what_is_allowed()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new TaskGroup(new TaskGroupOptions { MaxConcurrency = 0 })).Message.ShouldContain("1 or more");
        Should.Throw<ArgumentException>(() => new TaskGroup<int>(new TaskGroupOptions { OnFailure = (_, _) => { } })).Message.ShouldContain("Supervise");
    }

    [Theory, OnEveryRuntime]
    public void Null_functions_are_refused_and_leave_the_group_as_it_was(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new();
            await using TaskGroup<int> numbers = new();

            Should.Throw<ArgumentNullException>(() => group.Spawn((Func<TaskBody>)null!));
            Should.Throw<ArgumentNullException>(() => group.Spawn((Action)null!));
            Should.Throw<ArgumentNullException>(() => group.SpawnBlocking((Action)null!));
            Should.Throw<ArgumentNullException>(() => numbers.Spawn((Func<int>)null!));
            Should.Throw<ArgumentException>(() => group.Spawn(() => default(TaskBody)));
            Should.Throw<ArgumentNullException>(() => TaskGroup.Run((Func<TaskGroup, Task>)null!).AsTask());
            await Should.ThrowAsync<ArgumentException>(async () => await TaskGroup.Run(_ => default(TaskBody)));

            group.Count.ShouldBe(0);
            numbers.Count.ShouldBe(0);
        });
}
