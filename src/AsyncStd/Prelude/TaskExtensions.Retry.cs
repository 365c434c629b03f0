namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>Trying again.</summary>
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Calls a function until it succeeds, with pauses in between that grow and vary.</summary>
        /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
        /// <param name="options">How often, how long between, and after which failures; <see cref="RetryOptions.Default"/> if null.</param>
        /// <param name="cancellationToken">Ends the retry, also between two attempts; passed on to a function that takes one.</param>
        /// <returns>A task that ends when an attempt has succeeded.</returns>
        /// <exception cref="Exception">What the last attempt threw. Its <see cref="Exception.Data"/> tells under <see cref="RetryOptions.AttemptsKey"/> how many were made.</exception>
        /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop. If that was after a failed attempt, its exception is the inner one.</exception>
        /// <remarks>
        /// <para>The attempts run one after the other as parts of the calling task. An <see cref="OperationCanceledException"/> that does not come from the token or
        /// from the calling task is a failure like others: a client's own time limit, for instance.</para>
        /// <para><em>Cancellation</em>: asks the running attempt to stop, and begins no other.</para>
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
        [OverloadResolutionPriority(2)]
        public static ValueTask Retry(Func<Task> body, RetryOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(body);
            return RetryLoop.WithoutResult(RetryLoop.Run(async _ => { await body(); return default(Nothing); }, options ?? RetryOptions.Default, cancellationToken));
        }

        /// <inheritdoc cref="Retry(Func{Task}, RetryOptions?, CancellationToken)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Retry<T>(Func<Task<T>> body, RetryOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(body);
            return RetryLoop.Run(_ => new ValueTask<T>(body()), options ?? RetryOptions.Default, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{Task}, RetryOptions?, CancellationToken)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Retry(Func<ValueTask> body, RetryOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(body);
            return RetryLoop.WithoutResult(RetryLoop.Run(async _ => { await body(); return default(Nothing); }, options ?? RetryOptions.Default, cancellationToken));
        }

        /// <inheritdoc cref="Retry(Func{Task}, RetryOptions?, CancellationToken)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Retry<T>(Func<ValueTask<T>> body, RetryOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(body);
            return RetryLoop.Run(_ => body(), options ?? RetryOptions.Default, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{Task}, RetryOptions?, CancellationToken)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Retry(Func<CancellationToken, Task> body, RetryOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(body);
            return RetryLoop.WithoutResult(RetryLoop.Run(async token => { await body(token); return default(Nothing); }, options ?? RetryOptions.Default, cancellationToken));
        }

        /// <inheritdoc cref="Retry(Func{Task}, RetryOptions?, CancellationToken)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Retry<T>(Func<CancellationToken, Task<T>> body, RetryOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(body);
            return RetryLoop.Run(token => new ValueTask<T>(body(token)), options ?? RetryOptions.Default, cancellationToken);
        }

        /// <inheritdoc cref="Retry(Func{Task}, RetryOptions?, CancellationToken)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Retry(Func<CancellationToken, ValueTask> body, RetryOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(body);
            return RetryLoop.WithoutResult(RetryLoop.Run(async token => { await body(token); return default(Nothing); }, options ?? RetryOptions.Default, cancellationToken));
        }

        /// <inheritdoc cref="Retry(Func{Task}, RetryOptions?, CancellationToken)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Retry<T>(Func<CancellationToken, ValueTask<T>> body, RetryOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(body);
            return RetryLoop.Run(body, options ?? RetryOptions.Default, cancellationToken);
        }
    }
}
