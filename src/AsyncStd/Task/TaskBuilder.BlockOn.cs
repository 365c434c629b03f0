namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

// Running the task to its end.
public readonly partial record struct TaskBuilder
{
    /// <summary>Spawns a body with what was set, and keeps the calling thread until it has ended.</summary>
    /// <param name="body">The body, for instance an <c>async</c> method.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <exception cref="InvalidOperationException">The calling thread is running a task: waiting there can deadlock.</exception>
    [OverloadResolutionPriority(3)]
    public void BlockOn(Func<TaskBody> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        Runtime.BlockOn(Spawn(body, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the body.</returns>
    [OverloadResolutionPriority(3)]
    public T BlockOn<T>(Func<TaskBody<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        return Runtime.BlockOn(Spawn(body, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public void BlockOn(Func<Task> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        Runtime.BlockOn(Spawn(body, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the body.</returns>
    [OverloadResolutionPriority(2)]
    public T BlockOn<T>(Func<Task<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        return Runtime.BlockOn(Spawn(body, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public void BlockOn(Func<ValueTask> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        Runtime.BlockOn(Spawn(body, file, line));
    }

    /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the body.</returns>
    [OverloadResolutionPriority(1)]
    public T BlockOn<T>(Func<ValueTask<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        EnsureMayBlock();
        return Runtime.BlockOn(Spawn(body, file, line));
    }
}
