namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>Waits for somebody else's task, and gives up when it is asked to: the task goes on alone.</summary>
/// <remarks>The runtime's context is captured: without, a task that ends on the runtime itself would come back by way of the thread pool, and virtual time would
/// run on meanwhile.</remarks>
internal sealed class ForeignTaskWait<T> : Operation<T>
{
    public override string Description => "foreign task";

    public ValueTask<T> For(Task<T> task)
    {
        ValueTask<T> result = Start(default);
        ConfiguredTaskAwaitable<T>.ConfiguredTaskAwaiter awaiter = task.ConfigureAwait(true).GetAwaiter();
        awaiter.UnsafeOnCompleted(() => End(() => awaiter.GetResult()));
        return result;
    }

    public ValueTask For(Task task)
    {
        ValueTask result = StartWithoutResult(default);
        ConfiguredTaskAwaitable.ConfiguredTaskAwaiter awaiter = task.ConfigureAwait(true).GetAwaiter();
        awaiter.UnsafeOnCompleted(() => End(() =>
        {
            awaiter.GetResult();
            return default!;
        }));
        return result;
    }

    /// <summary>The version is that of the only use: who comes late changes nothing.</summary>
    private void End(Func<T> result)
    {
        if (IsCompleted || Version != 0)
        {
            return; // given up: if the task fails, its exception was seen by nobody
        }

        try
        {
            TrySetResult(result(), 0);
        }
        catch (Exception e)
        {
            TrySetException(e, 0);
        }
    }
}
