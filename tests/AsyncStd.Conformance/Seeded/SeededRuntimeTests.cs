namespace AsyncStdConformance.Seeded;

using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;
using Xunit.Abstractions;

public sealed class SeededRuntimeTests(ITestOutputHelper output)
{
    private const int Seeds = 1000;

    [Fact]
    public void A_thousand_seeds_of_a_small_program_take_a_second_or_two()
        => ForeignThread.Run(() =>
        {
            var watch = Stopwatch.StartNew();

            for (ulong seed = 0; seed < Seeds; seed++)
            {
                using var runtime = new SeededRuntime(seed);
                runtime.BlockOn(PlantedBugs.Correct).ShouldBe(6);
            }

            output.WriteLine($"{Seeds} seeds in {watch.ElapsedMilliseconds} ms");
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        });

    [Fact]
    public void One_seed_replays_one_trace()
        => ForeignThread.Run(() =>
        {
            for (ulong seed = 0; seed < 50; seed++)
            {
                TraceOf(seed, PickOrder.Random).ShouldBe(TraceOf(seed, PickOrder.Random), $"seed {seed}");
            }
        });

    [Fact]
    public void Different_seeds_take_different_ways()
        => ForeignThread.Run(() =>
        {
            int ways = Enumerable.Range(0, 100).Select(seed => TraceOf((ulong)seed, PickOrder.Random)).Distinct().Count();

            ways.ShouldBeGreaterThan(50);
        });

    [Fact]
    public void In_order_of_arrival_all_seeds_take_one_way()
        => ForeignThread.Run(() =>
        {
            int ways = Enumerable.Range(0, 20).Select(seed => TraceOf((ulong)seed, PickOrder.Fifo)).Distinct().Count();

            ways.ShouldBe(1);
        });

    [Fact]
    public void A_lost_update_is_found_by_some_seeds_and_never_in_order_of_arrival()
        => ForeignThread.Run(() =>
        {
            int random = SeedsThatFail(PickOrder.Random, runtime => runtime.BlockOn(PlantedBugs.LostUpdate) != 2);
            int fifo = SeedsThatFail(PickOrder.Fifo, runtime => runtime.BlockOn(PlantedBugs.LostUpdate) != 2);

            output.WriteLine($"{random} of 200 seeds find it");
            random.ShouldBeInRange(1, 199);
            fifo.ShouldBe(0);
        });

    [Fact]
    public void A_missed_wake_up_is_found_by_some_seeds_and_never_in_order_of_arrival()
        => ForeignThread.Run(() =>
        {
            int random = SeedsThatFail(PickOrder.Random, DeadlocksInMissedWakeUp);
            int fifo = SeedsThatFail(PickOrder.Fifo, DeadlocksInMissedWakeUp);

            output.WriteLine($"{random} of 200 seeds find it");
            random.ShouldBeInRange(1, 199);
            fifo.ShouldBe(0);
        });

    [Fact]
    public void A_deadlock_names_who_waits()
        => ForeignThread.Run(() =>
        {
            using var runtime = new SeededRuntime(1);

            DeadlockException e = Should.Throw<DeadlockException>(
                () => runtime.BlockOn(async () => await Task.Spawn(async () => await new TaskCompletionSource().Task, name: "the one that waits")));

            e.Message.ShouldContain("'the one that waits'");
        });

    [Fact]
    public void A_year_passes_in_no_time()
        => ForeignThread.Run(() =>
        {
            using var runtime = new SeededRuntime(1);
            long before = runtime.Clock.GetTimestamp();

            runtime.BlockOn(async () => await Task.Sleep(TimeSpan.FromDays(365)));

            runtime.Clock.GetElapsedTime(before).ShouldBe(TimeSpan.FromDays(365));
        });

    [Fact]
    public void Entropy_is_a_matter_of_the_seed()
        => ForeignThread.Run(() =>
        {
            using var first = new SeededRuntime(5);
            using var second = new SeededRuntime(5);
            using var other = new SeededRuntime(6);

            ulong number = first.BlockOn(NextNumber);

            second.BlockOn(NextNumber).ShouldBe(number);
            other.BlockOn(NextNumber).ShouldNotBe(number);
        });

    [Fact]
    public void Slice_hooks_bracket_every_slice()
        => ForeignThread.Run(() =>
        {
            using var runtime = new SeededRuntime(3, configure: options => options.SliceHooks = true);

            runtime.BlockOn(async () =>
            {
                runtime.Running.ShouldNotBeNull();
                await Task.YieldNow();
                await Task.Spawn(PlantedBugs.Correct);
                runtime.Running.ShouldNotBeNull();
            });

            runtime.Running.ShouldBeNull();
            runtime.Slices.Entered.ShouldBe(runtime.Steps);
            runtime.Slices.Left.ShouldBe(runtime.Steps);
        });

    [Fact]
    public void Slice_hooks_bracket_a_slice_that_fails()
        => ForeignThread.Run(() =>
        {
            using var runtime = new SeededRuntime(3, configure: options => options.SliceHooks = true);
            var unhandled = new UnhandledExceptions(runtime);

            runtime.BlockOn(async () =>
            {
                SynchronizationContext.Current!.Post(_ => throw new FormatException("posted"), null);
                await Task.YieldNow();
                await Task.YieldNow();
            });
            runtime.Dispose();

            runtime.Running.ShouldBeNull();
            unhandled.All.ShouldHaveSingleItem().Exception.ShouldBeOfType<FormatException>();
        });

    [Fact]
    public void No_thread_is_made_for_a_call_that_blocks()
        => ForeignThread.Run(() =>
        {
            using var runtime = new SeededRuntime(3);

            int thread = runtime.BlockOn(async () => await Task.SpawnBlocking(() => Environment.CurrentManagedThreadId));

            thread.ShouldBe(Environment.CurrentManagedThreadId);
            runtime.Arrivals.ShouldBe(0);
        });

    private static Task<ulong> NextNumber() => Task.FromResult(Runtime.Current.Entropy.NextUInt64());

    private static ulong TraceOf(ulong seed, PickOrder order)
    {
        using var runtime = new SeededRuntime(seed, order);
        runtime.BlockOn(PlantedBugs.Correct);
        runtime.Arrivals.ShouldBe(0);
        return runtime.Trace;
    }

    private static int SeedsThatFail(PickOrder order, Predicate<SeededRuntime> fails)
    {
        int failures = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            using var runtime = new SeededRuntime(seed, order);
            failures += fails(runtime) ? 1 : 0;
        }

        return failures;
    }

    private static bool DeadlocksInMissedWakeUp(SeededRuntime runtime)
    {
        try
        {
            runtime.BlockOn(PlantedBugs.MissedWakeUp);
            return false;
        }
        catch (DeadlockException)
        {
            return true;
        }
    }
}
