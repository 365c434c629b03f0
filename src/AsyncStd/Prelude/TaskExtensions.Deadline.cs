namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Points in time.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Runs a function, and stops it if it has not ended at a point in time, as <c>Timeout</c> does.</summary>
        /// <param name="deadline">When, on the clock of the current runtime; one that has passed stops the function at its first wait.</param>
        /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
        /// <param name="cancellationToken">Asks the function to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when the function has.</returns>
        /// <exception cref="TimeoutException">The function was stopped for want of time.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks><em>Cancellation</em>: stops the function and waits for it, up to <see cref="RuntimeOptions.CancelGrace"/>.</remarks>
        [OverloadResolutionPriority(3)]
        public static ValueTask Deadline(DateTimeOffset deadline, Func<TaskBody> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));

        /// <inheritdoc cref="Deadline(DateTimeOffset, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T> Deadline<T>(DateTimeOffset deadline, Func<TaskBody<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));

        /// <inheritdoc cref="Deadline(DateTimeOffset, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Deadline(DateTimeOffset deadline, Func<Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));

        /// <inheritdoc cref="Deadline(DateTimeOffset, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Deadline<T>(DateTimeOffset deadline, Func<Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));

        /// <inheritdoc cref="Deadline(DateTimeOffset, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Deadline(DateTimeOffset deadline, Func<ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));

        /// <inheritdoc cref="Deadline(DateTimeOffset, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Deadline<T>(DateTimeOffset deadline, Func<ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));

        /// <inheritdoc cref="Deadline(DateTimeOffset, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Deadline(DateTimeOffset deadline, Func<CancellationToken, Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));

        /// <inheritdoc cref="Deadline(DateTimeOffset, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Deadline<T>(DateTimeOffset deadline, Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));

        /// <inheritdoc cref="Deadline(DateTimeOffset, Func{TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Deadline(DateTimeOffset deadline, Func<CancellationToken, ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));

        /// <inheritdoc cref="Deadline(DateTimeOffset, Func{TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Deadline<T>(DateTimeOffset deadline, Func<CancellationToken, ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Branch.Run(Branches.Of(body), new BranchSettings(UntilDeadline(deadline), false, cancellationToken, file, line));
    }

    private static TimeSpan UntilDeadline(DateTimeOffset deadline)
    {
        TimeSpan left = deadline - Runtime.Current.Clock.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
