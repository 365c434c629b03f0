namespace AsyncStdConformance.Blocking;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>A task that blocks its thread without having said so is found. Each of these waits in vain if it is not.</summary>
public sealed class BlockingDetectionTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnEveryRuntime]
    public void A_wait_is_reported_while_it_lasts_with_task_and_stack(RuntimeCase on)
        => on.Outside(runtime =>
        {
            using var found = new ManualResetEventSlim();
            BlockingDetectedEventArgs? report = null;
            runtime.BlockingDetected += (_, arguments) =>
            {
                if (arguments.Task == "blocker")
                {
                    report = arguments;
                    found.Set();
                }
            };

            // A slice is reported once, and a thread may have waited for something else before: then again.
            for (int attempt = 0; attempt < 10 && report?.StackTrace is null; attempt++)
            {
                found.Reset();
                bool released = runtime.BlockOn(async () =>
                {
                    await Task.Sleep(TimeSpan.FromMilliseconds(1));
                    return await Task.Spawn(() => BlockHere(found), name: "blocker");
                });
                released.ShouldBeTrue();
            }

            report!.SpawnSite.ShouldNotBeNull().ShouldContain(nameof(BlockingDetectionTests));
            report.StackTrace.ShouldNotBeNull().ShouldContain(nameof(BlockHere));
            runtime.Metrics.BlockingDetected.ShouldBeGreaterThanOrEqualTo(1);
        });

    [Theory, OnEveryRuntime]
    public void The_report_says_what_the_task_awaited_last(RuntimeCase on)
        => on.Outside(runtime =>
        {
            using var found = new ManualResetEventSlim();
            string? lastAwait = null;
            runtime.BlockingDetected += (_, arguments) =>
            {
                if (arguments.Task == "awaits before")
                {
                    lastAwait ??= arguments.LastAwait;
                    found.Set();
                }
            };

            // A slice is reported once, and the one before the await may have been: then again.
            for (int attempt = 0; attempt < 10 && lastAwait is null; attempt++)
            {
                found.Reset();
                runtime.BlockOn(async () => await Task.Spawn(
                    async () =>
                    {
                        await Task.Sleep(TimeSpan.FromMilliseconds(1));
                        BlockHere(found);
                    },
                    name: "awaits before"));
            }

            lastAwait.ShouldBe("sleep");
        });

    [Theory, OnEveryRuntime]
    public void A_sleep_is_reported_while_it_lasts(RuntimeCase on)
        => on.Outside(runtime =>
        {
            Thread? thread = null;
            BlockingDetectedEventArgs? report = null;
            runtime.BlockingDetected += (_, arguments) =>
            {
                if (arguments.Task == "sleeper")
                {
                    report = arguments;
                    thread?.Interrupt();
                }
            };

            runtime.BlockOn(async () => await Task.Spawn(
                () =>
                {
                    thread = Thread.CurrentThread;
                    try
                    {
                        Thread.Sleep(s_patience);
                    }
                    catch (ThreadInterruptedException)
                    {
                        // the report has come
                    }
                },
                name: "sleeper"));

            report.ShouldNotBeNull().StackTrace.ShouldBeNull();
        });

    private static bool BlockHere(ManualResetEventSlim found) => found.Wait(s_patience);
}
