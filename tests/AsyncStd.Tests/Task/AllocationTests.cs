namespace AsyncStdTests.Tasks;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>What spawning, sleeping and yielding allocate, on a runtime that does everything on the measuring thread.</summary>
public sealed class AllocationTests
{
    private const int Operations = 10_000;

    [OptimizedFact]
    public void Spawning_an_async_lambda_that_captures_nothing_allocates_at_most_three_objects()
    {
        // The task (state machine, work item, result and handle in one), and the two objects of an execution context that says whose code runs.
        // Compared to the byte, so that a fourth object of any size would show.
        var task = AllocatedBytes.OfOne(OnRuntime(static runtime => runtime.BlockOn(static async () => SpawnYielding().GetType())));
        var threeObjects = task + AllocatedBytes.OfContextWithOneSlot();

        var bytes = OnRuntime(runtime => AllocatedBytes.OnceWarm(Operations * threeObjects, () => runtime.BlockOn(static async () =>
        {
            var before = AllocatedBytes.SoFar;
            for (var i = 0; i < Operations; i++)
            {
                await SpawnYielding();
            }

            return AllocatedBytes.SoFar - before;
        })));

        (bytes / (double)Operations).ShouldBeLessThanOrEqualTo(threeObjects, $"the task alone has {task} bytes");
    }

    [OptimizedFact]
    public void Yielding_allocates_nothing()
    {
        var bytes = OnRuntime(static runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(static async () =>
        {
            var before = AllocatedBytes.SoFar;
            for (var i = 0; i < Operations; i++)
            {
                await Task.YieldNow();
            }

            return AllocatedBytes.SoFar - before;
        })));

        bytes.ShouldBe(0);
    }

    [OptimizedFact]
    public void A_callback_of_the_pipe_scheduler_allocates_nothing()
    {
        var bytes = OnRuntime(static runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(static async () =>
        {
            var scheduler = Runtime.Current.AsPipeScheduler();
            var before = AllocatedBytes.SoFar;
            for (var i = 0; i < Operations; i++)
            {
                scheduler.Schedule(static _ => { }, null);
                await Task.YieldNow();
            }

            return AllocatedBytes.SoFar - before;
        })));

        bytes.ShouldBe(0);
    }

    [OptimizedFact]
    public void Sleeping_for_no_time_allocates_nothing() => AllocatedBySleeping(TimeSpan.Zero).ShouldBe(0);

    [OptimizedFact]
    public void Sleeping_for_a_millisecond_allocates_nothing() => AllocatedBySleeping(TimeSpan.FromMilliseconds(1)).ShouldBe(0);

    [OptimizedFact]
    public void Sleeping_for_an_hour_allocates_nothing() => AllocatedBySleeping(TimeSpan.FromHours(1)).ShouldBe(0);

    [OptimizedFact]
    public void Blocking_on_a_value_that_is_ready_allocates_nothing()
    {
        var bytes = AllocatedBytes.OnceWarm(0, () =>
        {
            var before = AllocatedBytes.SoFar;
            for (var i = 0; i < Operations; i++)
            {
                Task.BlockOn(new ValueTask<int>(i));
            }

            return AllocatedBytes.SoFar - before;
        });

        bytes.ShouldBe(0);
    }

    private static long AllocatedBySleeping(TimeSpan delay)
        => OnRuntime(runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(async () =>
        {
            var before = AllocatedBytes.SoFar;
            for (var i = 0; i < Operations; i++)
            {
                await Task.Sleep(delay);
            }

            return AllocatedBytes.SoFar - before;
        })));

    private static JoinHandle SpawnYielding() => Task.Spawn(static async () => await Task.YieldNow());

    /// <summary>A runtime of one thread, whose paused clock jumps from deadline to deadline; in a context of its own.</summary>
    internal static T OnRuntime<T>(Func<Runtime, T> measure) => AllocatedBytes.OnThreadWithEmptyContext(() =>
    {
        using var runtime = new RuntimeBuilder()
            .UseEnvironment(new Dictionary<string, string?>())
            .Use(RuntimeKind.CurrentThread)
            .Configure(options => options.StartPaused = true)
            .Build();

        return measure(runtime);
    });
}
