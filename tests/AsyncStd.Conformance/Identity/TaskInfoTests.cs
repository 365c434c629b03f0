namespace AsyncStdConformance.Identity;

using System.Globalization;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Context;
using AsyncStdConformance.Harness;

public sealed class TaskInfoTests
{
    [Theory, OnEveryRuntime]
    public void A_task_finds_out_who_it_is(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<TaskInfo> task = Task.Spawn(() => Task.CurrentInfo, "loader");

            TaskInfo inside = await task;

            inside.ShouldBe(task.Info);
            inside.Id.ShouldBe(task.Id);
            inside.Name.ShouldBe("loader");
            inside.SpawnSite!.ShouldContain("TaskInfoTests.cs:");
            inside.ToString().ShouldBe($"task {task.Id} 'loader'");
            inside.ShouldNotBe(Task.CurrentInfo);
        });

    [Theory, OnEveryRuntime]
    public void Outside_a_task_there_is_nobody(RuntimeCase on)
        => on.Outside(runtime =>
        {
            Nobody();
            using (runtime.Enter())
            {
                Nobody();
            }

            runtime.BlockOn(async () =>
            {
                Task.TryCurrentInfo(out TaskInfo info).ShouldBeTrue();
                info.ShouldBe(Task.CurrentInfo);
                await Task.YieldNow();
                Scope.Detached(Nobody);
            });

            static void Nobody()
            {
                Task.TryCurrentInfo(out TaskInfo info).ShouldBeFalse();
                info.Id.ShouldBe(default);
                info.ToString().ShouldBe("no task");
                Should.Throw<InvalidOperationException>(() => Task.CurrentInfo).Message.ShouldContain("Task.Spawn");
            }
        });

    [Theory, OnEveryRuntimeAndAwait]
    public void A_task_is_the_same_after_the_await(RuntimeCase on, string kind)
        => on.Run(async runtime =>
        {
            List<TaskInfo> seen = [];
            JoinHandle task = Task.Spawn(() => AwaitKind.All.Single(each => each.Name == kind).Body(runtime, () => seen.Add(Task.CurrentInfo)));

            await task;

            // One of the rows has a method that is a task of its own.
            seen[0].ShouldBe(task.Info);
            seen[^1].ShouldBe(task.Info);
            seen.Distinct().Count().ShouldBe(kind == AwaitKind.OwnTask ? 2 : 1);
        });

    [Theory, OnEveryRuntime]
    public void Numbers_are_unique_and_stay(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<JoinHandle<TaskId>> tasks = [.. Enumerable.Range(0, 200).Select(_ => Task.Spawn(() => Task.CurrentInfo.Id))];
            List<TaskId> early = [.. tasks.Select(task => task.Id)];
            List<TaskId> own = [];
            foreach (JoinHandle<TaskId> task in tasks)
            {
                own.Add(await task);
            }

            own.ShouldBe(early);
            own.Distinct().Count().ShouldBe(200);
            tasks.Select(task => task.Id).ShouldBe(early);
            JoinHandle never = Task.Spawn(() => { });
            await never;
            never.Id.ShouldBeGreaterThan(default);
            never.Id.ShouldBe(never.Id);
        });

    [Theory, OnEveryRuntime]
    public void A_number_is_small_comparable_and_shown_as_digits(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskId first = await Task.Spawn(() => Task.CurrentInfo.Id);
            TaskId second = await Task.Spawn(() => Task.CurrentInfo.Id);

            (first < second).ShouldBeTrue();
            (first <= second).ShouldBeTrue();
            (second > first).ShouldBeTrue();
            (second >= first).ShouldBeTrue();
            (first == second).ShouldBeFalse();
            first.CompareTo(second).ShouldBeLessThan(0);
            long.Parse(first.ToString(), NumberStyles.None, CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
            new HashSet<TaskId> { first, second, first }.Count.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void All_who_ask_at_the_same_time_get_the_same_number(RuntimeCase on)
        => on.Outside(runtime =>
        {
            for (int round = 0; round < 20; round++)
            {
                JoinHandle task = runtime.Spawn(() => { });
                using var start = new Barrier(3);
                var seen = new TaskId[3];
                Task[] askers = [.. Enumerable.Range(0, 3).Select(number => ForeignThread.Start(() =>
                {
                    start.SignalAndWait();
                    seen[number] = task.Id;
                }))];
                Task.WhenAll(askers).WaitWithin(TimeSpan.FromSeconds(60));

                seen.Distinct().Count().ShouldBe(1);
                runtime.BlockOn(async () => await task);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_function_of_a_combinator_is_a_part_of_its_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskInfo task = Task.CurrentInfo;

            TaskInfo branch = await Task.Timeout(TimeSpan.FromHours(1), async () =>
            {
                await Task.YieldNow();
                return await Scope.Run(async () =>
                {
                    await Task.YieldNow();
                    return await Scope.Shield(async token => { await Task.Yield(); return Task.CurrentInfo; });
                });
            });

            branch.ShouldBe(task);
        });

    [Theory, OnEveryRuntime]
    public void A_function_of_a_combinator_outside_any_task_is_somebody(RuntimeCase on)
        => on.Outside(runtime =>
        {
            using (runtime.Enter())
            {
                (TaskInfo outer, TaskInfo inner) = runtime.BlockOn(() => Scope.Detached(() => Scope.Run(async () =>
                {
                    await Task.YieldNow();
                    return (Task.CurrentInfo, await Scope.Run(async () => { await Task.YieldNow(); return Task.CurrentInfo; }));
                })));

                inner.ShouldBe(outer);
                outer.Id.ShouldBeGreaterThan(default);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_branch_that_was_left_running_stays_a_part_of_its_task_after_the_tasks_end(RuntimeCase on)
        => on.Run(
            async _ =>
            {
                var go = new TaskCompletionSource();
                var seen = new TaskCompletionSource<(TaskInfo, TaskInfo)>();
                JoinHandle task = Task.Spawn(async () =>
                {
                    // Neither the function nor the one within it heeds the request.
                    await Should.ThrowAsync<TimeoutException>(Task.Timeout(TimeSpan.Zero, async () =>
                    {
                        await go.Task;
                        TaskInfo self = Task.CurrentInfo;
                        try
                        {
                            seen.SetResult((self, await Scope.Shield(async () => { await Task.YieldNow(); return Task.CurrentInfo; })));
                        }
                        catch (Exception e)
                        {
                            seen.SetException(e);
                        }
                    }).AsTask());
                });
                await task;

                go.SetResult();
                (TaskInfo branch, TaskInfo inner) = await seen.Task;

                branch.ShouldBe(task.Info);
                inner.ShouldBe(task.Info);
            },
            options => options.CancelGrace = TimeSpan.Zero);

    [Theory, OnEveryRuntime]
    public void Code_that_a_branch_left_running_still_belongs_to_the_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            Task<TaskInfo> left = null!;
            JoinHandle task = Task.Spawn(async () =>
            {
                await Scope.Run(async () =>
                {
                    await Task.YieldNow();
                    left = Later();
                });
                await Task.YieldNow();
            });
            await task;

            go.SetResult();

            (await left).ShouldBe(task.Info);

            async Task<TaskInfo> Later()
            {
                await go.Task;
                return Task.CurrentInfo;
            }
        });

    [Theory, OnEveryRuntime]
    public void Code_that_a_task_left_running_still_belongs_to_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            Task<(TaskInfo, TaskInfo)> left = null!;
            JoinHandle task = Task.Spawn(() => { left = Later(); });
            await task;

            go.SetResult();
            (TaskInfo self, TaskInfo branch) = await left;

            self.ShouldBe(task.Info);
            branch.ShouldBe(task.Info);

            async Task<(TaskInfo, TaskInfo)> Later()
            {
                await go.Task;
                return (Task.CurrentInfo, await Scope.Run(async () => { await Task.YieldNow(); return Task.CurrentInfo; }));
            }
        });
}
