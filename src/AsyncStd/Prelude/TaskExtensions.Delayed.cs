namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Beginning later.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Waits for a time, then calls a function and waits for that: std's <c>delay</c> of a future.</summary>
        /// <param name="delay">How long to wait on the runtime's clock; zero only gives way, if it must.</param>
        /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
        /// <param name="cancellationToken">Ends the wait, or asks the function to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when the function has. The time begins at once.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The time is below zero, infinity included: the function would never be called.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>The function runs as a part of the calling code, in a child scope. <c>Task.Delay</c> is the BCL's, so this has a name apart.</para>
        /// <para><em>Cancellation</em>: before the time has passed, the function is not called at all; later it is asked to stop and waited for.</para>
        /// </remarks>
        /// <example><code>
        /// string late = await Task.Delayed(TimeSpan.FromMilliseconds(5), async () =>
        /// {
        ///     await Task.YieldNow();
        ///     return "better late than never";
        /// });
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public static ValueTask Delayed(TimeSpan delay, Func<TaskBody> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T> Delayed<T>(TimeSpan delay, Func<TaskBody<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Delayed(TimeSpan delay, Func<Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Delayed<T>(TimeSpan delay, Func<Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Delayed(TimeSpan delay, Func<ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Delayed<T>(TimeSpan delay, Func<ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Delayed(TimeSpan delay, Func<CancellationToken, Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Delayed<T>(TimeSpan delay, Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Delayed(TimeSpan delay, Func<CancellationToken, ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Delayed<T>(TimeSpan delay, Func<CancellationToken, ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RunDelayed(PauseBefore(delay, cancellationToken), () => Branch.Run(Branches.Of(body), settings));
        }
    }

    private static SleepAwaitable PauseBefore(TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return Task.Sleep(delay, cancellationToken);
    }

    private static async ValueTask RunDelayed(SleepAwaitable pause, Func<ValueTask> run)
    {
        await pause;
        await run().ConfigureAwait(false);
    }

    private static async ValueTask<T> RunDelayed<T>(SleepAwaitable pause, Func<ValueTask<T>> run)
    {
        await pause;
        return await run().ConfigureAwait(false);
    }
}
