namespace AsyncStd.Runtimes;

using System.Runtime.CompilerServices;
using AsyncStd.Task;

/// <summary>The one slot that says whose code is running: a task, or the entry made by <see cref="Runtime.Enter"/>.</summary>
/// <remarks>It flows with the execution context, so it is right where a thread-static is not: when a method resumes inline
/// on another task's stack, after <c>ConfigureAwait(false)</c>, and in callbacks on the thread pool.</remarks>
internal static class Ambient
{
    /// <summary>Of objects, because reading a value of another type costs a look through its base classes each time. Only <see cref="Item"/> uses it.</summary>
    private static readonly AsyncLocal<object?> s_slot = new();

    /// <summary>What is in the slot: a task, a <see cref="RuntimeEntry"/>, or nothing.</summary>
    public static WorkItem? Item
    {
        get => Unsafe.As<WorkItem>(s_slot.Value);
        set => s_slot.Value = value;
    }

    /// <summary>The runtime of the running code, or null for a stranger's.</summary>
    public static Runtime? Runtime => Item?.Owner;

    /// <summary>The task of the running code, or null outside any task. It may have ended: code that it started elsewhere may outlive it.</summary>
    public static JoinHandle? Task => TaskOf(Item);

    /// <summary>The task that was found in the slot, or null if it was something else, or nothing.</summary>
    public static JoinHandle? TaskOf(WorkItem? item) => item is not null and not RuntimeEntry ? Unsafe.As<JoinHandle>(item) : null;

    /// <summary>The innermost open scope of the running code, or null outside any: that of the task, or if it has ended, of its nearest ancestor that has not.</summary>
    public static JoinHandle? Node => Task is { } task ? task.IsCompleted ? task.NearestOpen() : task : null;

    /// <summary>Registers a leaf with the innermost open scope of the running code.</summary>
    /// <param name="leaf">What is about to be waited for.</param>
    /// <param name="node">Where it is registered, or would have been; null outside any scope.</param>
    /// <returns>Whether it may be waited for: false if the scope was cancelled.</returns>
    public static bool TryAddLeaf(ILeaf leaf, out JoinHandle? node)
    {
        while ((node = Node) is not null)
        {
            bool isAdded = node.TryAddLeaf(leaf);
            Interlocked.MemoryBarrier(); // whoever lets go of an ended task has seen the leaf, or we see the end
            if (!node.IsCompleted)
            {
                return isAdded;
            }

            if (isAdded)
            {
                node.RemoveLeaf(leaf); // it ended just now, and perhaps nobody reaches it any more
            }
        }

        return true;
    }

    /// <summary>The runtime a leaf uses: that of the running code, else the default one if it was ever built, else none.</summary>
    /// <remarks>Never builds the default runtime: awaiting a leaf on somebody else's thread must not start threads.</remarks>
    public static Runtime ForLeaf => Item?.Owner ?? Runtimes.Runtime.ExistingDefault ?? PoolRuntime.Shared;
}
