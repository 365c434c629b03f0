namespace AsyncStd.Runtimes;

using System.Runtime.CompilerServices;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Entering the asynchronous world from a thread that may wait: Main, a test, a callback of somebody's.
public abstract partial class Runtime
{
    /// <summary>Spawns a body and keeps the calling thread until it has ended.</summary>
    /// <param name="body">The body.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <exception cref="InvalidOperationException">The calling thread is running a task: waiting there can deadlock.</exception>
    [OverloadResolutionPriority(3)]
    public void BlockOn(Func<TaskBody> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        Finish(Spawn(body, null, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the body.</returns>
    [OverloadResolutionPriority(3)]
    public T BlockOn<T>(Func<TaskBody<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        return Finish(Spawn(body, null, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public void BlockOn(Func<Task> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        Finish(Spawn(body, null, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the body.</returns>
    [OverloadResolutionPriority(2)]
    public T BlockOn<T>(Func<Task<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        return Finish(Spawn(body, null, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public void BlockOn(Func<ValueTask> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        Finish(Spawn(body, null, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the body.</returns>
    [OverloadResolutionPriority(1)]
    public T BlockOn<T>(Func<ValueTask<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        return Finish(Spawn(body, null, file, line));
    }

    /// <summary>Keeps the calling thread until a spawned task has ended; throws what ended it.</summary>
    /// <param name="handle">The task; of any runtime.</param>
    /// <exception cref="InvalidOperationException">The calling thread is running a task: waiting there can deadlock.</exception>
    public static void BlockOn(JoinHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        WaitForEnd(handle);
        handle.ThrowIfFailed();
    }

    /// <inheritdoc cref="BlockOn(JoinHandle)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the task.</returns>
    public static T BlockOn<T>(JoinHandle<T> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        WaitForEnd(handle);
        return handle.GetResult();
    }

    /// <summary>Keeps the calling thread until a value task that was started elsewhere has ended; at once if it is there.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">The task.</param>
    /// <returns>The result of the task.</returns>
    /// <exception cref="InvalidOperationException">The calling thread is running a task: waiting there can deadlock.</exception>
    public static T BlockOn<T>(ValueTask<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : WaitFor(task);

    /// <inheritdoc cref="BlockOn{T}(ValueTask{T})"/>
    public static void BlockOn(ValueTask task)
    {
        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
        }
        else
        {
            WaitFor(task);
        }
    }

    /// <summary>Throws if the calling thread must not wait for this runtime's tasks: because it runs one, or because they would need it.</summary>
    /// <exception cref="InvalidOperationException">Waiting here can deadlock.</exception>
    /// <remarks>Called before anything is spawned by <c>BlockOn</c> or awaited by <see cref="Dispose"/>. An override calls the base first.</remarks>
    protected internal virtual void EnsureMayBlock()
    {
        if (Slice.IsRunning)
        {
            throw new InvalidOperationException(
                "BlockOn was called from within a task of an AsyncStd runtime; it would block the thread that the task may need. Await instead.");
        }
    }

    // Methods of their own: a closure is allocated where its variable begins, and a task that is ready must cost nothing.
    private static T WaitFor<T>(ValueTask<T> task) => Current.BlockOn(() => task);

    private static void WaitFor(ValueTask task) => Current.BlockOn(() => task);

    private static void WaitForEnd(JoinHandle handle)
    {
        if (!handle.IsCompleted)
        {
            handle.Owner!.EnsureMayBlock();
            if (FeatureSwitches.EventsSupported && RuntimeEventSource.Log.IsEnabled())
            {
                RunUntilWithEvents(handle);
                return;
            }

            handle.Owner!.RunUntil(handle);
        }
    }

    private static void RunUntilWithEvents(JoinHandle handle)
    {
        long id = handle.EventId;
        RuntimeEventSource.Log.BlockOnStarted(id);
        try
        {
            handle.Owner!.RunUntil(handle);
        }
        finally
        {
            RuntimeEventSource.Log.BlockOnEnded(id);
        }
    }

    private static void Finish(JoinHandle handle)
    {
        WaitForEnd(handle);
        handle.ThrowIfFailed();
    }

    private static T Finish<T>(JoinHandle<T> handle)
    {
        WaitForEnd(handle);
        return handle.GetResult();
    }
}
