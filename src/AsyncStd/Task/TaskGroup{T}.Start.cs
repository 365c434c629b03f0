namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using Task = System.Threading.Tasks.Task;

// Spawning in a group without asking for the handle.
public sealed partial class TaskGroup<T>
{
    /// <summary>Spawns an async lambda as a child of the group, without a handle: what becomes of it is the group's business.</summary>
    /// <param name="body">The body, for instance <c>async () => await Work()</c>.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    [OverloadResolutionPriority(3)]
    public void Start(Func<TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Spawn(body, name, file, line);

    /// <summary>Spawns an async lambda that is given its state instead of capturing it, which saves the closure and its delegate.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the body works on.</param>
    /// <param name="body">The body, for instance <c>static async state => await Work(state)</c>.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    [OverloadResolutionPriority(3)]
    public void Start<TState>(TState state, Func<TState, TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Spawn(state, body, name, file, line);

    /// <summary>Spawns a method that returns a <see cref="Task"/>: it is called on the runtime, and its task awaited there.</summary>
    /// <param name="body">The method.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    [OverloadResolutionPriority(2)]
    public void Start(Func<Task<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Spawn(body, name, file, line);

    /// <summary>Spawns a method that returns a <see cref="ValueTask"/>: it is called on the runtime, and its task awaited there.</summary>
    /// <param name="body">The method.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    [OverloadResolutionPriority(1)]
    public void Start(Func<ValueTask<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Spawn(body, name, file, line);

    /// <summary>Spawns a plain function. One that blocks belongs into <c>SpawnBlocking</c>.</summary>
    /// <param name="body">The function.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    public void Start(Func<T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Spawn(body, name, file, line);

    /// <summary>Spawns a plain function that is given its state instead of capturing it, which saves the closure and its delegate.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What the body works on.</param>
    /// <param name="body">The function.</param>
    /// <param name="name">A name for diagnosis.</param>
    /// <param name="file">Filled in by the compiler: the spawn site.</param>
    /// <param name="line">Filled in by the compiler: the spawn site.</param>
    /// <exception cref="InvalidOperationException">The group is closed; or it is being left, and the calling code is not in it.</exception>
    public void Start<TState>(TState state, Func<TState, T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Spawn(state, body, name, file, line);
}
