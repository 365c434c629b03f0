namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>How library code that needs no context waits for what may be somebody else's, a driver's call above all.</summary>
/// <remarks><c>ConfigureAwait(false)</c> alone is right for an operation, and for whatever else is a source. But if there is a task within, and it ends
/// where a context of ours is current, the BCL has who awaits it go on in the thread pool: a runtime of one thread is left, and a paused clock jumps
/// meanwhile. Such a task is awaited as a leaf is: its end schedules who waits on the runtime of the waiting code.</remarks>
internal static class ForeignTaskEnd
{
    private static readonly bool s_canTell = CanTell();

    /// <summary>Waits without a context, and goes on on the runtime; code of no runtime goes on as after <c>ConfigureAwait(false)</c>.</summary>
    public static ConfiguredValueTaskAwaitable OnRuntime(this ValueTask call) => call.AsLeaf().ConfigureAwait(false);

    /// <inheritdoc cref="OnRuntime(ValueTask)"/>
    public static ConfiguredValueTaskAwaitable<T> OnRuntime<T>(this ValueTask<T> call) => call.AsLeaf().ConfigureAwait(false);

    /// <inheritdoc cref="OnRuntime(ValueTask)"/>
    public static ConfiguredValueTaskAwaitable OnRuntime(this Task task) => new ValueTask(task).OnRuntime();

    /// <inheritdoc cref="OnRuntime(ValueTask)"/>
    public static ConfiguredValueTaskAwaitable<T> OnRuntime<T>(this Task<T> task) => new ValueTask<T>(task).OnRuntime();

    /// <summary>The same call, which whoever awaits it goes on from on the runtime: for code of the BCL's that gets it from a stream of ours.</summary>
    public static ValueTask AsLeaf(this ValueTask call)
        => s_canTell && Inside.Source(ref call) is Task { IsCompleted: false } task && Ambient.Item is not null
            ? new ValueTask(new ForeignTaskEnd<Nothing>(task), 0)
            : call;

    /// <inheritdoc cref="AsLeaf(ValueTask)"/>
    public static ValueTask<T> AsLeaf<T>(this ValueTask<T> call)
        => s_canTell && Inside<T>.Source(ref call) is Task { IsCompleted: false } task && Ambient.Item is not null
            ? new ValueTask<T>(new ForeignTaskEnd<T>(task), 0)
            : call;

    /// <summary>Whether the BCL has the field under the name that we know: without, every call is awaited as a source is.</summary>
    private static bool CanTell()
    {
        try
        {
            var call = new ValueTask(Task.CompletedTask);
            var callWithResult = new ValueTask<int>(Task.FromResult(0));
            return Inside.Source(ref call) is Task && Inside<int>.Source(ref callWithResult) is Task;
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

    /// <summary>What a value task stands for: a task, a source, or nothing if its result is there. Nothing public tells without using it up.</summary>
    private static class Inside
    {
        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_obj")]
        public static extern ref object? Source(ref ValueTask call);
    }

    /// <inheritdoc cref="Inside"/>
    private static class Inside<T>
    {
        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_obj")]
        public static extern ref object? Source(ref ValueTask<T> call);
    }
}
