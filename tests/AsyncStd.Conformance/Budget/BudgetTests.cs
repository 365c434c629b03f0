namespace AsyncStdConformance.Budget;

using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class BudgetTests
{
    [Theory, OnEveryRuntime]
    public void A_task_that_only_awaits_ready_handles_starves_nobody(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle ready = Task.Spawn(() => { });
            await ready;
            bool third = false;
            List<JoinHandle> greedy = [.. Enumerable.Range(0, 8).Select(_ => Task.Spawn(async () =>
            {
                while (!Volatile.Read(ref third))
                {
                    await ready;
                }
            }))];

            await Task.Spawn(() => Volatile.Write(ref third, true));

            foreach (JoinHandle task in greedy)
            {
                await task;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_nested_method_that_only_awaits_ready_handles_starves_nobody(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle ready = Task.Spawn(() => { });
            await ready;
            bool third = false;
            List<JoinHandle> greedy = [.. Enumerable.Range(0, 8).Select(_ => Task.Spawn(Nested))];

            await Task.Spawn(() => Volatile.Write(ref third, true));

            foreach (JoinHandle task in greedy)
            {
                await task;
            }

            async Task Nested()
            {
                while (!Volatile.Read(ref third))
                {
                    await ready;
                    await Task.Sleep(TimeSpan.Zero);
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void Two_tasks_that_wake_each_other_starve_nobody(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool stop = false;
            SemaphoreSlim[] turns = [new(1), new(0)];
            JoinHandle first = Task.Spawn(() => Play(turns[0], turns[1]));
            JoinHandle second = Task.Spawn(() => Play(turns[1], turns[0]));

            await Task.Spawn(() => Volatile.Write(ref stop, true));

            await first;
            await second;

            async Task Play(SemaphoreSlim mine, SemaphoreSlim other)
            {
                bool last;
                do
                {
                    await mine.WaitAsync();
                    last = Volatile.Read(ref stop);
                    other.Release();
                }
                while (!last);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_spawns_and_joins_without_end_starves_nobody(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool stop = false;
            List<JoinHandle> greedy = [.. Enumerable.Range(0, 4).Select(_ => Task.Spawn(async () =>
            {
                while (!Volatile.Read(ref stop))
                {
                    await Task.Spawn(() => { });
                }
            }))];

            await Task.Spawn(() => Volatile.Write(ref stop, true));

            foreach (JoinHandle task in greedy)
            {
                await task;
            }
        });

    [Theory, OnEveryRuntime]
    public void Yielding_lets_everybody_have_a_turn(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Tasks = 10;
            int[] turns = new int[Tasks];
            bool done = false;
            List<JoinHandle> all = [.. Enumerable.Range(0, Tasks).Select(number => Task.Spawn(async () =>
            {
                while (!Volatile.Read(ref done))
                {
                    if (++turns[number] >= 100 && turns.All(each => each > 0))
                    {
                        Volatile.Write(ref done, true);
                    }

                    await Task.YieldNow();
                }
            }))];

            foreach (JoinHandle task in all)
            {
                await task;
            }

            turns.ShouldAllBe(each => each > 0);
        });

    [Theory, OnEveryRuntime(Having = Traits.Serial)]
    public void Without_budget_each_ready_leaf_is_a_scheduling_point(RuntimeCase on)
        => on.Run(
            async _ =>
            {
                JoinHandle ready = Task.Spawn(() => { });
                await ready;
                int slices = 0;
                JoinHandle observed = Task.Spawn(async () =>
                {
                    for (int i = 0; i < 10; i++)
                    {
                        await ready;
                        await Task.Sleep(TimeSpan.Zero);
                        slices++;
                    }
                });

                int seen = 0;
                while (!observed.IsCompleted)
                {
                    int before = slices;
                    await Task.YieldNow();
                    seen = Math.Max(seen, slices - before);
                }

                await observed;
                slices.ShouldBe(10);
            },
            options => options.SliceBudget = 0);

    [Theory, OnEveryRuntime]
    public void The_budget_decides_how_many_ready_leaves_one_slice_passes(RuntimeCase on)
    {
        foreach (int budget in new[] { 0, 1, 16 })
        {
            var counter = new SliceCounter();
            on.Run(
                async _ =>
                {
                    JoinHandle ready = Task.Spawn(() => { });
                    await ready;
                    long before = counter.Slices;

                    JoinHandle task = Task.Spawn(async () =>
                    {
                        for (int i = 0; i < 64; i++)
                        {
                            await ready;
                        }
                    });
                    await task;
                    long slices = counter.Slices - before;

                    // The task begins once and is resumed after each (budget + 1)th leaf at the latest; this task is resumed once or twice.
                    slices.ShouldBeInRange((64 / (budget + 1)) + 1, (64 / (budget + 1)) + 5);
                },
                options =>
                {
                    options.SliceBudget = budget;
                    options.Observers.Add(counter);
                });
        }
    }
}
