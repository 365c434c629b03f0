namespace AsyncStdConformance.Harness;

/// <summary>In what runtimes differ, where a behaviour depends on it.</summary>
[Flags]
public enum Traits
{
    None = 0,

    /// <summary>A thread can be a place that tasks are pinned to.</summary>
    Places = 1,

    /// <summary>Time does not run by itself.</summary>
    VirtualTime = 2,

    /// <summary>Tasks run on the thread that blocks on the runtime, and on no other.</summary>
    CallersThread = 4,

    /// <summary>Calls that block get threads of their own.</summary>
    BlockingThreads = 8,

    /// <summary>One task at a time, as long as none keeps the thread: where others may help, one that waits for a processor looks like that.</summary>
    Serial = 16,

    /// <summary>Each leaf is a scheduling point, and there are no strangers: what waits for a task of the runtime runs within it.</summary>
    ClosedWorld = 32,

    /// <summary>Threads, and what concerns them, belong to another runtime below.</summary>
    View = 64,

    /// <summary>Tasks run on somebody else's scheduler.</summary>
    Hosted = 128,

    /// <summary>The place that tasks are pinned to is a turn, not a thread.</summary>
    PlaceIsNoThread = 256,
}
