namespace AsyncStd.Prelude;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Whose code is running.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Who the running task is. Right in every method that the task calls or awaits, wherever it goes on.</summary>
        /// <remarks>Code that a task left running elsewhere still belongs to it after its end. A function that a combinator runs is a part of the task that called it.</remarks>
        /// <exception cref="InvalidOperationException">No task is running.</exception>
        /// <example><code>
        /// await Task.Spawn(() => Console.WriteLine(Task.CurrentInfo.Name), "loader");
        /// </code></example>
        public static TaskInfo CurrentInfo
            => Task.TryCurrentInfo(out TaskInfo info)
                ? info
                : throw new InvalidOperationException("No task is running here. Code that was passed to Task.Spawn or Task.BlockOn runs in one; Task.TryCurrentInfo answers false.");

        /// <summary>Who the running task is, if one is running.</summary>
        /// <param name="info">The task.</param>
        /// <returns>Whether the calling code belongs to a task.</returns>
        public static bool TryCurrentInfo(out TaskInfo info)
        {
            JoinHandle? task = Ambient.Task;
            info = task?.Info ?? default;
            return task is not null;
        }
    }
}
