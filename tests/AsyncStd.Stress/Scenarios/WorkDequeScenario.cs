namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Executors;
using AsyncStdStress.Harness;

/// <summary>One owner pushes, pops and sweeps, two or three thieves take: every item is taken exactly once, while the ring grows and wraps.</summary>
internal sealed class WorkDequeScenario : Scenario
{
    private const int ItemsPerTurn = 20_000;
    private const int MaxBurst = 700;

    public override string Name => "work-deque";

    public override string Unit => "items";

    public override void Run(Round round)
    {
        for (int turn = 0; !round.IsOver; turn++)
        {
            RunTurn(round, pops: turn % 2 == 0);
        }
    }

    /// <summary>A deque is either popped at the tail or taken from at the head by its owner, never both.</summary>
    private static void RunTurn(Round round, bool pops)
    {
        var deque = new WorkDeque();
        var items = new CountedItem[ItemsPerTurn];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = new CountedItem(0, i);
        }

        Random random = round.NewRandom();
        int thieves = random.Next(2, 4);
        bool done = false;
        using var crew = new Crew(round);
        crew.Add(() =>
        {
            Own(round, deque, items, random, pops);
            Volatile.Write(ref done, true);
        });
        for (int i = 0; i < thieves; i++)
        {
            crew.Add(() =>
            {
                while (!Volatile.Read(ref done) || !deque.IsEmpty)
                {
                    Take(round, deque.TryTake(out _));
                }
            });
        }

        crew.Run();
        foreach (CountedItem item in items)
        {
            round.Check(item.Taken == 1, $"item {item.Number} was taken {item.Taken} times");
        }

        round.Progress(items.Length);
    }

    private static void Own(Round round, WorkDeque deque, CountedItem[] items, Random random, bool pops)
    {
        int pushed = 0;
        while (pushed < items.Length)
        {
            for (int left = Math.Min(random.Next(1, random.Next(2, MaxBurst)), items.Length - pushed); left > 0; left--)
            {
                deque.Push(items[pushed++]);
            }

            for (int left = random.Next(random.Next(1, MaxBurst)); left > 0; left--)
            {
                Take(round, pops ? deque.TryPop() : deque.TryTakeOwn());
            }

            if (random.Next(4) == 0)
            {
                deque.Sweep();
            }
        }

        while (!deque.IsEmpty)
        {
            Take(round, pops ? deque.TryPop() : deque.TryTakeOwn());
        }
    }

    private static void Take(Round round, WorkItem? item)
    {
        if (item is CountedItem counted)
        {
            round.Check(counted.Take() == 1, $"item {counted.Number} was taken twice");
        }
    }
}
