namespace AsyncStdConformance.Groups;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class GroupRunTests
{
    private static readonly TimeSpan s_forever = Timeout.InfiniteTimeSpan;

    [Theory, OnEveryRuntime]
    public void Running_a_function_gives_its_result_when_the_children_have_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            int ended = 0;

            int result = await TaskGroup.Run(async group =>
            {
                JoinHandle<int> six = group.Spawn(() => 6);
                group.Start(async () => { await Task.Sleep(TimeSpan.FromMilliseconds(5)); ended++; });
                return await six * 7;
            });

            result.ShouldBe(42);
            ended.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Each_form_of_function_is_run(RuntimeCase on)
        => on.Run(async _ =>
        {
            int calls = 0;

            await TaskGroup.Run(async group => { await group.Spawn(() => { calls++; }); });
            await TaskGroup.Run(Plain);
            await TaskGroup.Run(PlainValue);
            (await TaskGroup.Run(Number)).ShouldBe(1);
            (await TaskGroup.Run(ValueNumber)).ShouldBe(2);
            await TaskGroup<int>.Run(async group => { calls += await group.Spawn(() => 1); });
            (await TaskGroup<int>.Run(async group => { group.Start(() => 3); return await group.NextAsync(); })).ShouldBe(3);
            (await TaskGroup<int>.Run(NumberOf)).ShouldBe(4);

            calls.ShouldBe(4);

            async Task Plain(TaskGroup group) => await group.Spawn(() => { calls++; });
            async ValueTask PlainValue(TaskGroup group) => await group.Spawn(() => { calls++; });
            static async Task<int> Number(TaskGroup group) => await group.Spawn(() => 1);
            static async ValueTask<int> ValueNumber(TaskGroup group) => await group.Spawn(() => 2);
            static async Task<int> NumberOf(TaskGroup<int> group) => await group.Spawn(() => 4);
        });

    [Theory, OnEveryRuntime]
    public void A_function_that_fails_stops_the_children(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle child = null!;

            FormatException failure = await Should.ThrowAsync<FormatException>(async () => await TaskGroup.Run(async group =>
            {
                child = group.Spawn(async () => await Task.Sleep(s_forever));
                await Task.YieldNow();
                throw new FormatException("the function");
            }));

            failure.Message.ShouldBe("the function");
            child.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_child_that_fails_stops_the_function(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool stopped = false;

            await Should.ThrowAsync<FormatException>(async () => await TaskGroup.Run(async group =>
            {
                group.Start(async () => { await Task.YieldNow(); throw new FormatException("the child"); });
                try
                {
                    await Task.Sleep(s_forever);
                }
                catch (OperationCanceledException)
                {
                    stopped = true;
                    throw;
                }
            }));

            stopped.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void The_failures_of_function_and_child_are_both_thrown_and_the_same_one_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            AggregateException both = await Should.ThrowAsync<AggregateException>(async () => await TaskGroup.Run(async group =>
            {
                group.Start(async () => { await Task.YieldNow(); throw new FormatException("the child"); });
                try
                {
                    await Task.Sleep(s_forever);
                }
                finally
                {
                    throw new TimeZoneNotFoundException("the function");
                }
            }));
            both.InnerExceptions.Select(e => e.Message).ShouldBe(["the child", "the function"]);

            await Should.ThrowAsync<FormatException>(async () => await TaskGroup.Run(async group =>
            {
                JoinHandle child = group.Spawn(() => throw new FormatException("the child"));
                await Scope.Shield(async () => await child);
            }));
            await Should.ThrowAsync<FormatException>(async () => await TaskGroup.Run(async group =>
            {
                group.Start(() => throw new FormatException("the child"));
                await Scope.Shield(async () => await group.WaitAsync());
            }));
        });

    [Theory, OnEveryRuntime]
    public void A_token_stops_the_function_and_the_children(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle child = null!;
            using var stop = new CancellationTokenSource();

            OperationCanceledException e = await Should.ThrowAsync<OperationCanceledException>(async () => await TaskGroup.Run(
                async group =>
                {
                    child = group.Spawn(async () => await Task.Sleep(s_forever));
                    stop.Cancel();
                    await Task.Sleep(s_forever);
                },
                cancellationToken: stop.Token));

            e.CancellationToken.ShouldBe(stop.Token);
            child.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_limit_in_time_around_it_stops_the_whole_group_and_waits_for_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle child = null!;

            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(TimeSpan.FromMilliseconds(5), async () => await TaskGroup.Run(async group =>
            {
                child = group.Spawn(async () => await Task.Sleep(s_forever));
                await Task.YieldNow();
            })));

            child.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Cancelling_the_group_ends_it_without_an_exception(RuntimeCase on)
        => on.Run(async _ =>
        {
            int result = await TaskGroup.Run(async group =>
            {
                group.Start(async () => await Task.Sleep(s_forever));
                await Task.YieldNow();
                group.Cancel();
                return 42;
            });

            result.ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void Nothing_is_started_for_a_caller_who_was_asked_to_stop(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool called = false;
            JoinHandle task = Task.Spawn(async () =>
            {
                Scope.Current.Cancel();
                await TaskGroup.Run(async _ => { called = true; await Task.YieldNow(); });
            });

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            await Should.ThrowAsync<OperationCanceledException>(async () => await TaskGroup<int>.Run(async _ => { called = true; await Task.YieldNow(); }, cancellationToken: new(true)));

            called.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Children_may_spawn_siblings_after_the_function_has_ended_and_nobody_else_may(RuntimeCase on)
        => on.Run(async _ =>
        {
            int ended = 0;
            TaskGroup escaped = null!;
            await TaskGroup.Run(async group =>
            {
                escaped = group;
                await Task.YieldNow();
                group.Start(() => Visit(group, 4));
            });

            ended.ShouldBe(31);
            Should.Throw<InvalidOperationException>(() => escaped.Spawn(() => { }));

            void Visit(TaskGroup group, int depth)
            {
                Interlocked.Increment(ref ended);
                for (int i = 0; i < 2 && depth > 0; i++)
                {
                    group.Start(() => Visit(group, depth - 1));
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void Groups_nest(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Sum(5)).ShouldBe(32);

            static async Task<int> Sum(int depth) => depth == 0 ? 1 : await TaskGroup<int>.Run(async group =>
            {
                group.Start(() => Sum(depth - 1));
                group.Start(() => Sum(depth - 1));
                return await group.NextAsync() + await group.NextAsync();
            });
        });

    [Theory, OnEveryRuntime(Lacking = Traits.CallersThread)]
    public void A_group_runs_for_code_outside_any_task(RuntimeCase on)
        => on.Outside(runtime =>
        {
            using (runtime.Enter())
            {
                Task<int> result = TaskGroup.Run(async group =>
                {
                    JoinHandle<int> child = group.Spawn(() => 42);
                    return await child;
                }).AsTask();
                result.WaitWithin(TimeSpan.FromSeconds(60));
                result.Result.ShouldBe(42);
            }
        });
}
