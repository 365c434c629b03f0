namespace AsyncStd.Task;

/// <summary>Something a task waits for and can be asked to give up waiting for.</summary>
internal interface ILeaf
{
    /// <summary>Asks the leaf to end early. Called at most once for each registration, while the task's gate is held:
    /// must not block, run user code, or register and unregister leaves.</summary>
    /// <param name="task">The task whose wait this is.</param>
    void RequestCancel(JoinHandle task);

    /// <summary>What the wait is for, in a word or two.</summary>
    string LeafName { get; }
}
