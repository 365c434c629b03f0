namespace AsyncStd.Task;

using System.ComponentModel;
using System.Runtime.CompilerServices;

/// <summary>The body of a task with a result, built but not started: what an async lambda becomes when it is passed to <c>Task.Spawn</c>.</summary>
/// <remarks>Not for use by hand: it exists so that the compiler builds the lambda's state machine straight into the task.</remarks>
/// <typeparam name="T">The type of the result.</typeparam>
[AsyncMethodBuilder(typeof(TaskBodyMethodBuilder<>))]
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TaskBody<T>
{
    internal TaskBody(JoinHandle<T> handle) => Handle = handle;

    internal JoinHandle<T>? Handle { get; }
}
