namespace AsyncStdConformance.Diagnosis;

using System.Text.Json;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using Task = System.Threading.Tasks.Task;

public sealed class DumpTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnEveryRuntime]
    public void A_runtime_without_tasks_has_an_empty_dump(RuntimeCase on)
        => on.Outside(runtime =>
        {
            RuntimeDump dump = runtime.Dump();

            dump.Total.ShouldBe(0);
            dump.Tasks.ShouldBeEmpty();
            dump.Cycles.ShouldBeEmpty();
            dump.ToString().ShouldContain("0 live tasks");
        });

    [Theory, OnEveryRuntime]
    public void A_task_sees_itself_running(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.Spawn(
                () =>
                {
                    DumpedTask self = runtime.Dump().Tasks.Single(task => task.Name == "self");
                    self.State.ShouldBe(TaskState.Running);
                    self.Waits.ShouldBeEmpty();
                    self.SpawnSite.ShouldNotBeNull().ShouldContain("DumpTests.cs:");
                    self.Body.ShouldContain(nameof(A_task_sees_itself_running));
                },
                "self");
        });

    [Theory, OnEveryRuntime]
    public void A_sleeping_task_says_so_and_since_when(RuntimeCase on)
        => on.Run(async runtime =>
        {
            JoinHandle sleeper = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1)), "sleeper");
            DumpedTask found = await WhenWaiting(runtime, "sleeper");

            found.Waits.ShouldHaveSingleItem().Description.ShouldBe("sleep");
            found.Waits[0].IsNested.ShouldBeFalse();
            TimeSpan first = found.For.ShouldNotBeNull();
            first.ShouldBeInRange(TimeSpan.Zero, s_patience);
            await Task.Sleep(TimeSpan.FromMilliseconds(60));
            runtime.Dump().Tasks.Single(task => task.Name == "sleeper").For.ShouldNotBeNull().ShouldBeGreaterThan(first);
            sleeper.Cancel();
        });

    [Theory, OnEveryRuntime]
    public void A_join_names_the_task_and_the_chain_is_seen_from_both_ends(RuntimeCase on)
        => on.Run(async runtime =>
        {
            JoinHandle last = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1)), "last");
            JoinHandle middle = Task.Spawn(async () => await last, "middle");
            Task.Spawn(async () => await middle, "first").Detach();
            await WhenWaiting(runtime, "first", "middle", "last");

            RuntimeDump dump = runtime.Dump();
            DumpedTask Of(string name) => dump.Tasks.Single(task => task.Name == name);
            Of("first").Waits.ShouldHaveSingleItem().Tasks.ShouldBe([Of("middle").Index]);
            Of("middle").Waits.ShouldHaveSingleItem().Tasks.ShouldBe([Of("last").Index]);
            Of("last").AwaitedBy.ShouldBe([Of("middle").Index]);
            Of("middle").AwaitedBy.ShouldBe([Of("first").Index]);
            dump.Cycles.ShouldBeEmpty();
            dump.ToString().ShouldContain($"waits for #{Of("last").Id} 'last'");
            last.Cancel();
        });

    [Theory, OnEveryRuntime]
    public void Two_tasks_that_join_each_other_are_called_a_circle(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var left = new TaskCompletionSource<JoinHandle>();
            JoinHandle right = Task.Spawn(async () => await await left.Task, "right");
            left.SetResult(Task.Spawn(async () => await right, "left"));
            await Eventually(() => runtime.Dump().Cycles.Count == 1);

            RuntimeDump dump = runtime.Dump();
            dump.Cycles.ShouldHaveSingleItem().Select(place => dump.Tasks[place].Name).ShouldBe(["left", "right"], ignoreOrder: true);
            string text = dump.ToString();
            text.ShouldContain("circle: ");
            text.ShouldContain("'left' waits for ");
            text.ShouldContain("'right' waits for ");
            right.Cancel();
        });

    [Theory, OnEveryRuntime]
    public void A_nested_method_tells_what_it_waits_for(RuntimeCase on)
        => on.Run(async runtime =>
        {
            JoinHandle sleeper = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1)), "sleeper");
            JoinHandle outer = Task.Spawn(async () => await Both(sleeper), "outer");
            await WhenWaiting(runtime, "sleeper", "outer");

            RuntimeDump dump = runtime.Dump();
            DumpedTask found = dump.Tasks.Single(task => task.Name == "outer");
            found.Waits[0].Description.ShouldBe("foreign task (Task)");
            found.Waits.Skip(1).ShouldAllBe(wait => wait.IsNested);
            found.Waits.Skip(1).Select(wait => wait.Description).ShouldBe(["join", "sleep"], ignoreOrder: true);
            found.Waits.Single(wait => wait.Description == "join").Tasks.ShouldBe([dump.Tasks.Single(task => task.Name == "sleeper").Index]);
            outer.Cancel();
            sleeper.Cancel();

            static async Task Both(JoinHandle sleeper)
            {
                Task sleeps = Sleep();
                await sleeper;
                await sleeps;
            }

            static async Task Sleep() => await Task.Sleep(TimeSpan.FromHours(1));
        });

    [Theory, OnEveryRuntime]
    public void What_is_not_of_this_library_is_called_foreign(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var never = new TaskCompletionSource<int>();
            JoinHandle waiter = Task.Spawn(async () => await never.Task, "waiter");

            DumpedTask found = await WhenWaiting(runtime, "waiter");

            found.Waits.ShouldHaveSingleItem().Description.ShouldBe("foreign task (Task<Int32>)");
            found.For.ShouldNotBeNull();
            never.SetResult(1);
            await waiter;
        });

    [Theory, OnEveryRuntime]
    public void Children_are_below_their_parents_and_branches_below_their_tasks(RuntimeCase on)
        => on.Run(async runtime =>
        {
            JoinHandle parent = Task.Spawn(
                async () =>
                {
                    Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1)), "child").Detach();
                    await Task.Timeout(TimeSpan.FromHours(2), async () => await Task.Sleep(Timeout.InfiniteTimeSpan));
                },
                "parent");
            await WhenWaiting(runtime, "parent", "child");

            RuntimeDump dump = runtime.Dump();
            DumpedTask found = dump.Tasks.Single(task => task.Name == "parent");
            DumpedTask child = dump.Tasks.Single(task => task.Name == "child");
            DumpedTask branch = dump.Tasks.Single(task => task.IsBranch);
            (child.Parent, branch.Parent).ShouldBe((found.Index, found.Index));
            branch.Id.ShouldBe(found.Id);
            found.Waits.ShouldContain(wait => wait.Description == "timeout" && wait.Tasks.SequenceEqual(new[] { branch.Index }));
            branch.Remaining.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromHours(1.9), TimeSpan.FromHours(2));
            child.Remaining.ShouldBeNull();
            branch.ToString().ShouldMatch(@", (1:59:|2:00:00)"); // the latter if not a millisecond has passed
            parent.Cancel();
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_was_asked_to_stop_and_goes_on_is_marked(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                var end = new TaskCompletionSource();
                await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(TimeSpan.FromMilliseconds(1), async () => await end.Task));

                DumpedTask left = runtime.Dump().Tasks.Single(task => task.IsAbandoned);

                left.IsCancellationRequested.ShouldBeTrue();
                left.ToString().ShouldContain("asked to stop, left running");
                end.SetResult();
            },
            options => options.CancelGrace = TimeSpan.FromMilliseconds(1));

    [Theory, OnEveryRuntime]
    public void A_shield_is_marked(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Scope.Shield(async () =>
            {
                await Task.YieldNow();
                runtime.Dump().Tasks.Single(task => task.IsBranch).IsShield.ShouldBeTrue();
            });
        });

    [Theory, OnEveryRuntime]
    public void A_group_stands_between_its_opener_and_its_tasks(RuntimeCase on)
        => on.Run(async runtime =>
        {
            JoinHandle opener = Task.Spawn(
                async () =>
                {
                    await using var group = new TaskGroup(new TaskGroupOptions { Name = "crew", MaxConcurrency = 1 });
                    group.Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan), "first").Detach();
                    group.Spawn(async () => await Task.YieldNow(), "second").Detach();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                },
                "opener");
            await WhenWaiting(runtime, "opener", "first", "second");

            RuntimeDump dump = runtime.Dump();
            DumpedTask Of(string name) => dump.Tasks.Single(task => task.Name == name);
            DumpedTask group = Of("crew");
            (group.State, group.Parent, group.IsBranch).ShouldBe((TaskState.Open, Of("opener").Index, true));
            (Of("first").Parent, Of("second").Parent).ShouldBe((group.Index, group.Index));
            Of("second").Waits.ShouldHaveSingleItem().Description.ShouldBe("place in group 'crew'");
            opener.Cancel();
        });

    [Theory, OnEveryRuntime]
    public void A_child_of_a_group_that_waits_for_whoever_waits_for_the_group_is_a_circle(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var self = new TaskCompletionSource<JoinHandle>();
            JoinHandle opener = Task.Spawn(
                async () =>
                {
                    JoinHandle me = await self.Task;
                    await using var group = new TaskGroup(new TaskGroupOptions { Name = "crew" });
                    group.Spawn(async () => await me, "child").Detach();
                },
                "opener");
            self.SetResult(opener);
            await Eventually(() => runtime.Dump().Cycles.Count == 1);

            RuntimeDump dump = runtime.Dump();
            dump.Cycles[0].Select(place => dump.Tasks[place].Name).ShouldBe(["opener", "crew", "child"], ignoreOrder: true);
            opener.Cancel();
        });

    [Theory, OnEveryRuntime]
    public void A_call_that_may_block_is_shown_as_blocking(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.SpawnBlocking(() => runtime.Dump().Tasks.Single(task => task.Name == "call").State.ShouldBe(TaskState.Blocking), "call");
        });

    [Theory, OnEveryRuntime(Having = Traits.Serial)]
    public void A_task_that_waits_for_its_turn_is_ready(RuntimeCase on)
        => on.Run(async runtime =>
        {
            // Where others help while a thread seems to be kept, one of them may have begun it.
            TaskState? state = null;
            for (int attempt = 0; attempt < 20 && state != TaskState.Ready; attempt++)
            {
                JoinHandle next = Task.Spawn(() => { }, "next");
                state = runtime.Dump().Tasks.SingleOrDefault(task => task.Name == "next")?.State;
                await next;
            }

            state.ShouldBe(TaskState.Ready);
        });

    [Theory, OnEveryRuntime]
    public void More_tasks_than_the_limit_are_counted(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var end = new TaskCompletionSource();
            JoinHandle[] tasks = [.. Enumerable.Range(0, 50).Select(_ => Task.Spawn(async () => await end.Task))];

            RuntimeDump dump = runtime.Dump(10);

            dump.Tasks.Count.ShouldBe(10);
            dump.Total.ShouldBeInRange(51, 52);
            dump.ToString().ShouldContain("of which 10 are listed");
            Should.Throw<ArgumentOutOfRangeException>(() => runtime.Dump(0));
            end.SetResult();
            foreach (JoinHandle task in tasks)
            {
                await task;
            }
        });

    [Theory, OnEveryRuntime]
    public void Many_of_a_kind_are_shown_as_a_few_and_a_number(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var end = new TaskCompletionSource();
            JoinHandle[] tasks = [.. Enumerable.Range(0, 1000).Select(i => Task.Spawn(async () => await end.Task, $"worker {i}"))];
            await Eventually(() => runtime.Dump().Count(TaskState.Waiting) >= 1000);

            string text = runtime.Dump().ToString();

            text.ShouldContain("… and 997 more like these");
            text.Split('\n').Length.ShouldBeLessThan(20);
            end.SetResult();
            foreach (JoinHandle task in tasks)
            {
                await task;
            }
        });

    [Theory, OnEveryRuntime]
    public void The_json_says_the_same(RuntimeCase on)
        => on.Run(async runtime =>
        {
            JoinHandle sleeper = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1)), "a \"quoted\" name");
            JoinHandle joiner = Task.Spawn(async () => await sleeper, "joiner");
            await WhenWaiting(runtime, "a \"quoted\" name", "joiner");

            RuntimeDump dump = runtime.Dump();
            using JsonDocument json = JsonDocument.Parse(dump.ToJson());

            json.RootElement.GetProperty("runtime").GetString().ShouldBe(runtime.Name);
            JsonElement[] tasks = [.. json.RootElement.GetProperty("tasks").EnumerateArray()];
            tasks.Length.ShouldBe(dump.Tasks.Count);
            JsonElement found = tasks.Single(task => task.GetProperty("name").GetString() == "joiner");
            found.GetProperty("state").GetString().ShouldBe("waiting");
            found.GetProperty("spawnSite").GetString().ShouldNotBeNull().ShouldContain("DumpTests.cs");
            int awaited = found.GetProperty("waits")[0].GetProperty("tasks")[0].GetInt32();
            tasks[awaited].GetProperty("name").GetString().ShouldBe("a \"quoted\" name");
            tasks[awaited].GetProperty("waits")[0].GetProperty("for").GetString().ShouldBe("sleep");
            sleeper.Cancel();
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void It_may_be_taken_at_any_time_while_tasks_come_and_go(RuntimeCase on)
        => on.Run(async runtime =>
        {
            using var stop = new CancellationTokenSource();
            var taken = new TaskCompletionSource();
            var thread = new Thread(() =>
            {
                try
                {
                    for (int i = 0; i < 200; i++)
                    {
                        RuntimeDump dump = runtime.Dump();
                        dump.ToString().ShouldNotBeEmpty();
                        dump.ToJson().ShouldNotBeEmpty();
                    }

                    taken.SetResult();
                }
                catch (Exception e)
                {
                    taken.SetException(e);
                }
            });
            thread.Start();
            while (!taken.Task.IsCompleted)
            {
                JoinHandle slow = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)));
                JoinHandle joiner = Task.Spawn(async () => await slow);
                JoinHandle timeout = Task.Spawn(async () => await Task.Timeout(TimeSpan.FromHours(1), async () => await Nested(joiner)));
                await timeout;
            }

            await taken.Task;

            static async Task Nested(JoinHandle joiner)
            {
                await Task.YieldNow();
                await joiner;
            }
        });

    /// <summary>Looks until tasks of these names wait for something, and gives the first.</summary>
    private static async Task<DumpedTask> WhenWaiting(Runtime runtime, params string[] names)
    {
        await Eventually(() =>
        {
            RuntimeDump dump = runtime.Dump();
            return names.All(name => dump.Tasks.Any(task => task.Name == name && task.Waits.Count > 0 && task.State == TaskState.Waiting));
        });
        return runtime.Dump().Tasks.Single(task => task.Name == names[0]);
    }

    /// <summary>A millisecond at a time, so that virtual time passes by the tasks and not past them.</summary>
    private static async Task Eventually(Func<bool> condition)
    {
        for (int looks = 0; !condition(); looks++)
        {
            looks.ShouldBeLessThan(20_000, "it never came about");
            await Task.Sleep(TimeSpan.FromMilliseconds(1));
        }
    }
}
