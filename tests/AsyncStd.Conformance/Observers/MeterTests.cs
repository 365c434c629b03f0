namespace AsyncStdConformance.Observers;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;

/// <summary>The same counts through <c>System.Diagnostics.Metrics</c>, for whatever listens there.</summary>
public sealed class MeterTests
{
    [Theory, OnEveryRuntime]
    public void The_meter_tells_the_counts_of_each_runtime_until_it_is_disposed(RuntimeCase on)
    {
        string name = $"metered {on.Name}";
        on.Outside(
            runtime =>
            {
                runtime.BlockOn(async () => await Task.Spawn(() => { }));

                Dictionary<string, long> counts = MeterReading.Of(name);
                runtime.Dispose();

                counts["asyncstd.tasks.started"].ShouldBe(2);
                counts["asyncstd.tasks.alive"].ShouldBe(0);
                counts.Keys.ShouldBe(
                    [
                        "asyncstd.workers", "asyncstd.workers.parked", "asyncstd.queue.length", "asyncstd.queue.global_length", "asyncstd.tasks.alive", "asyncstd.timers",
                        "asyncstd.blocking.threads", "asyncstd.blocking.outstanding", "asyncstd.tasks.started", "asyncstd.tasks.abandoned", "asyncstd.polls", "asyncstd.steals",
                        "asyncstd.parks", "asyncstd.workers.blocked", "asyncstd.workers.temporary", "asyncstd.blocking.sections",
                        "asyncstd.blocking.hand_overs", "asyncstd.blocking.detected",
                    ],
                    ignoreOrder: true);
                MeterReading.Of(name).ShouldBeEmpty();
            },
            options => options.Name = name);
    }
}
