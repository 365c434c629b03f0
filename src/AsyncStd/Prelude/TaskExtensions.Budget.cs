namespace AsyncStd.Prelude;

using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Taking part in the budget.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Takes one unit of the task's budget, as each operation of this library that is ready at once does; gives way, once, if none is left.</summary>
        /// <returns>Await it. While there is budget this goes on at once.</returns>
        /// <exception cref="OperationCanceledException">Thrown by the await: the task was asked to stop.</exception>
        /// <remarks>
        /// <para>For loops that compute, or await what is always ready, and would keep a worker for themselves. <c>YieldNow</c> gives way each time, which costs far more.
        /// The budget is <see cref="AsyncStd.Runtimes.Runtime.SliceBudget"/> for each turn of a task. Code on a thread that is no runtime's has no limit.</para>
        /// <para><em>Cancellation</em>: throws at the next unit; nothing was taken that could be lost.</para>
        /// </remarks>
        /// <example><code>
        /// long sum = 0;
        /// for (int i = 0; i &lt; 100_000; i++)
        /// {
        ///     sum += i % 7;
        ///     await Task.ConsumeBudget();
        /// }
        /// </code></example>
        public static ConsumeBudgetAwaitable ConsumeBudget() => default;
    }
}
