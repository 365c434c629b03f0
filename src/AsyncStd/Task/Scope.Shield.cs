namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

// Sections that must finish.
public readonly partial struct Scope
{
    /// <summary>Runs a function that must finish, such as clean-up: cancelling the scopes around it does not reach it. The end of the runtime leaves it <see cref="RuntimeOptions.CancelGrace"/>.</summary>
    /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
    /// <param name="file">Filled in by the compiler: where it was called.</param>
    /// <param name="line">Filled in by the compiler: where it was called.</param>
    /// <returns>A task that ends when the function has.</returns>
    /// <remarks><em>Cancellation</em>: none while the function runs; the next wait after it throws.</remarks>
    /// <example><code>
    /// try
    /// {
    ///     await Task.Sleep(TimeSpan.FromMilliseconds(1));
    /// }
    /// finally
    /// {
    ///     await Scope.Shield(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1))); // say goodbye properly
    /// }
    /// </code></example>
    [OverloadResolutionPriority(3)]
    public static ValueTask Shield(Func<TaskBody> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <inheritdoc cref="Shield(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<T> Shield<T>(Func<TaskBody<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <inheritdoc cref="Shield(Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask Shield(Func<Task> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <inheritdoc cref="Shield(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> Shield<T>(Func<Task<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <inheritdoc cref="Shield(Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Shield(Func<ValueTask> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <inheritdoc cref="Shield(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Shield<T>(Func<ValueTask<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <inheritdoc cref="Shield(Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask Shield(Func<CancellationToken, Task> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <inheritdoc cref="Shield(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> Shield<T>(Func<CancellationToken, Task<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <inheritdoc cref="Shield(Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Shield(Func<CancellationToken, ValueTask> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <inheritdoc cref="Shield(Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Shield<T>(Func<CancellationToken, ValueTask<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, file, line));

    /// <summary>Runs a function that must finish, as <see cref="Shield(Func{TaskBody}, string?, int)"/> does, but not at any price: clean-up with a limit in time.</summary>
    /// <param name="limit">How long the function may take.</param>
    /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
    /// <param name="file">Filled in by the compiler: where it was called.</param>
    /// <param name="line">Filled in by the compiler: where it was called.</param>
    /// <returns>A task that ends when the function has.</returns>
    /// <exception cref="TimeoutException">The function was stopped for want of time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below zero and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
    /// <remarks><em>Cancellation</em>: none but by the limit; the next wait after the function throws.</remarks>
    [OverloadResolutionPriority(3)]
    public static ValueTask Shield(TimeSpan limit, Func<TaskBody> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));

    /// <inheritdoc cref="Shield(TimeSpan, Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<T> Shield<T>(TimeSpan limit, Func<TaskBody<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));

    /// <inheritdoc cref="Shield(TimeSpan, Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask Shield(TimeSpan limit, Func<Task> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));

    /// <inheritdoc cref="Shield(TimeSpan, Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> Shield<T>(TimeSpan limit, Func<Task<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));

    /// <inheritdoc cref="Shield(TimeSpan, Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Shield(TimeSpan limit, Func<ValueTask> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));

    /// <inheritdoc cref="Shield(TimeSpan, Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Shield<T>(TimeSpan limit, Func<ValueTask<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));

    /// <inheritdoc cref="Shield(TimeSpan, Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask Shield(TimeSpan limit, Func<CancellationToken, Task> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));

    /// <inheritdoc cref="Shield(TimeSpan, Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> Shield<T>(TimeSpan limit, Func<CancellationToken, Task<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));

    /// <inheritdoc cref="Shield(TimeSpan, Func{TaskBody}, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Shield(TimeSpan limit, Func<CancellationToken, ValueTask> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));

    /// <inheritdoc cref="Shield(TimeSpan, Func{TaskBody}, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Shield<T>(TimeSpan limit, Func<CancellationToken, ValueTask<T>> body, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Branch.CheckLimit(limit), true, default, file, line));
}
