namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

// Opening scopes.
public readonly partial struct Scope
{
    /// <summary>Runs a function in a scope of its own, which can be cancelled by itself: by a token, or by <see cref="Cancel"/> of what is <see cref="Current"/> inside.</summary>
    /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
    /// <param name="cancellationToken">Cancels the scope: from a token to a scope.</param>
    /// <param name="file">Filled in by the compiler: where it was called.</param>
    /// <param name="line">Filled in by the compiler: where it was called.</param>
    /// <returns>A task that ends when the function has.</returns>
    /// <exception cref="OperationCanceledException">The token, the new scope, or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the function is asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>; one that has a result all the same gives it.</remarks>
    /// <example><code>
    /// using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(20));
    /// try
    /// {
    ///     await Scope.Run(async () => await Task.Sleep(TimeSpan.FromMinutes(1)), stop.Token);
    /// }
    /// catch (OperationCanceledException) { }
    /// </code></example>
    [OverloadResolutionPriority(3)]
    public static ValueTask Run(Func<TaskBody> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));

    /// <inheritdoc cref="Run(Func{TaskBody}, CancellationToken, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<T> Run<T>(Func<TaskBody<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));

    /// <inheritdoc cref="Run(Func{TaskBody}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask Run(Func<Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));

    /// <inheritdoc cref="Run(Func{TaskBody}, CancellationToken, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> Run<T>(Func<Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));

    /// <inheritdoc cref="Run(Func{TaskBody}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Run(Func<ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));

    /// <inheritdoc cref="Run(Func{TaskBody}, CancellationToken, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Run<T>(Func<ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));

    /// <inheritdoc cref="Run(Func{TaskBody}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask Run(Func<CancellationToken, Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));

    /// <inheritdoc cref="Run(Func{TaskBody}, CancellationToken, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> Run<T>(Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));

    /// <inheritdoc cref="Run(Func{TaskBody}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Run(Func<CancellationToken, ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));

    /// <inheritdoc cref="Run(Func{TaskBody}, CancellationToken, string?, int)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Run<T>(Func<CancellationToken, ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => Branch.Run(Branches.Of(body), new BranchSettings(Timeout.InfiniteTimeSpan, false, cancellationToken, file, line));
}
