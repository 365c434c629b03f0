namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>Beginning later.</summary>
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Waits for a time, then calls a function and waits for that: std's <c>delay</c> of a future.</summary>
        /// <param name="delay">How long to wait on the runtime's clock; zero only gives way, if it must.</param>
        /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
        /// <param name="cancellationToken">Ends the wait before the function has begun; passed on to a function that takes one.</param>
        /// <returns>A task that ends when the function has. The time begins at once.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The time is below zero, infinity included: the function would never be called.</exception>
        /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop, before the function began.</exception>
        /// <remarks>
        /// <para>The function runs as a part of the calling task. It has a name apart from <c>Task.Delay</c>, whose overloads of the BCL would win.</para>
        /// <para><em>Cancellation</em>: before the time has passed, the function is not called at all.</para>
        /// </remarks>
        /// <example><code>
        /// string late = await Task.Delayed(TimeSpan.FromMilliseconds(5), async () =>
        /// {
        ///     await Task.YieldNow();
        ///     return "better late than never";
        /// });
        /// </code></example>
        [OverloadResolutionPriority(2)]
        public static ValueTask Delayed(TimeSpan delay, Func<Task> body, CancellationToken cancellationToken = default)
        {
            SleepAwaitable pause = PauseBefore(delay, body, cancellationToken);
            return Run(pause, body);

            static async ValueTask Run(SleepAwaitable pause, Func<Task> body)
            {
                await pause;
                await body();
            }
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{Task}, CancellationToken)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Delayed<T>(TimeSpan delay, Func<Task<T>> body, CancellationToken cancellationToken = default)
        {
            SleepAwaitable pause = PauseBefore(delay, body, cancellationToken);
            return Run(pause, body);

            static async ValueTask<T> Run(SleepAwaitable pause, Func<Task<T>> body)
            {
                await pause;
                return await body();
            }
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{Task}, CancellationToken)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Delayed(TimeSpan delay, Func<ValueTask> body, CancellationToken cancellationToken = default)
        {
            SleepAwaitable pause = PauseBefore(delay, body, cancellationToken);
            return Run(pause, body);

            static async ValueTask Run(SleepAwaitable pause, Func<ValueTask> body)
            {
                await pause;
                await body();
            }
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{Task}, CancellationToken)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Delayed<T>(TimeSpan delay, Func<ValueTask<T>> body, CancellationToken cancellationToken = default)
        {
            SleepAwaitable pause = PauseBefore(delay, body, cancellationToken);
            return Run(pause, body);

            static async ValueTask<T> Run(SleepAwaitable pause, Func<ValueTask<T>> body)
            {
                await pause;
                return await body();
            }
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{Task}, CancellationToken)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Delayed(TimeSpan delay, Func<CancellationToken, Task> body, CancellationToken cancellationToken = default)
        {
            SleepAwaitable pause = PauseBefore(delay, body, cancellationToken);
            return Run(pause, body, cancellationToken);

            static async ValueTask Run(SleepAwaitable pause, Func<CancellationToken, Task> body, CancellationToken cancellationToken)
            {
                await pause;
                await body(cancellationToken);
            }
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{Task}, CancellationToken)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> Delayed<T>(TimeSpan delay, Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken = default)
        {
            SleepAwaitable pause = PauseBefore(delay, body, cancellationToken);
            return Run(pause, body, cancellationToken);

            static async ValueTask<T> Run(SleepAwaitable pause, Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken)
            {
                await pause;
                return await body(cancellationToken);
            }
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{Task}, CancellationToken)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Delayed(TimeSpan delay, Func<CancellationToken, ValueTask> body, CancellationToken cancellationToken = default)
        {
            SleepAwaitable pause = PauseBefore(delay, body, cancellationToken);
            return Run(pause, body, cancellationToken);

            static async ValueTask Run(SleepAwaitable pause, Func<CancellationToken, ValueTask> body, CancellationToken cancellationToken)
            {
                await pause;
                await body(cancellationToken);
            }
        }

        /// <inheritdoc cref="Delayed(TimeSpan, Func{Task}, CancellationToken)"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>The result of the function.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> Delayed<T>(TimeSpan delay, Func<CancellationToken, ValueTask<T>> body, CancellationToken cancellationToken = default)
        {
            SleepAwaitable pause = PauseBefore(delay, body, cancellationToken);
            return Run(pause, body, cancellationToken);

            static async ValueTask<T> Run(SleepAwaitable pause, Func<CancellationToken, ValueTask<T>> body, CancellationToken cancellationToken)
            {
                await pause;
                return await body(cancellationToken);
            }
        }
    }

    private static SleepAwaitable PauseBefore(TimeSpan delay, Delegate body, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(body);
        return Task.Sleep(delay, cancellationToken);
    }
}
