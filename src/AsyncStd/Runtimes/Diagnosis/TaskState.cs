namespace AsyncStd.Runtimes;

/// <summary>What a live task does.</summary>
public enum TaskState
{
    /// <summary>It could go on, and waits for its turn.</summary>
    Ready,

    /// <summary>A thread runs it.</summary>
    Running,

    /// <summary>It waits for something. Code that it has called and that does not run on its stack may run meanwhile.</summary>
    Waiting,

    /// <summary>It is a call that may block its thread, and is being made.</summary>
    Blocking,

    /// <summary>It is a task group, which runs nothing itself: the parent of the group's tasks.</summary>
    Open,
}
