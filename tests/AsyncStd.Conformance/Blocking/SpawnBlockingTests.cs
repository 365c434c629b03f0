namespace AsyncStdConformance.Blocking;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class SpawnBlockingTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    [Theory, OnEveryRuntime]
    public void It_gives_the_result(RuntimeCase on)
        => on.Run(async runtime =>
        {
            (await Task.SpawnBlocking(() => 42)).ShouldBe(42);
            bool called = false;
            await Task.SpawnBlocking(() => { called = true; });
            called.ShouldBeTrue();
            Place.ShouldBeOn(runtime);
        });

    [Theory, OnEveryRuntime]
    public void Its_exception_reaches_the_joiner(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Should.ThrowAsync<FormatException>(async () => await Task.SpawnBlocking(Fail))).Message.ShouldBe("blocking");

            static void Fail() => throw new FormatException("blocking");
        });

    [Theory, OnEveryRuntime]
    public void It_is_queued_and_never_run_at_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            int caller = Environment.CurrentManagedThreadId;
            bool inside = true;
            bool sawInside = false;
            JoinHandle blocking = Task.SpawnBlocking(() => sawInside = inside && Environment.CurrentManagedThreadId == caller);
            inside = false;

            await blocking;

            sawInside.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void It_knows_its_runtime_and_its_callers_async_locals(RuntimeCase on)
        => on.Run(async runtime =>
        {
            s_local.Value = "the caller's";

            await Task.SpawnBlocking(() =>
            {
                Runtime.Current.ShouldBeSameAs(runtime);
                s_local.Value.ShouldBe("the caller's");
                s_local.Value = "the call's";
            });

            s_local.Value.ShouldBe("the caller's");
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_call_that_blocks_keeps_nobody_else(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var release = new ManualResetEventSlim();
            List<JoinHandle> calls = [.. Enumerable.Range(0, 20).Select(_ => Task.SpawnBlocking(release.Wait))];

            await Task.Spawn(async () => await Task.YieldNow());
            await Task.SpawnBlocking(release.Set);

            foreach (JoinHandle call in calls)
            {
                await call;
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_call_that_waits_for_its_spawner_does_not_keep_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var set = new ManualResetEventSlim();
            JoinHandle call = Task.SpawnBlocking(set.Wait);
            set.Set();

            await call;
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads, Lacking = Traits.VirtualTime)]
    public void A_task_that_is_awaited_while_calls_block_goes_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var set = new ManualResetEventSlim();
            List<JoinHandle> calls = [.. Enumerable.Range(0, 8).Select(_ => Task.SpawnBlocking(set.Wait))];

            for (int i = 0; i < 10; i++)
            {
                await Task.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)));
            }

            set.Set();
            foreach (JoinHandle call in calls)
            {
                await call;
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads, Lacking = Traits.View)]
    public void No_more_threads_are_made_than_allowed(RuntimeCase on)
        => on.Run(
            async _ =>
            {
                int running = 0;
                int most = 0;
                List<JoinHandle> calls = [.. Enumerable.Range(0, 50).Select(_ => Task.SpawnBlocking(() =>
                {
                    int now = Interlocked.Increment(ref running);
                    InterlockedMax(ref most, now);
                    Thread.Sleep(1);
                    Interlocked.Decrement(ref running);
                }))];

                foreach (JoinHandle call in calls)
                {
                    await call;
                }

                most.ShouldBeLessThanOrEqualTo(3);
            },
            options => options.BlockingThreads = 3);

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads | Traits.VirtualTime)]
    public void Paused_time_stands_still_while_a_call_blocks(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long before = runtime.Clock.GetTimestamp();
            JoinHandle sleeper = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1)));

            await Task.SpawnBlocking(() => Thread.Sleep(5));

            runtime.Clock.GetElapsedTime(before).ShouldBe(TimeSpan.Zero);
            await sleeper;
        });

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (seen < value)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
