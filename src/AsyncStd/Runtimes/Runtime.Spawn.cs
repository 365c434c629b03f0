namespace AsyncStd.Runtimes;

using System.Runtime.CompilerServices;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Starting tasks. Task.Spawn of the prelude is this on Current.
public abstract partial class Runtime
{
    /// <summary>Spawns an async lambda: its state machine is built straight into the task.</summary>
    /// <param name="body">The body, for instance <c>async () => await Work()</c>.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(3)]
    public JoinHandle Spawn(Func<TaskBody> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Build(body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{TaskBody}, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(3)]
    public JoinHandle<T> Spawn<T>(Func<TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Build(body).Handle, name, file, line);
    }

    /// <summary>Spawns an async lambda that is given its state instead of capturing it, which saves the closure and its delegate.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the body works on.</param>
    /// <param name="body">The body, for instance <c>static async state => await Work(state)</c>.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(3)]
    public JoinHandle Spawn<TState>(TState state, Func<TState, TaskBody> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Build(state, body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn{TState}(TState, Func{TState, TaskBody}, string?, string?, int)"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(3)]
    public JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Build(state, body).Handle, name, file, line);
    }

    /// <summary>Spawns a method that returns a <see cref="Task"/>: it is called on the runtime, and its task awaited there.</summary>
    /// <param name="body">The method.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(2)]
    public JoinHandle Spawn(Func<Task> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{Task}, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(2)]
    public JoinHandle<T> Spawn<T>(Func<Task<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <summary>Spawns a method that returns a <see cref="ValueTask"/>: it is called on the runtime, and its task awaited there.</summary>
    /// <param name="body">The method.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(1)]
    public JoinHandle Spawn(Func<ValueTask> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{ValueTask}, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(1)]
    public JoinHandle<T> Spawn<T>(Func<ValueTask<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <summary>Spawns a method that spawns a task itself, such as an <c>async</c> one that returns a handle: this task ends as that one does.</summary>
    /// <param name="body">The method.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(2)]
    public JoinHandle Spawn(Func<JoinHandle> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn(Func{JoinHandle}, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(2)]
    public JoinHandle<T> Spawn<T>(Func<JoinHandle<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(body).Handle, name, file, line);
    }

    /// <summary>Spawns a method that is given its state and returns a <see cref="Task"/>: it is called on the runtime, and its task awaited there.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the method works on.</param>
    /// <param name="body">The method.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(2)]
    public JoinHandle Spawn<TState>(TState state, Func<TState, Task> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(state, body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn{TState}(TState, Func{TState, Task}, string?, string?, int)"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(2)]
    public JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, Task<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(state, body).Handle, name, file, line);
    }

    /// <summary>Spawns a method that is given its state and returns a <see cref="ValueTask"/>: it is called on the runtime, and its task awaited there.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the method works on.</param>
    /// <param name="body">The method.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    [OverloadResolutionPriority(1)]
    public JoinHandle Spawn<TState>(TState state, Func<TState, ValueTask> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(state, body).Handle, name, file, line);
    }

    /// <inheritdoc cref="Spawn{TState}(TState, Func{TState, ValueTask}, string?, string?, int)"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(1)]
    public JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, ValueTask<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(Bodies.Call(state, body).Handle, name, file, line);
    }

    /// <summary>Spawns a plain function, to run on the runtime. One that blocks belongs into <see cref="SpawnBlocking{T}"/>.</summary>
    /// <param name="body">The function.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    public JoinHandle Spawn(Action body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new ActionTask(body), name, file, line);
    }

    /// <inheritdoc cref="Spawn(Action, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public JoinHandle<T> Spawn<T>(Func<T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new FunctionTask<T>(body), name, file, line);
    }

    /// <summary>Spawns a plain action that is given its state instead of capturing it, which saves the closure and its delegate.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the action works on.</param>
    /// <param name="body">The action.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    public JoinHandle Spawn<TState>(TState state, Action<TState> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new ActionTask<TState>(state, body), name, file, line);
    }

    /// <summary>Spawns a plain function that is given its state instead of capturing it, which saves the closure and its delegate.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="state">What the function works on.</param>
    /// <param name="body">The function.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    public JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new FunctionTask<TState, T>(state, body), name, file, line);
    }

    /// <summary>Spawns an async lambda whose every slice runs at this place: on the worker, or the one thread, that spawns it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The task's handle.</returns>
    /// <exception cref="InvalidOperationException">The calling thread is not a place of this runtime.</exception>
    /// <exception cref="NotSupportedException">The runtime has no places: the thread pool's threads are nobody's.</exception>
    [OverloadResolutionPriority(3)]
    public JoinHandle SpawnLocal(Func<TaskBody> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        int place = PlaceOfThisThread();
        return Start(Bodies.Build(body).Handle, name, file, line, place);
    }

    /// <inheritdoc cref="SpawnLocal(Func{TaskBody}, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(3)]
    public JoinHandle<T> SpawnLocal<T>(Func<TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        int place = PlaceOfThisThread();
        return Start(Bodies.Build(body).Handle, name, file, line, place);
    }

    /// <summary>Runs a function that may block its thread for long, without keeping others from running. Always queued, never run at once.</summary>
    /// <param name="body">The function.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <returns>The handle of the call.</returns>
    public JoinHandle SpawnBlocking(Action body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StartBlocking(new ActionTask(body), name, file, line);
    }

    /// <inheritdoc cref="SpawnBlocking(Action, string?, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public JoinHandle<T> SpawnBlocking<T>(Func<T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StartBlocking(new FunctionTask<T>(body), name, file, line);
    }

    /// <summary>What <see cref="Spawn(Func{TaskBody}, string?, string?, int)"/> of <see cref="Current"/> does, with one look at the ambient slot.</summary>
    internal static THandle StartHere<THandle>(THandle? task, string? name, string? file, int line)
        where THandle : JoinHandle
    {
        if (task is null)
        {
            throw NeverBuilt(nameof(task));
        }

        WorkItem? around = Ambient.Item;
        task.SetName(name);
        task.Publish(around?.Owner ?? Default, around, file, line);
        return task;
    }

    /// <summary>The same for <see cref="SpawnBlocking(Action, string?, string?, int)"/>.</summary>
    internal static THandle StartBlockingHere<THandle>(THandle task, string? name, string? file, int line)
        where THandle : JoinHandle
    {
        WorkItem? around = Ambient.Item;
        task.SetName(name);
        task.PublishBlocking(around?.Owner ?? Default, around, file, line);
        return task;
    }

    private static ArgumentException NeverBuilt(string name) => new("The function must be an async lambda: its body was never built.", name);

    private THandle Start<THandle>(THandle? task, string? name, string? file, int line, int place = 0)
        where THandle : JoinHandle
    {
        if (task is null)
        {
            throw NeverBuilt(nameof(task));
        }

        task.SetName(name);
        task.Affinity = place;
        task.Publish(this, file, line);
        return task;
    }

    private THandle StartBlocking<THandle>(THandle task, string? name, string? file, int line)
        where THandle : JoinHandle
    {
        task.SetName(name);
        task.PublishBlocking(this, file, line);
        return task;
    }

    internal int PlaceOfThisThread()
    {
        int place = NearestPlace;
        return place != 0 ? place : throw NoPlace();
    }

    /// <summary>Why <see cref="SpawnLocal(Func{TaskBody}, string?, string?, int)"/> is not possible here.</summary>
    private protected virtual Exception NoPlace()
        => new InvalidOperationException($"SpawnLocal pins a task to the calling thread, which does not belong to runtime '{Name}' ({Executor}); call it from within one of its tasks.");
}
