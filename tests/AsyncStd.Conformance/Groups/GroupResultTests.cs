namespace AsyncStdConformance.Groups;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class GroupResultTests
{
    private static readonly TimeSpan s_forever = Timeout.InfiniteTimeSpan;

    [Theory, OnEveryRuntime]
    public void Results_come_in_the_order_in_which_the_children_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup<int> group = new();
            TaskCompletionSource[] gates = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource())];
            for (int i = 0; i < 4; i++)
            {
                group.Start(i, async n => { await gates[n].Task; return n; });
            }

            List<int> results = [];
            gates[2].SetResult();
            await foreach (int result in group)
            {
                results.Add(result);
                if (results.Count < 4)
                {
                    gates[(result + 1) % 4].SetResult();
                }
            }

            results.ShouldBe([2, 3, 0, 1]);
        });

    [Theory, OnEveryRuntime]
    public void Every_form_of_spawn_gives_a_result(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup<int> group = new();

            group.Start(async () => { await Task.YieldNow(); return 1; });
            group.Start(2, static async n => { await Task.YieldNow(); return n; });
            group.Start(Three);
            group.Start(Four);
            group.Start(() => 5);
            group.Start(6, static n => n);
            group.SpawnBlocking(() => 7).Detach();

            List<int> results = [];
            while (await group.WaitForNextAsync())
            {
                if (group.TryNext(out int result))
                {
                    results.Add(result);
                }
            }

            results.Order().ShouldBe([1, 2, 3, 4, 5, 6, 7]);
            group.TryNext(out int _).ShouldBeFalse();
            group.Count.ShouldBe(0);

            static async Task<int> Three()
            {
                await Task.YieldNow();
                return 3;
            }

            static async ValueTask<int> Four()
            {
                await Task.YieldNow();
                return 4;
            }
        });

    [Theory, OnEveryRuntime]
    public void The_next_of_an_empty_group_throws_and_a_loop_over_it_ends(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup<int> group = new(new TaskGroupOptions { Name = "empty" });

            (await Should.ThrowAsync<InvalidOperationException>(async () => await group.NextAsync())).Message.ShouldContain("empty");
            (await group.WaitForNextAsync()).ShouldBeFalse();
            await foreach (int none in group)
            {
                throw new InvalidOperationException($"there is {none}");
            }
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_for_the_next_loses_no_result(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup<int> group = new();
            var go = new TaskCompletionSource();
            group.Start(async () => { await go.Task; return 42; });

            for (int i = 0; i < 3; i++)
            {
                using var stop = new CancellationTokenSource();
                Task<int> next = group.NextAsync(stop.Token).AsTask();
                stop.Cancel();
                await Should.ThrowAsync<OperationCanceledException>(next);
                await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(TimeSpan.FromMilliseconds(1), async () => await group.NextAsync()));
            }

            go.SetResult();
            (await group.NextAsync()).ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void Several_who_wait_get_each_result_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Count = 300;
            await using TaskGroup<int> group = new();
            int sum = 0;
            var go = new TaskCompletionSource();
            group.Start(async () => { await go.Task; return 0; });
            JoinHandle[] consumers = [.. Enumerable.Range(0, 3).Select(_ => Task.Spawn(async () =>
            {
                await foreach (int result in group)
                {
                    Interlocked.Add(ref sum, result);
                }
            }))];

            for (int i = 1; i <= Count; i++)
            {
                group.Start(i, static async n => { await Task.YieldNow(); return n; });
            }

            go.SetResult();
            foreach (JoinHandle consumer in consumers)
            {
                await consumer;
            }

            sum.ShouldBe(Count * (Count + 1) / 2);
        });

    [Theory, OnEveryRuntime]
    public void A_failure_is_thrown_in_its_turn_after_the_results_before_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<int> results = [];
            JoinHandle<int> sibling = null!;

            await Should.ThrowAsync<FormatException>(async () =>
            {
                await using TaskGroup<int> group = new();
                await group.Spawn(() => 1);
                sibling = group.Spawn(async () => { await Task.Sleep(s_forever); return 2; });
                group.Start(async () => { await Task.YieldNow(); return results.Count >= 0 ? throw new FormatException("failed") : 0; });
                await foreach (int result in group)
                {
                    results.Add(result);
                }
            });

            results.ShouldBe([1]);
            sibling.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_failure_that_was_taken_is_not_thrown_again_but_one_that_was_not_is(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup<int> one = new();
            one.Start(int () => throw new FormatException("failed"));
            await Should.ThrowAsync<FormatException>(async () => await one.NextAsync());
            await one.DisposeAsync();

            TaskGroup<int> two = new();
            var started = new TaskCompletionSource();
            two.Start(async () =>
            {
                try
                {
                    started.SetResult();
                    await Task.Sleep(s_forever);
                    return 0;
                }
                finally
                {
                    throw new TimeZoneNotFoundException();
                }
            });
            await started.Task;
            two.Start(int () => throw new FormatException("failed"));
            await Should.ThrowAsync<FormatException>(async () => await two.NextAsync());
            AggregateException both = await Should.ThrowAsync<AggregateException>(async () => await two.DisposeAsync());
            both.InnerExceptions.Count.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void A_supervising_group_gives_the_results_of_those_that_did_not_fail(RuntimeCase on)
        => on.Run(async _ =>
        {
            int failures = 0;
            await using TaskGroup<int> group = new(new TaskGroupOptions { Supervise = true, OnFailure = (_, _) => Interlocked.Increment(ref failures) });
            for (int i = 0; i < 10; i++)
            {
                group.Start(i, static async n =>
                {
                    await Task.YieldNow();
                    return n % 2 == 0 ? n : throw new FormatException();
                });
            }

            List<int> results = [];
            await foreach (int result in group)
            {
                results.Add(result);
            }

            results.Order().ShouldBe([0, 2, 4, 6, 8]);
            failures.ShouldBe(5);
        });

    [Theory, OnEveryRuntime]
    public void Children_that_were_cancelled_give_nothing_and_waiting_ends_with_them(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup<int> group = new();
            group.Start(async () => { await Task.Sleep(s_forever); return 1; });
            ValueTask<bool> next = group.WaitForNextAsync();

            group.Cancel();

            (await next).ShouldBeFalse();
            group.TryNext(out int _).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void The_groups_own_waits_and_its_members_work_with_results_too(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup<int> group = new(new TaskGroupOptions { Name = "numbers", MaxConcurrency = 1 });
            group.Name.ShouldBe("numbers");
            group.Scope.Name.ShouldBe("numbers");

            group.Start(() => 1);
            await group.WaitAsync();
            await group.WaitForPlaceAsync();
            group.Close();
            group.IsClosed.ShouldBeTrue();
            await group.CancelAsync();

            (await group.NextAsync()).ShouldBe(1);
            await group.DisposeAsync();
        });
}
