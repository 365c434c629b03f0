namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

// Starting the task.
public readonly partial record struct TaskBuilder
{
    /// <summary>Spawns an async lambda with what was set.</summary>
    /// <param name="body">The body, for instance <c>async () => await Work()</c>.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(3)]
    public JoinHandle Spawn(Func<TaskBody> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Build(body).Handle, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(3)]
    public JoinHandle<T> Spawn<T>(Func<TaskBody<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Build(body).Handle, file, line);
    }

    /// <summary>Spawns an async lambda that is given its state instead of capturing it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the body works on.</param>
    /// <param name="body">The body, for instance <c>static async state => await Work(state)</c>.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(3)]
    public JoinHandle Spawn<TState>(TState state, Func<TState, TaskBody> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Build(state, body).Handle, file, line);
    }

    /// <inheritdoc cref="Spawn{TState}(TState, Func{TState, TaskBody}, string?, int)"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(3)]
    public JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, TaskBody<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Build(state, body).Handle, file, line);
    }

    /// <summary>Spawns a method that returns a task: it is called on the runtime, and its task awaited there.</summary>
    /// <param name="body">The method.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(2)]
    public JoinHandle Spawn(Func<Task> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{Task}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(2)]
    public JoinHandle<T> Spawn<T>(Func<Task<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{Task}, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public JoinHandle Spawn(Func<ValueTask> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{Task}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(1)]
    public JoinHandle<T> Spawn<T>(Func<ValueTask<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, file, line);
    }

    /// <summary>Spawns a plain function, to run on the runtime in one go.</summary>
    /// <param name="body">The function.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    public JoinHandle Spawn(Action body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new ActionTask(body), file, line);
    }

    /// <inheritdoc cref="Spawn(Action, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public JoinHandle<T> Spawn<T>(Func<T> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new FunctionTask<T>(body), file, line);
    }

    /// <summary>Spawns a plain function that is given its state instead of capturing it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the function works on.</param>
    /// <param name="body">The function.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    public JoinHandle Spawn<TState>(TState state, Action<TState> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new ActionTask<TState>(state, body), file, line);
    }

    /// <inheritdoc cref="Spawn{TState}(TState, Action{TState}, string?, int)"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    public JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, T> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new FunctionTask<TState, T>(state, body), file, line);
    }

    /// <summary>Spawns an async lambda whose every slice runs at this place: on the worker, or the one thread, that spawns it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    /// <exception cref="InvalidOperationException">The calling thread is not a place of the runtime; or <see cref="LongRunning"/> was set, which is the opposite.</exception>
    /// <exception cref="NotSupportedException">The runtime has no places: the thread pool's threads are nobody's.</exception>
    [OverloadResolutionPriority(3)]
    public JoinHandle SpawnLocal(Func<TaskBody> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        int place = PlaceOfThisThread();
        return Start(Bodies.Build(body).Handle, file, line, place);
    }

    /// <inheritdoc cref="SpawnLocal(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(3)]
    public JoinHandle<T> SpawnLocal<T>(Func<TaskBody<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        int place = PlaceOfThisThread();
        return Start(Bodies.Build(body).Handle, file, line, place);
    }

    /// <summary>Runs a function that may block its thread for long, on a thread kept for such calls. Always queued, never run at once.</summary>
    /// <param name="body">The function.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The handle of the call.</returns>
    public JoinHandle SpawnBlocking(Action body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StartBlocking(new ActionTask(body), file, line);
    }

    /// <inheritdoc cref="SpawnBlocking(Action, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public JoinHandle<T> SpawnBlocking<T>(Func<T> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StartBlocking(new FunctionTask<T>(body), file, line);
    }
}
