namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using AsyncStdConformance.Seeded;

public sealed class RandomProgramTests
{
    private const int Seeds = 2_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Fact]
    public void Each_branch_ends_once_and_nothing_is_left_alive_under_any_seed()
        => ForeignThread.Run(() =>
        {
            for (int seed = 0; seed < Seeds; seed++)
            {
                using var runtime = new SeededRuntime((ulong)seed, isOpen: true, configure: options => options.CancelGrace = s_patience);
                Check(runtime, seed);
            }
        });

    [Theory, OnEveryRuntime]
    public void Each_branch_ends_once_and_nothing_is_left_alive(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                for (int seed = 0; seed < 60; seed++)
                {
                    Check(runtime, seed);
                }
            },
            options => options.CancelGrace = s_patience);

    private static void Check(Runtime runtime, int seed)
    {
        List<string> unplanned = [];
        EventHandler<UnhandledTaskExceptionEventArgs> note = (_, e) =>
        {
            if (!RandomProgram.IsPlanned(e.Exception))
            {
                lock (unplanned)
                {
                    unplanned.Add(e.Exception.ToString());
                }
            }
        };
        runtime.UnhandledException += note;
        var program = new RandomProgram(seed);
        using var stop = new CancellationTokenSource();
        runtime.BlockOn(async () =>
        {
            JoinHandle<int> stopper = Scope.Detached(() => Task.Spawn(async () =>
            {
                await Task.Sleep(TimeSpan.FromMicroseconds(seed % 3_000));
                stop.Cancel();
                return 0;
            }));
            await program.RunAsync(seed % 3 == 0 ? stop.Token : default);
            await stopper;
            runtime.Metrics.TasksAlive.ShouldBe(1, $"seed {seed}");
        });

        runtime.UnhandledException -= note;
        program.Fault.ShouldBeNull($"seed {seed}");
        unplanned.ShouldBeEmpty($"seed {seed}");
    }
}
