namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using Task = System.Threading.Tasks.Task;

// Spawning in a group.
public sealed partial class TaskGroup
{
    /// <summary>Spawns an async lambda as a child of the group; see <c>Task.Spawn</c>.</summary>
    /// <param name="body">The body, for instance <c>async () => await Work()</c>.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    [OverloadResolutionPriority(3)]
    public JoinHandle Spawn(Func<TaskBody> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(Bodies.Build(body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{TaskBody}, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(3)]
    public JoinHandle<T> Spawn<T>(Func<TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(Bodies.Build(body).Handle, name, file, line);
    }

    /// <summary>Spawns an async lambda that is given its state instead of capturing it, which saves the closure and its delegate.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the body works on.</param>
    /// <param name="body">The body, for instance <c>static async state => await Work(state)</c>.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    [OverloadResolutionPriority(3)]
    public JoinHandle Spawn<TState>(TState state, Func<TState, TaskBody> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(Bodies.Build(state, body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn{TState}(TState, Func{TState, TaskBody}, string?, string?, int)"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(3)]
    public JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(Bodies.Build(state, body).Handle, name, file, line);
    }

    /// <summary>Spawns a method that returns a <see cref="Task"/>: it is called on the runtime, and its task awaited there.</summary>
    /// <param name="body">The method.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    [OverloadResolutionPriority(2)]
    public JoinHandle Spawn(Func<Task> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{Task}, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(2)]
    public JoinHandle<T> Spawn<T>(Func<Task<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <summary>Spawns a method that returns a <see cref="ValueTask"/>: it is called on the runtime, and its task awaited there.</summary>
    /// <param name="body">The method.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    [OverloadResolutionPriority(1)]
    public JoinHandle Spawn(Func<ValueTask> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{ValueTask}, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(1)]
    public JoinHandle<T> Spawn<T>(Func<ValueTask<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <summary>Spawns a plain function. One that blocks belongs into <see cref="SpawnBlocking(Action, string?, string?, int)"/>.</summary>
    /// <param name="body">The function.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    public JoinHandle Spawn(Action body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(new ActionTask(body), name, file, line);
    }

    /// <inheritdoc cref="Spawn(Action, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public JoinHandle<T> Spawn<T>(Func<T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(new FunctionTask<T>(body), name, file, line);
    }

    /// <summary>Spawns a plain function that is given its state instead of capturing it, which saves the closure and its delegate.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the function works on.</param>
    /// <param name="body">The function.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    public JoinHandle Spawn<TState>(TState state, Action<TState> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(new ActionTask<TState>(state, body), name, file, line);
    }

    /// <inheritdoc cref="Spawn{TState}(TState, Action{TState}, string?, string?, int)"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    public JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(new FunctionTask<TState, T>(state, body), name, file, line);
    }

    /// <summary>Spawns an async lambda as a child whose every slice runs at this place: on the worker, or the one thread, that spawns it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    /// <exception cref="InvalidOperationException">The calling thread is not a place of the group's runtime; or the group is closed or being left.</exception>
    /// <exception cref="NotSupportedException">The runtime has no places.</exception>
    [OverloadResolutionPriority(3)]
    public JoinHandle SpawnLocal(Func<TaskBody> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        int place = _node.PlaceOfThisThread();
        return _node.Start(Bodies.Build(body).Handle, name, file, line, GroupRole.Child, place);
    }

    /// <inheritdoc cref="SpawnLocal(Func{TaskBody}, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(3)]
    public JoinHandle<T> SpawnLocal<T>(Func<TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        int place = _node.PlaceOfThisThread();
        return _node.Start(Bodies.Build(body).Handle, name, file, line, GroupRole.Child, place);
    }

    /// <summary>Runs a function that may block its thread for long as a child, on a thread kept for such calls. A call that has begun cannot be stopped.</summary>
    /// <param name="body">The function.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The handle of the call.</returns>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    public JoinHandle SpawnBlocking(Action body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(new ActionTask(body), name, file, line, GroupRole.BlockingChild);
    }

    /// <inheritdoc cref="SpawnBlocking(Action, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public JoinHandle<T> SpawnBlocking<T>(Func<T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _node.Start(new FunctionTask<T>(body), name, file, line, GroupRole.BlockingChild);
    }
}
