namespace AsyncStdConformance.Identity;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class TaskBuilderTests
{
    [Theory, OnEveryRuntime]
    public void Each_form_spawns_with_the_name_and_the_site(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskBuilder named = new TaskBuilder().Name("named");
            int ran = 0;
            JoinHandle[] plain =
            [
                named.Spawn(async () => { await Task.YieldNow(); ran++; }),
                named.Spawn(1, async one => { await Task.YieldNow(); ran += one; }),
                named.Spawn(() => Done()),
                named.Spawn(() => new ValueTask(Done())),
                named.Spawn(() => { ran++; }),
                named.Spawn(1, one => { ran += one; }),
            ];
            JoinHandle<int>[] typed =
            [
                named.Spawn(async () => { await Task.YieldNow(); return 1; }),
                named.Spawn(1, async one => { await Task.YieldNow(); return one; }),
                named.Spawn(() => Task.FromResult(1)),
                named.Spawn(() => ValueTask.FromResult(1)),
                named.Spawn(() => 1),
                named.Spawn(1, one => one),
                named.SpawnBlocking(() => 1),
            ];
            JoinHandle blocking = named.SpawnBlocking(() => { });

            foreach (JoinHandle task in plain.Concat(typed).Append(blocking))
            {
                await task;
                task.Name.ShouldBe("named");
                task.SpawnSite!.ShouldContain("TaskBuilderTests.cs:");
            }

            typed.Sum(task => task.AsTask().Result).ShouldBe(7);

            Task Done()
            {
                ran++;
                return Task.CompletedTask;
            }
        });

    [Theory, OnEveryRuntime]
    public void Blocking_on_a_named_task_gives_its_result(RuntimeCase on)
        => on.Outside(runtime =>
        {
            TaskBuilder named = new TaskBuilder().On(runtime).Name("main");

            named.BlockOn(async () => { await Task.YieldNow(); return Task.CurrentInfo.Name; }).ShouldBe("main");
            named.BlockOn(() => Task.FromResult(Task.CurrentInfo.Name)).ShouldBe("main");
            named.BlockOn(() => ValueTask.FromResult(Task.CurrentInfo.Name)).ShouldBe("main");
            string? seen = null;
            named.BlockOn(async () => { await Task.YieldNow(); seen = Task.CurrentInfo.Name; });
            seen.ShouldBe("main");
            named.BlockOn(() => Task.CompletedTask);
            named.BlockOn(() => ValueTask.CompletedTask);
            Should.Throw<FormatException>(() => named.BlockOn(async () => { await Task.YieldNow(); throw new FormatException(); }));
            runtime.BlockOn(async () =>
            {
                await Task.YieldNow();
                Should.Throw<InvalidOperationException>(() => named.BlockOn(() => Task.CompletedTask));
            });
        });

    [Theory, OnEveryRuntime]
    public void A_setting_leaves_the_builder_as_it_was(RuntimeCase on)
        => on.Run(async _ =>
        {
            var plain = new TaskBuilder();
            TaskBuilder named = plain.Name("one");
            TaskBuilder other = named.Name("two").LongRunning();

            (await plain.Spawn(() => Task.CurrentInfo.Name)).ShouldBeNull();
            (await named.Spawn(() => Task.CurrentInfo.Name)).ShouldBe("one");
            (await other.Spawn(() => Task.CurrentInfo.Name)).ShouldBe("two");
            named.ShouldBe(new TaskBuilder().Name("one"));
            named.ShouldNotBe(plain);
            default(TaskBuilder).ShouldBe(plain);
        });

    [Theory, OnEveryRuntime]
    public void A_task_can_be_the_child_of_another_scope(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle parent = Task.Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan));
            JoinHandle child = new TaskBuilder().ChildOf(parent.Scope).Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan));
            JoinHandle blocking = new TaskBuilder().ChildOf(parent.Scope).SpawnBlocking(() => { });
            child.Scope.Parent.ShouldBe(parent.Scope);

            await parent.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(child.AsTask());
            await Task.WhenAny(blocking);
            JoinHandle late = new TaskBuilder().ChildOf(parent.Scope).Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)));
            late.Scope.Parent.ShouldBe(Scope.Current, "the scope has closed, so the nearest around it is the parent");
            await late;
        });

    [Theory, OnEveryRuntime]
    public void A_detached_task_is_nobodys_child(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            JoinHandle loop = null!;
            JoinHandle none = null!;
            JoinHandle starter = Task.Spawn(async () =>
            {
                loop = new TaskBuilder().Detached().Spawn(async () => { await go.Task; await Task.YieldNow(); });
                none = new TaskBuilder().ChildOf(default).Spawn(async () => { await go.Task; await Task.YieldNow(); });
                await Task.Sleep(Timeout.InfiniteTimeSpan);
            });
            while (none is null)
            {
                await Task.YieldNow();
            }

            loop.Scope.Parent.IsNone.ShouldBeTrue();
            none.Scope.Parent.IsNone.ShouldBeTrue();
            await starter.CancelAsync();

            go.SetResult();
            await loop;
            await none;
        });

    [Theory, OnEveryRuntime]
    public void A_task_can_be_spawned_on_another_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await using Runtime other = RuntimeCase.All[0].Create();

            (await new TaskBuilder().On(other).Spawn(() => Runtime.Current)).ShouldBeSameAs(other);
            (await new TaskBuilder().Spawn(() => Runtime.Current)).ShouldBeSameAs(runtime);
        });

    [Theory, OnEveryRuntime(Having = Traits.Places, Lacking = Traits.PlaceIsNoThread)]
    public void A_local_task_stays_where_it_was_spawned(RuntimeCase on)
        => on.Run(async _ => await Task.SpawnLocal(async () =>
        {
            // From a local task, which has a place: whoever helps out has none.
            int here = Environment.CurrentManagedThreadId;
            JoinHandle<bool> typed = new TaskBuilder().Name("local").SpawnLocal(async () =>
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                return Environment.CurrentManagedThreadId == here;
            });
            JoinHandle plain = new TaskBuilder().SpawnLocal(async () => await Task.YieldNow());

            (await typed).ShouldBeTrue();
            typed.Name.ShouldBe("local");
            await plain;
        }));

    [Theory, OnEveryRuntime]
    public void What_cannot_be_is_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            var builder = new TaskBuilder();
            await Task.YieldNow();

            Should.Throw<InvalidOperationException>(() => { builder.LongRunning().SpawnLocal(async () => await Task.YieldNow()); });
            Should.Throw<ArgumentNullException>(() => { builder.Spawn((Func<TaskBody>)null!); }).ParamName.ShouldBe("body");
            Should.Throw<ArgumentNullException>(() => { builder.Spawn((Func<Task<int>>)null!); });
            Should.Throw<ArgumentNullException>(() => { builder.Spawn((Action)null!); });
            Should.Throw<ArgumentNullException>(() => { builder.SpawnBlocking((Func<int>)null!); });
            Should.Throw<ArgumentNullException>(() => { builder.On(null!); });
            Should.Throw<ArgumentException>(() => { builder.Spawn(() => default(TaskBody)); });
        });
}
