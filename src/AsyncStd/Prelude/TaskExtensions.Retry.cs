namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Trying again.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Calls a function until it succeeds, with pauses in between that grow and vary.</summary>
        /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
        /// <param name="options">How often, how long between, and after which failures; <see cref="RetryOptions.Default"/> if null.</param>
        /// <param name="cancellationToken">Ends the retry, in an attempt and between two.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when an attempt has succeeded.</returns>
        /// <exception cref="Exception">What the last attempt threw. Its <see cref="Exception.Data"/> tells under <see cref="RetryOptions.AttemptsKey"/> how many were made.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled. If an attempt had failed before, its exception is the inner one.</exception>
        /// <remarks>
        /// <para>The attempts run one after the other as parts of the calling code, each in a child scope. An <see cref="OperationCanceledException"/> is a failure like
        /// others unless the caller was cancelled: a client's own time limit, for instance.</para>
        /// <para><em>Cancellation</em>: asks the running attempt to stop, waits until it has, up to <see cref="RuntimeOptions.CancelGrace"/>, and makes no other. An
        /// attempt that succeeds all the same gives its result.</para>
        /// </remarks>
        /// <example><code>
        /// int attempts = 0;
        /// string text = await Task.Retry(
        ///     async () =>
        ///     {
        ///         await Task.YieldNow();
        ///         return ++attempts &lt; 3 ? throw new IOException("not yet") : "there it is";
        ///     },
        ///     new RetryOptions { Attempts = 5, BaseDelay = TimeSpan.FromMilliseconds(1), ShouldRetry = e => e is IOException });
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public static ValueTask Retry(Func<TaskBody> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{TaskBody}, RetryOptions?, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T> Retry<T>(Func<TaskBody<T>> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{TaskBody}, RetryOptions?, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Retry(Func<Task> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{TaskBody}, RetryOptions?, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Retry<T>(Func<Task<T>> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{TaskBody}, RetryOptions?, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Retry(Func<ValueTask> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{TaskBody}, RetryOptions?, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Retry<T>(Func<ValueTask<T>> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{TaskBody}, RetryOptions?, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Retry(Func<CancellationToken, Task> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{TaskBody}, RetryOptions?, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Retry<T>(Func<CancellationToken, Task<T>> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{TaskBody}, RetryOptions?, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Retry(Func<CancellationToken, ValueTask> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{TaskBody}, RetryOptions?, CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Retry<T>(Func<CancellationToken, ValueTask<T>> body, RetryOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        {
            ArgumentNullException.ThrowIfNull(body);
            var settings = new BranchSettings(System.Threading.Timeout.InfiniteTimeSpan, false, cancellationToken, file, line);
            return RetryLoop.Run(() => Branch.Run(Branches.Of(body), settings), options, cancellationToken);
        }
    }
}
