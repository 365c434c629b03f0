namespace AsyncStdStress.Scenarios;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>A task is asked to stop while its slices start children, while those end, and while it ends itself: each child hears of it, for none ends otherwise.</summary>
/// <remarks>Children come from slices of the task, from a method of it that runs elsewhere, and from a task that ends right after it has started them.</remarks>
internal sealed class CancelWhileSpawningScenario : Scenario
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public override string Name => "cancel-while-spawning";

    public override string Unit => "children";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        using Runtime stealing = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 2);
        using Runtime pool = WatchedRuntime.Build(round, RuntimeKind.ThreadPool, 2);
        while (!round.IsOver)
        {
            RunTurn(round, random.Next(4) == 0 ? pool : stealing, random);
        }
    }

    private static void RunTurn(Round round, Runtime runtime, Random random)
    {
        int children = random.Next(1, 60);
        int spins = random.Next(4_000);
        int seed = random.Next();
        bool stays = random.Next(2) == 0;
        int spawned = 0;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0;
        int heard = 0;
        JoinHandle parent = runtime.Spawn(async () =>
        {
            var own = new Random(seed);
            for (int i = 0; i < children; i++)
            {
                switch (own.Next(8))
                {
                    case 0:
                        _ = Task.Spawn(static () => { });
                        break;
                    case 1:
                        _ = Task.Spawn(async () =>
                        {
                            SpawnSleeper(); // and ends: its child becomes ours
                        });
                        break;
                    case 2:
                        await System.Threading.Tasks.Task.Run(SpawnSleeper);
                        break;
                    case 3 when !stays:
                        await Task.YieldNow();
                        break;
                    default:
                        SpawnSleeper();
                        break;
                }
            }

            Volatile.Write(ref spawned, 1);
            if (stays)
            {
                await release.Task; // the children must hear of it while it lives, and not because it ends
            }
            else if (own.Next(2) == 0)
            {
                await Task.Sleep(Timeout.InfiniteTimeSpan);
            }
        });
        Thread.SpinWait(spins);
        parent.Cancel();
        if (stays)
        {
            bool heardAll = SpinWait.SpinUntil(
                () => Volatile.Read(ref spawned) == 1 && Volatile.Read(ref begun) == Volatile.Read(ref heard) && runtime.Metrics.TasksAlive == 1,
                s_patience);
            round.Check(heardAll, $"{heard} of {begun} children heard that the task which started them was asked to stop");
            release.SetResult();
        }

        try
        {
            Runtime.BlockOn(parent);
        }
        catch (OperationCanceledException)
        {
        }

        bool isOver = SpinWait.SpinUntil(
            () =>
            {
                if (!parent.IsCanceled)
                {
                    // It had ended before it was asked, and has left its children to the runtime.
                    runtime.Tasks.Snapshot().ForEach(static task => task.Cancel());
                }

                return Volatile.Read(ref begun) == Volatile.Read(ref heard) && runtime.Metrics.TasksAlive == 0;
            },
            s_patience);
        round.Check(isOver, $"{heard} of {begun} children heard that the task was asked to stop; {runtime.Metrics.TasksAlive} tasks alive");
        round.Progress(begun);

        void SpawnSleeper()
        {
            Interlocked.Increment(ref begun);
            JoinHandle sleeper = Task.Spawn(static async () => await Task.Sleep(Timeout.InfiniteTimeSpan));
            sleeper.AsTask().ContinueWith(_ => Interlocked.Increment(ref heard), TaskContinuationOptions.ExecuteSynchronously);
        }
    }
}
