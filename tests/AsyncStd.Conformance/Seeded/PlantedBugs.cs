namespace AsyncStdConformance.Seeded;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Small programs, one right and two wrong. First-in-first-out order hides both mistakes.</summary>
internal static class PlantedBugs
{
    /// <summary>Several tasks that pass a ready handle, give way, sleep and count; nothing is wrong with it.</summary>
    public static async TaskBody<int> Correct()
    {
        int sum = 0;
        var workers = new List<JoinHandle>();
        for (int i = 0; i < 4; i++)
        {
            int number = i;
            workers.Add(Task.Spawn(async () =>
            {
                await Task.YieldNow();
                await Task.Sleep(TimeSpan.FromSeconds(number));
                sum += await Task.Spawn(() => number);
            }));
        }

        foreach (JoinHandle worker in workers)
        {
            await worker;
        }

        return sum;
    }

    /// <summary>Two tasks read a counter, give way, and write it. In order of arrival the second reads after the first has written.</summary>
    public static async TaskBody<int> LostUpdate()
    {
        int counter = 0;
        JoinHandle early = Task.Spawn(() => Increment(stepsBefore: 0));
        JoinHandle late = Task.Spawn(() => Increment(stepsBefore: 3));
        await early;
        await late;
        return counter;

        async TaskBody Increment(int stepsBefore)
        {
            for (int i = 0; i < stepsBefore; i++)
            {
                await Task.YieldNow();
            }

            int read = counter;
            await Task.YieldNow();
            counter = read + 1;
        }
    }

    /// <summary>A signal that only those hear who already listen. In order of arrival the listener always does.</summary>
    public static async TaskBody MissedWakeUp()
    {
        CancellationTokenSource? listener = null;
        JoinHandle consumer = Task.Spawn(
            async () =>
            {
                await Task.YieldNow();
                listener = new CancellationTokenSource();
                try
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan, listener.Token);
                }
                catch (OperationCanceledException)
                {
                    // That was the signal.
                }
            },
            name: "consumer");
        JoinHandle producer = Task.Spawn(async () =>
        {
            await Task.YieldNow();
            await Task.YieldNow();
            listener?.Cancel();
        });
        await producer;
        await consumer;
    }
}
