namespace AsyncStd.Prelude;

using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Small values that can be awaited: what std keeps in its module future.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>A wait that never ends by itself.</summary>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>Await it, once.</returns>
        /// <exception cref="OperationCanceledException">Thrown by the await: the token was cancelled, or the task was asked to stop.</exception>
        /// <remarks><em>Cancellation</em>: the only way out; leaves nothing behind.</remarks>
        /// <example><code>
        /// using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(5));
        /// try
        /// {
        ///     await Task.Pending(stop.Token);
        /// }
        /// catch (OperationCanceledException)
        /// {
        ///     Console.WriteLine("cancelled");
        /// }
        /// </code></example>
        public static ValueTask Pending(CancellationToken cancellationToken = default) => new PendingOperation<Nothing>().BeginWithoutResult(cancellationToken);

        /// <summary>A wait that never ends by itself, where a result is wanted.</summary>
        /// <inheritdoc cref="Pending(CancellationToken)"/>
        /// <typeparam name="T">The type of the result that never comes.</typeparam>
        public static ValueTask<T> Pending<T>(CancellationToken cancellationToken = default) => new PendingOperation<T>().Begin(cancellationToken);

        /// <summary>A value where something to be awaited is wanted: the short name of <see cref="ValueTask.FromResult{TResult}"/>.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="value">The value.</param>
        /// <returns>The value, ready. Awaiting it never gives way.</returns>
        public static ValueTask<T> Ready<T>(T value) => new(value);

        /// <summary>Two waits in one: for a task, and then for the task that it gives.</summary>
        /// <param name="task">The outer task.</param>
        /// <returns>A task that ends as the inner one, or as the outer one if that fails.</returns>
        /// <remarks>The same as <see cref="System.Threading.Tasks.TaskExtensions.Unwrap(Task{Task})"/> of the BCL.</remarks>
        public static Task Flatten(Task<Task> task)
        {
            ArgumentNullException.ThrowIfNull(task);
            return task.Unwrap();
        }

        /// <inheritdoc cref="Flatten(Task{Task})"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>A task with the result of the inner one.</returns>
        /// <example><code>
        /// Task&lt;Task&lt;int>> outer = Task.FromResult(Task.FromResult(42));
        /// Console.WriteLine(await Task.Flatten(outer));
        /// </code></example>
        public static Task<T> Flatten<T>(Task<Task<T>> task)
        {
            ArgumentNullException.ThrowIfNull(task);
            return task.Unwrap();
        }

        /// <summary>Two waits in one: for a value task, and then for the one that it gives.</summary>
        /// <param name="task">The outer value task.</param>
        /// <returns>A value task that ends as the inner one, or as the outer one if that fails.</returns>
        public static async ValueTask Flatten(ValueTask<ValueTask> task) => await await task;

        /// <inheritdoc cref="Flatten(ValueTask{ValueTask})"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>A value task with the result of the inner one.</returns>
        public static async ValueTask<T> Flatten<T>(ValueTask<ValueTask<T>> task) => await await task;

        /// <summary>Two waits in one: for a spawned task, and then for the one whose handle it gives.</summary>
        /// <param name="handle">The outer task's handle.</param>
        /// <returns>A value task that ends as the inner task, or as the outer one if that fails.</returns>
        /// <exception cref="OperationCanceledException">Thrown by the await: the awaiting task was asked to stop.</exception>
        /// <remarks><em>Cancellation</em>: giving up the wait leaves both tasks running.</remarks>
        public static ValueTask Flatten(JoinHandle<JoinHandle> handle)
        {
            ArgumentNullException.ThrowIfNull(handle);
            return Join(handle);

            static async ValueTask Join(JoinHandle<JoinHandle> handle) => await await handle;
        }

        /// <inheritdoc cref="Flatten(JoinHandle{JoinHandle})"/>
        /// <typeparam name="T">The type of the result.</typeparam>
        /// <returns>A value task with the result of the inner task.</returns>
        /// <example><code>
        /// JoinHandle&lt;JoinHandle&lt;int>> outer = Task.Spawn(async () =>
        /// {
        ///     await Task.YieldNow();
        ///     return Task.Spawn(() => 42);
        /// });
        /// Console.WriteLine(await Task.Flatten(outer));
        /// </code></example>
        public static ValueTask<T> Flatten<T>(JoinHandle<JoinHandle<T>> handle)
        {
            ArgumentNullException.ThrowIfNull(handle);
            return Join(handle);

            static async ValueTask<T> Join(JoinHandle<JoinHandle<T>> handle) => await await handle;
        }
    }
}
