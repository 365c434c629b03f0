namespace AsyncStd.Task;

using System.Diagnostics;
using Task = System.Threading.Tasks.Task;

/// <summary>What few tasks have, kept out of the box of those that do not.</summary>
internal sealed class TaskExtras
{
    /// <summary>The name given at spawn.</summary>
    public string? Name;

    /// <summary>What the task's nested methods wait for, once they did; changes under the task's gate.</summary>
    public List<ILeaf>? Nested;

    /// <summary>How many those are, for whoever does not hold the gate.</summary>
    public int NestedCount;

    /// <summary>The task's span, if somebody traces.</summary>
    public Activity? Span;

    /// <summary>The task was left running, because it would not stop.</summary>
    public bool IsAbandoned;

    /// <summary>The delegate that awaiters of other people get.</summary>
    public Action? Resume;

    /// <summary>The task's scope as a token, once somebody asked for it.</summary>
    public CancellationTokenSource? Source;

    /// <summary>The number of the task, once somebody asked for it; 0 before.</summary>
    public long Id;

    /// <summary>The task that a branch is a part of, where the tree does not say so any longer: the branch has outlived it.</summary>
    public JoinHandle? PartOf;

    /// <summary>The newest of the task's local values, or <see cref="TaskLocalEntry.Closed"/>.</summary>
    public TaskLocalEntry? Locals;

    /// <summary>The children that did not come from the task's own slices.</summary>
    public AdoptedChildren? Adopted;

    /// <summary>The BCL form of the handle, once somebody asked for it.</summary>
    public Task? Task;
}
