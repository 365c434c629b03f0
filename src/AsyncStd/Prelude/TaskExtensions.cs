namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>What the prelude adds to <see cref="Task"/>.</summary>
/// <example><code>
/// using AsyncStd.Prelude;
///
/// var worker = Task.Spawn(async () => { await Task.Sleep(TimeSpan.FromMilliseconds(5)); return 42; });
/// Console.WriteLine(await worker);
/// </code></example>
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Spawns an async lambda: its state machine is built straight into the task.</summary>
        /// <param name="body">The body, for instance <c>async () => await Work()</c>.</param>
        /// <param name="name">A name for diagnosis.</param>
        /// <param name="file">Filled in by the compiler: the spawn site.</param>
        /// <param name="line">Filled in by the compiler: the spawn site.</param>
        /// <returns>The task's handle.</returns>
        [OverloadResolutionPriority(3)]
        public static JoinHandle Spawn(Func<TaskBody> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Build(body).Handle, name, file, line);
        }

        /// <inheritdoc cref="Spawn(Func{TaskBody}, string?, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        [OverloadResolutionPriority(3)]
        public static JoinHandle<T> Spawn<T>(Func<TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Build(body).Handle, name, file, line);
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
        public static JoinHandle Spawn<TState>(TState state, Func<TState, TaskBody> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Build(state, body).Handle, name, file, line);
        }

        /// <inheritdoc cref="Spawn{TState}(TState, Func{TState, TaskBody}, string?, string?, int)"/>
        /// <typeparam name="TState">The type of the state.</typeparam>
        /// <typeparam name="T">The type of the result.</typeparam>
        [OverloadResolutionPriority(3)]
        public static JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Build(state, body).Handle, name, file, line);
        }

        /// <summary>Spawns a method that returns a <see cref="Task"/>: it is called on the runtime, and its task awaited there.</summary>
        /// <param name="body">The method.</param>
        /// <param name="name">A name for diagnosis.</param>
        /// <param name="file">Filled in by the compiler: the spawn site.</param>
        /// <param name="line">Filled in by the compiler: the spawn site.</param>
        /// <returns>The task's handle.</returns>
        [OverloadResolutionPriority(2)]
        public static JoinHandle Spawn(Func<Task> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(body).Handle, name, file, line);
        }

        /// <inheritdoc cref="Spawn(Func{Task}, string?, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        [OverloadResolutionPriority(2)]
        public static JoinHandle<T> Spawn<T>(Func<Task<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(body).Handle, name, file, line);
        }

        /// <summary>Spawns a method that returns a <see cref="ValueTask"/>: it is called on the runtime, and its task awaited there.</summary>
        /// <param name="body">The method.</param>
        /// <param name="name">A name for diagnosis.</param>
        /// <param name="file">Filled in by the compiler: the spawn site.</param>
        /// <param name="line">Filled in by the compiler: the spawn site.</param>
        /// <returns>The task's handle.</returns>
        [OverloadResolutionPriority(1)]
        public static JoinHandle Spawn(Func<ValueTask> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(body).Handle, name, file, line);
        }

        /// <inheritdoc cref="Spawn(Func{ValueTask}, string?, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        [OverloadResolutionPriority(1)]
        public static JoinHandle<T> Spawn<T>(Func<ValueTask<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(body).Handle, name, file, line);
        }

        /// <summary>Spawns a method that spawns a task itself, such as an <c>async</c> one that returns a handle: this task ends as that one does.</summary>
        /// <param name="body">The method.</param>
        /// <param name="name">A name for diagnosis.</param>
        /// <param name="file">Filled in by the compiler: the spawn site.</param>
        /// <param name="line">Filled in by the compiler: the spawn site.</param>
        /// <returns>The task's handle.</returns>
        [OverloadResolutionPriority(2)]
        public static JoinHandle Spawn(Func<JoinHandle> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(body).Handle, name, file, line);
        }

        /// <inheritdoc cref="Spawn(Func{JoinHandle}, string?, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        [OverloadResolutionPriority(2)]
        public static JoinHandle<T> Spawn<T>(Func<JoinHandle<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(body).Handle, name, file, line);
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
        public static JoinHandle Spawn<TState>(TState state, Func<TState, Task> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(state, body).Handle, name, file, line);
        }

        /// <inheritdoc cref="Spawn{TState}(TState, Func{TState, Task}, string?, string?, int)"/>
        /// <typeparam name="TState">The type of the state.</typeparam>
        /// <typeparam name="T">The type of the result.</typeparam>
        [OverloadResolutionPriority(2)]
        public static JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, Task<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(state, body).Handle, name, file, line);
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
        public static JoinHandle Spawn<TState>(TState state, Func<TState, ValueTask> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(state, body).Handle, name, file, line);
        }

        /// <inheritdoc cref="Spawn{TState}(TState, Func{TState, ValueTask}, string?, string?, int)"/>
        /// <typeparam name="TState">The type of the state.</typeparam>
        /// <typeparam name="T">The type of the result.</typeparam>
        [OverloadResolutionPriority(1)]
        public static JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, ValueTask<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(Bodies.Call(state, body).Handle, name, file, line);
        }

        /// <summary>Spawns a plain function, to run on the runtime. One that blocks belongs into <see cref="SpawnBlocking{T}"/>.</summary>
        /// <param name="body">The function.</param>
        /// <param name="name">A name for diagnosis.</param>
        /// <param name="file">Filled in by the compiler: the spawn site.</param>
        /// <param name="line">Filled in by the compiler: the spawn site.</param>
        /// <returns>The task's handle.</returns>
        public static JoinHandle Spawn(Action body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(new ActionTask(body), name, file, line);
        }

        /// <inheritdoc cref="Spawn(Action, string?, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        public static JoinHandle<T> Spawn<T>(Func<T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(new FunctionTask<T>(body), name, file, line);
        }

        /// <summary>Spawns a plain action that is given its state instead of capturing it, which saves the closure and its delegate.</summary>
        /// <typeparam name="TState">The type of the state.</typeparam>
        /// <param name="state">What the action works on.</param>
        /// <param name="body">The action.</param>
        /// <param name="name">A name for diagnosis.</param>
        /// <param name="file">Filled in by the compiler: the spawn site.</param>
        /// <param name="line">Filled in by the compiler: the spawn site.</param>
        /// <returns>The task's handle.</returns>
        public static JoinHandle Spawn<TState>(TState state, Action<TState> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(new ActionTask<TState>(state, body), name, file, line);
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
        public static JoinHandle<T> Spawn<TState, T>(TState state, Func<TState, T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartHere(new FunctionTask<TState, T>(state, body), name, file, line);
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
        public static JoinHandle SpawnLocal(Func<TaskBody> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Runtime.Current.SpawnLocal(body, name, file, line);

        /// <inheritdoc cref="SpawnLocal(Func{TaskBody}, string?, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        [OverloadResolutionPriority(3)]
        public static JoinHandle<T> SpawnLocal<T>(Func<TaskBody<T>> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Runtime.Current.SpawnLocal(body, name, file, line);

        /// <summary>Runs a function that may block its thread for long, without keeping others from running. Always queued, never run at once.</summary>
        /// <param name="body">The function.</param>
        /// <param name="name">A name for diagnosis.</param>
        /// <param name="file">Filled in by the compiler: the spawn site.</param>
        /// <param name="line">Filled in by the compiler: the spawn site.</param>
        /// <returns>The handle of the call.</returns>
        public static JoinHandle SpawnBlocking(Action body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartBlockingHere(new ActionTask(body), name, file, line);
        }

        /// <inheritdoc cref="SpawnBlocking(Action, string?, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        public static JoinHandle<T> SpawnBlocking<T>(Func<T> body, string? name = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Runtime.StartBlockingHere(new FunctionTask<T>(body), name, file, line);
        }

        /// <summary>Spawns a body on the current runtime and keeps the calling thread until it has ended: how <c>Main</c> begins.</summary>
        /// <param name="body">The body, for instance an <c>async</c> method: <c>Task.BlockOn(MainAsync)</c>.</param>
        /// <param name="file">Filled in by the compiler: the spawn site.</param>
        /// <param name="line">Filled in by the compiler: the spawn site.</param>
        /// <exception cref="InvalidOperationException">The calling thread is running a task: waiting there can deadlock.</exception>
        [OverloadResolutionPriority(3)]
        public static void BlockOn(Func<TaskBody> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Runtime.Current.BlockOn(body, file, line);

        /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the body.</returns>
        [OverloadResolutionPriority(3)]
        public static T BlockOn<T>(Func<TaskBody<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Runtime.Current.BlockOn(body, file, line);

        /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static void BlockOn(Func<Task> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Runtime.Current.BlockOn(body, file, line);

        /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the body.</returns>
        [OverloadResolutionPriority(2)]
        public static T BlockOn<T>(Func<Task<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Runtime.Current.BlockOn(body, file, line);

        /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static void BlockOn(Func<ValueTask> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Runtime.Current.BlockOn(body, file, line);

        /// <inheritdoc cref="BlockOn(Func{TaskBody}, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the body.</returns>
        [OverloadResolutionPriority(1)]
        public static T BlockOn<T>(Func<ValueTask<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Runtime.Current.BlockOn(body, file, line);

        /// <summary>Keeps the calling thread until a spawned task has ended; throws what ended it.</summary>
        /// <param name="handle">The task; of any runtime.</param>
        /// <exception cref="InvalidOperationException">The calling thread is running a task: waiting there can deadlock.</exception>
        public static void BlockOn(JoinHandle handle) => Runtime.BlockOn(handle);

        /// <inheritdoc cref="BlockOn(JoinHandle)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the task.</returns>
        public static T BlockOn<T>(JoinHandle<T> handle) => Runtime.BlockOn(handle);

        /// <summary>Keeps the calling thread until a value task that was started elsewhere has ended; at once, at no cost, if it has.</summary>
        /// <param name="task">The task.</param>
        /// <exception cref="InvalidOperationException">The calling thread is running a task: waiting there can deadlock.</exception>
        public static void BlockOn(ValueTask task) => Runtime.BlockOn(task);

        /// <inheritdoc cref="BlockOn(ValueTask)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the task.</returns>
        public static T BlockOn<T>(ValueTask<T> task) => Runtime.BlockOn(task);

        /// <summary>Waits for a time on the runtime's clock. Never ends early.</summary>
        /// <param name="delay">How long: zero only gives way, if it must; <see cref="Timeout.InfiniteTimeSpan"/> waits until it is cancelled.</param>
        /// <param name="cancellationToken">Ends the wait early.</param>
        /// <returns>Await it, once or more often; or convert it to a task.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The time is below zero and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
        /// <exception cref="OperationCanceledException">Thrown by the await: the token was cancelled, or the task was asked to stop.</exception>
        /// <remarks><em>Cancellation</em>: a cancelled sleep leaves nothing behind.</remarks>
        public static SleepAwaitable Sleep(TimeSpan delay, CancellationToken cancellationToken = default)
        {
            if (delay < TimeSpan.Zero && delay != System.Threading.Timeout.InfiniteTimeSpan)
            {
                throw new ArgumentOutOfRangeException(nameof(delay), delay, "A sleep takes zero or more time, or Timeout.InfiniteTimeSpan.");
            }

            return new SleepAwaitable(delay, cancellationToken);
        }

        /// <summary>Gives way: the calling code goes behind everything else that was ready to go on, and lets others run.</summary>
        /// <returns>Await it.</returns>
        /// <exception cref="OperationCanceledException">Thrown by the await: the task was asked to stop.</exception>
        public static YieldNowAwaitable YieldNow() => default;
    }
}
