namespace AsyncStd.Task;

/// <summary>Something a task waits for and can be asked to give up waiting for.</summary>
internal interface ILeaf
{
    /// <summary>What the wait is for, in a word or two.</summary>
    string LeafName { get; }

    /// <summary>Whether the wait is for the end of the one task that <see cref="AddAwaited"/> adds.</summary>
    bool IsJoin => false;

    /// <summary>Adds the tasks whose end the wait is for, if it is for tasks. Called by anybody at any time, also while the leaf goes into another use.</summary>
    void AddAwaited(List<JoinHandle> tasks)
    {
    }

    /// <summary>Where the task's list of nested leaves holds this one. Belongs to the task.</summary>
    int LeafIndex { get; set; }

    /// <summary>Asks the leaf to end early. While this runs the wait is not over for the task, so the leaf cannot be in another use.</summary>
    /// <param name="task">The task whose wait this is.</param>
    void RequestCancel(JoinHandle task);
}
