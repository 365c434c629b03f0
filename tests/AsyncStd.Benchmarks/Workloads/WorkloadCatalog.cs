namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;

/// <summary>The workloads by the names that the yardstick gives them.</summary>
internal static class WorkloadCatalog
{
    /// <summary>Sleeps of a second at most; of the warm-up, 20 ms.</summary>
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWarmUpSleep = TimeSpan.FromMilliseconds(20);

    private static readonly Dictionary<string, Workload> s_workloads
        = new(FileCallWorkloads.All.Select(static call => KeyValuePair.Create(call.Name, InTask(call.Run) with { NeedsWarmUp = false })))
    {
        ["spawn_join"] = InTask(SpawnWorkloads.SpawnJoin),
        ["spawn_many_tree"] = InTask(SpawnWorkloads.Tree),
        ["chained_spawn"] = InTask(SpawnWorkloads.Chain),
        ["group_spawn"] = InTask(GroupWorkloads.Spawn),
        ["group_results"] = InTask(GroupWorkloads.Results),
        ["group_idle"] = InTask(GroupWorkloads.Idle) with { NeedsWarmUp = false },
        ["yield_many"] = InTask(SwitchWorkloads.Yield),
        ["ping_pong"] = InTask(SwitchWorkloads.PingPong),
        ["channel_spsc_bounded"] = InTask(static size => ChannelWorkloads.Bounded(1, size)),
        ["channel_mpsc"] = InTask(static size => ChannelWorkloads.Bounded(5, size)),
        ["channel_mpmc"] = InTask(ChannelWorkloads.ManyToMany),
        ["channel_unbounded"] = InTask(ChannelWorkloads.Unbounded),
        ["mutex_uncontended"] = InTask(LockWorkloads.Uncontended),
        ["mutex_contended"] = InTask(LockWorkloads.Contended),
        ["mutex_yield"] = InTask(LockWorkloads.Yielding),
        ["rwlock_read_heavy"] = InTask(static size => LockWorkloads.ReadHeavy(RwLockFairness.Fair, size)),
        ["rwlock_prefer_readers"] = InTask(static size => LockWorkloads.ReadHeavy(RwLockFairness.PreferReaders, size)),
        ["rwlock_prefer_writers"] = InTask(static size => LockWorkloads.ReadHeavy(RwLockFairness.PreferWriters, size)),
        ["semaphore"] = InTask(LockWorkloads.Semaphore),
        ["stream_map_filter_fold"] = InTask(StreamWorkloads.MapFilterFold),
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
        ["busy_sockets"] = new Workload((_, _) => BusyWorkloads.Sockets()) { NeedsWarmUp = false },
        ["tcp_echo"] = new Workload((_, _) => NetWorkloads.Echo()) { NeedsWarmUp = false },
        ["tcp_incoming"] = new Workload((_, _) => NetWorkloads.EchoIncoming()) { NeedsWarmUp = false },
        ["tcp_accept"] = new Workload((_, _) => NetWorkloads.Accept()) { NeedsWarmUp = false },
        ["refused_ring"] = new Workload((_, _) => RefusedRing.Run()) { NeedsWarmUp = false },
        ["refused_ring_late"] = new Workload((_, _) => RefusedRing.RunLate()) { NeedsWarmUp = false },
        ["tcp_request"] = new Workload((_, _) => NetWorkloads.Request()) { NeedsWarmUp = false },
        ["udp_echo"] = new Workload((_, _) => NetWorkloads.EchoDatagrams()) { NeedsWarmUp = false },
        ["idle_connections"] = new Workload((size, _) => IdleConnectionWorkloads.OfLibrary(size)) { NeedsWarmUp = false },
        ["idle_connections_bcl"] = new Workload((size, _) => IdleConnectionWorkloads.OfBaseClasses(size)) { NeedsWarmUp = false },
        ["idle_connections_client"] = new Workload((size, _) => IdleConnectionWorkloads.Client(size)) { NeedsWarmUp = false },
        ["fs_read_4k_cached_qd1"] = InTask(static size => FileWorkloads.Read(size, 1, direct: false)),
        ["fs_read_4k_cached_qd64"] = InTask(static size => FileWorkloads.Read(size, 64, direct: false)),
        ["fs_read_4k_odirect_qd64"] = InTask(static size => FileWorkloads.Read(size, 64, direct: true)),
        ["fs_seekread_4k_qd1"] = InTask(FileWorkloads.SeekRead),
        ["fs_small_files"] = InTask(static size => FileWorkloads.SmallFiles(size, 1, disk: false)),
        ["fs_small_files_x16"] = InTask(static size => FileWorkloads.SmallFiles(size, 16, disk: false)),
        ["fs_small_files_disk"] = InTask(static size => FileWorkloads.SmallFiles(size, 1, disk: true)),
        ["fs_walk"] = InTask(FileWorkloads.Walk),
        ["fs_walk_parallel"] = InTask(FileWorkloads.WalkParallel),
        ["fs_write_seq"] = InTask(static size => FileWorkloads.WriteSequentially(size, disk: false)),
        ["fs_write_seq_disk"] = InTask(static size => FileWorkloads.WriteSequentially(size, disk: true)),
        ["lines"] = InTask(LineWorkloads.Lines),
        ["tree_lines"] = InTask(TreeWorkloads.CountLines) with { NeedsWarmUp = false },
        ["fifo_timers"] = InTask(TreeWorkloads.TimersBehindFifos) with { NeedsWarmUp = false },
        ["big_directory"] = InTask(TreeWorkloads.BigDirectory) with { NeedsWarmUp = false },
        ["idle_cpu"] = new Workload((size, _) => IdleWorkloads.Rest(size)) { NeedsWarmUp = false },
        ["idle_sleep"] = InTask(IdleWorkloads.Sleep) with { NeedsWarmUp = false },
        ["idle_notify"] = InTask(IdleWorkloads.Notify) with { NeedsWarmUp = false },
    };

    public static IEnumerable<string> Names => s_workloads.Keys;

    public static bool TryFind(string name, [NotNullWhen(true)] out Workload? workload) => s_workloads.TryGetValue(name, out workload);

    /// <summary>Calling an <c>async JoinHandle</c> method spawns it: the workload itself is a task of the default runtime.</summary>
    private static Workload InTask(Func<long, JoinHandle<WorkloadResult>> spawn) => new((size, _) => Task.BlockOn(spawn(size)));

    private static WorkloadResult Sleep(long size, bool isWarmUp)
        => Task.BlockOn(SleepWorkloads.Sleep(size, isWarmUp ? s_longestWarmUpSleep : s_longestSleep));
}
