namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes.Executors;
using AsyncStdStress.Harness;

/// <summary>Several add and several take: every item is taken once, and those of one producer in their order.</summary>
internal sealed class InjectionQueueScenario : Scenario
{
    private const int ItemsPerProducer = 10_000;
    private const int Producers = 2;
    private const int Consumers = 2;

    public override string Name => "injection-queue";

    public override string Unit => "items";

    public override void Run(Round round)
    {
        while (!round.IsOver)
        {
            RunTurn(round);
        }
    }

    private static void RunTurn(Round round)
    {
        var queue = new InjectionQueue();
        int left = Producers * ItemsPerProducer;
        using var crew = new Crew(round);
        for (int producer = 0; producer < Producers; producer++)
        {
            int number = producer;
            Random random = round.NewRandom();
            crew.Add(() =>
            {
                for (int i = 0; i < ItemsPerProducer; i++)
                {
                    queue.Add(new CountedItem(number, i));
                    if (random.Next(64) == 0)
                    {
                        Thread.Yield();
                    }
                }
            });
        }

        for (int consumer = 0; consumer < Consumers; consumer++)
        {
            crew.Add(() =>
            {
                int[] last = new int[Producers];
                Array.Fill(last, -1);
                while (Volatile.Read(ref left) > 0)
                {
                    if (queue.TryTake() is not CountedItem item)
                    {
                        Thread.Yield();
                        continue;
                    }

                    round.Check(item.Take() == 1, $"item {item.Number} of producer {item.Producer} was taken twice");
                    round.Check(item.Number > last[item.Producer], $"item {item.Number} of producer {item.Producer} came after {last[item.Producer]}");
                    last[item.Producer] = item.Number;
                    Interlocked.Decrement(ref left);
                }
            });
        }

        crew.Run();
        round.Check(queue.IsEmpty && queue.Count == 0 && queue.TryTake() is null, "the queue is not empty in the end");
        round.Progress(Producers * ItemsPerProducer);
    }
}
