namespace AsyncStdConformance.Budget;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Loops of users that take part in the budget.</summary>
public sealed class ConsumeBudgetTests
{
    [Theory, OnEveryRuntime]
    public void A_loop_that_consumes_budget_starves_nobody(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool third = false;
            List<JoinHandle> greedy = [.. Enumerable.Range(0, 8).Select(number => Task.Spawn(async () =>
            {
                while (!Volatile.Read(ref third))
                {
                    if (number % 2 == 0)
                    {
                        await Task.ConsumeBudget();
                    }
                    else
                    {
                        await Nested();
                    }
                }
            }))];

            await Task.Spawn(() => Volatile.Write(ref third, true));

            foreach (JoinHandle task in greedy)
            {
                await task;
            }

            static async Task Nested() => await Task.ConsumeBudget();
        });

    [Theory, OnEveryRuntime]
    public void It_gives_way_once_for_each_budget(RuntimeCase on)
    {
        foreach (int budget in new[] { 0, 1, 16 })
        {
            var counter = new SliceCounter();
            on.Run(
                async _ =>
                {
                    long before = counter.Slices;
                    await Task.Spawn(async () =>
                    {
                        for (int i = 0; i < 64; i++)
                        {
                            await Task.ConsumeBudget();
                        }
                    });
                    long slices = counter.Slices - before;

                    // The task begins once and is resumed after each (budget + 1)th unit at the latest; this task is resumed once or twice.
                    slices.ShouldBeInRange((64 / (budget + 1)) + 1, (64 / (budget + 1)) + 5);
                },
                options =>
                {
                    options.SliceBudget = budget;
                    options.Observers.Add(counter);
                });
        }
    }

    [Theory, OnEveryRuntime]
    public void A_task_that_is_asked_to_stop_gets_no_more(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                bool began = false;
                JoinHandle endless = runtime.Spawn(async () =>
                {
                    while (true)
                    {
                        Volatile.Write(ref began, true);
                        await Task.ConsumeBudget();
                    }
                });
                runtime.BlockOn(async () =>
                {
                    while (!Volatile.Read(ref began))
                    {
                        await Task.YieldNow();
                    }
                });

                ShutdownReport report = runtime.ShutdownAsync(TimeSpan.Zero).WaitWithin(TimeSpan.FromSeconds(60));

                report.Unfinished.ShouldBeEmpty();
                endless.IsCanceled.ShouldBeTrue();
            },
            options => options.CancelGrace = TimeSpan.FromSeconds(20));

    [Fact]
    public void A_stranger_has_no_limit()
        => ForeignThread.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                Task.ConsumeBudget().GetAwaiter().IsCompleted.ShouldBeTrue();
            }
        });

    [Theory, OnEveryRuntime]
    public void In_a_cancelled_scope_it_throws(RuntimeCase on)
        => on.Run(async _ =>
        {
            int units = 0;

            await Should.ThrowAsync<OperationCanceledException>(async () => await Scope.Run(async () =>
            {
                while (true)
                {
                    await Task.ConsumeBudget();
                    if (++units == 10)
                    {
                        Scope.Current.Cancel();
                    }
                }
            }));

            units.ShouldBe(10);
        });
}
