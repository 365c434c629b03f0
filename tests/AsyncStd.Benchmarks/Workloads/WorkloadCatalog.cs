namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>The workloads by the names that the yardstick gives them.</summary>
internal static class WorkloadCatalog
{
    /// <summary>Sleeps of a second at most; of the warm-up, 20 ms.</summary>
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWarmUpSleep = TimeSpan.FromMilliseconds(20);

    private static readonly Dictionary<string, Workload> s_workloads = new()
    {
        ["spawn_join"] = InTask(SpawnWorkloads.SpawnJoin),
        ["spawn_many_tree"] = InTask(SpawnWorkloads.Tree),
        ["chained_spawn"] = InTask(SpawnWorkloads.Chain),
        ["group_spawn"] = InTask(GroupWorkloads.Spawn),
        ["group_results"] = InTask(GroupWorkloads.Results),
        ["group_idle"] = InTask(GroupWorkloads.Idle) with { NeedsWarmUp = false },
        ["yield_many"] = InTask(SwitchWorkloads.Yield),
        ["ping_pong"] = InTask(SwitchWorkloads.PingPong),
        ["sleep_many"] = new Workload(Sleep),
        ["sleep_many_1m"] = new Workload(Sleep),
        ["timeout_ready"] = InTask(TimeoutWorkloads.Ready),
        ["timeout_quick"] = InTask(TimeoutWorkloads.Quick),
        ["block_on"] = new Workload((size, _) => BridgeWorkloads.BlockOn(size)),
        ["block_on_spawn"] = new Workload((size, _) => BridgeWorkloads.BlockOnSpawn(size)),
        ["spawn_blocking"] = InTask(BridgeWorkloads.SpawnBlocking),
        ["blocking_section"] = InTask(BlockingWorkloads.Section),
        ["blocking_offloaded"] = InTask(BlockingWorkloads.Offloaded),
        ["blocking_table"] = new Workload((_, _) => BlockingWorkloads.Table()) { NeedsWarmUp = false },
        ["blocked_timers"] = new Workload((_, _) => BlockingWorkloads.BlockedTimers()) { NeedsWarmUp = false },
        ["idle_cpu"] = new Workload((size, _) => IdleWorkloads.Rest(size)) { NeedsWarmUp = false },
        ["idle_sleep"] = InTask(IdleWorkloads.Sleep) with { NeedsWarmUp = false },
    };

    public static IEnumerable<string> Names => s_workloads.Keys;

    public static bool TryFind(string name, [NotNullWhen(true)] out Workload? workload) => s_workloads.TryGetValue(name, out workload);

    /// <summary>Calling an <c>async JoinHandle</c> method spawns it: the workload itself is a task of the default runtime.</summary>
    private static Workload InTask(Func<long, JoinHandle<WorkloadResult>> spawn) => new((size, _) => Task.BlockOn(spawn(size)));

    private static WorkloadResult Sleep(long size, bool isWarmUp)
        => Task.BlockOn(SleepWorkloads.Sleep(size, isWarmUp ? s_longestWarmUpSleep : s_longestSleep));
}
