namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Limits in time.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Runs a function, and stops it if it has not ended within a limit: it is asked to stop, and waited for until it has.</summary>
        /// <param name="limit">How long the function may take; zero stops it at its first wait. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> is no limit.</param>
        /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
        /// <param name="cancellationToken">Asks the function to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when the function has.</returns>
        /// <exception cref="TimeoutException">The function was stopped for want of time. One that had a result all the same gives it, so nothing is lost.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below zero and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>The function begins on the caller's stack and runs in a child scope. The time counts from its first wait: what is ready at once wins against any limit.</para>
        /// <para>One that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>; the exception comes all the same.</para>
        /// <para><em>Cancellation</em>: stops the function in the same way.</para>
        /// </remarks>
        /// <example><code>
        /// string text = await Task.Timeout(TimeSpan.FromSeconds(2), async () =>
        /// {
        ///     await Task.Sleep(TimeSpan.FromMilliseconds(1));
        ///     return "in time";
        /// });
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public static ValueTask Timeout(TimeSpan limit, Func<TaskBody> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<TaskBody<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Timeout(TimeSpan limit, Func<Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Timeout(TimeSpan limit, Func<ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Timeout(TimeSpan limit, Func<CancellationToken, Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Timeout(TimeSpan limit, Func<CancellationToken, ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<CancellationToken, ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));

        /// <summary>As <c>Timeout</c> of a function; the function is given its state instead of capturing it, which saves the closure and its delegate.</summary>
        /// <typeparam name="TState">The type of the state.</typeparam>
        /// <param name="limit">How long the function may take.</param>
        /// <param name="state">What the function works on.</param>
        /// <param name="body">The function, for instance <c>static async state => await Work(state)</c>.</param>
        /// <param name="cancellationToken">Asks the function to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when the function has.</returns>
        /// <exception cref="TimeoutException">The function was stopped for want of time.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below zero and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks><em>Cancellation</em>: stops the function and waits for it, up to <see cref="RuntimeOptions.CancelGrace"/>.</remarks>
        [OverloadResolutionPriority(3)]
        public static ValueTask Timeout<TState>(TimeSpan limit, TState state, Func<TState, TaskBody> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Branch.Run(Branches.Of(Bodies.Build(state, body)), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));
        }

        /// <inheritdoc cref="Timeout{TState}(TimeSpan, TState, Func{TState, TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="TState">The type of the state.</typeparam>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T> Timeout<TState, T>(TimeSpan limit, TState state, Func<TState, TaskBody<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            return Branch.Run(Branches.Of(Bodies.Build(state, body)), new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, file, line));
        }

        /// <summary>Waits for a task that is running already, and stops it if it has not ended within a limit, as <c>Timeout</c> of a function does.</summary>
        /// <param name="limit">How long it may still take.</param>
        /// <param name="handle">The task.</param>
        /// <param name="cancellationToken">Asks the task to stop.</param>
        /// <returns>A task that ends when the other has.</returns>
        /// <exception cref="TimeoutException">The task was stopped for want of time.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below zero and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled; the task was stopped.</exception>
        /// <remarks>
        /// <para>A BCL task cannot be stopped, only left: use <see cref="System.Threading.Tasks.Task.WaitAsync(TimeSpan, TimeProvider, CancellationToken)"/>.</para>
        /// <para><em>Cancellation</em>: stops the task and waits for it, up to <see cref="RuntimeOptions.CancelGrace"/>.</para>
        /// </remarks>
        public static ValueTask Timeout(TimeSpan limit, JoinHandle handle, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(handle);
            return handle.WaitAsBranch(new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, null, 0));
        }

        /// <inheritdoc cref="Timeout(TimeSpan, JoinHandle, CancellationToken)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the task.</returns>
        public static ValueTask<T> Timeout<T>(TimeSpan limit, JoinHandle<T> handle, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(handle);
            return BranchWait<T>.For(handle, new BranchSettings(Branch.CheckLimit(limit), false, cancellationToken, null, 0));
        }
    }
}
