namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;

/// <summary>What a runtime says of tasks that would not stop.</summary>
internal static class LeftRunning
{
    /// <summary>Shorter than anybody waits, though a task that would stop might not manage it either: tests with it have none.</summary>
    public static void SetGrace(RuntimeOptions options) => options.CancelGrace = TimeSpan.FromMilliseconds(5);

    /// <summary>So many are listed, counted and marked; once they have ended they are only counted.</summary>
    public static async ValueTask ShouldBe(Runtime runtime, int count, bool areBranches, Action release)
    {
        RuntimeDump dump = runtime.Dump();
        DumpedTask[] left = [.. dump.Tasks.Where(task => task.IsAbandoned)];
        left.Length.ShouldBe(count, dump.ToString());
        left.ShouldAllBe(task => task.IsCancellationRequested && task.IsBranch == areBranches);
        left.ShouldAllBe(task => task.ToString().Contains("asked to stop, left running"));
        runtime.Metrics.TasksAbandoned.ShouldBe(count);

        release();
        await CombinatorTests.Until(() => runtime.Metrics.TasksAlive == 1);
        runtime.Dump().Tasks.ShouldNotContain(task => task.IsAbandoned);
        runtime.Metrics.TasksAbandoned.ShouldBe(count);
    }
}
