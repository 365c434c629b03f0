namespace AsyncStd.Task;

using System.ComponentModel;
using System.Runtime.CompilerServices;

/// <summary>The body of a task, built but not started: what an async lambda becomes when it is passed to <c>Task.Spawn</c>.</summary>
/// <remarks>Not for use by hand: it exists so that the compiler builds the lambda's state machine straight into the task.</remarks>
[AsyncMethodBuilder(typeof(TaskBodyMethodBuilder))]
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TaskBody
{
    internal TaskBody(JoinHandle handle) => Handle = handle;

    internal JoinHandle? Handle { get; }
}
