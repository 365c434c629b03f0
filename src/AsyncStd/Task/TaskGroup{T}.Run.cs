namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using Task = System.Threading.Tasks.Task;

// Running a function with a group of its own.
public sealed partial class TaskGroup<T>
{
    /// <summary>Opens a group, runs a function in it, and leaves the group when the function and all children have ended.</summary>
    /// <param name="body">The function: an async lambda, or a method that returns a task. It is a part of the calling code, in a scope within the group's.</param>
    /// <param name="options">How the group behaves.</param>
    /// <param name="cancellationToken">Asks the function and the children to stop.</param>
    /// <param name="file">Filled in by the compiler: where it was called.</param>
    /// <param name="line">Filled in by the compiler: where it was called.</param>
    /// <returns>A task that ends when the function and all children have.</returns>
    /// <exception cref="Exception">What the function or a child failed with, and nobody was thrown; of several, an <see cref="AggregateException"/>.</exception>
    /// <exception cref="OperationCanceledException">The token, or the scope of the calling code, was cancelled, and the function or a child ended for that.</exception>
    /// <remarks>
    /// <para>If the function fails or is cancelled, the children are asked to stop. If a child fails, its siblings and the function are, unless the group supervises.</para>
    /// <para><em>Cancellation</em>: the function and the children are asked to stop and waited for, without a limit. If none of them stopped for that, the result counts.</para>
    /// </remarks>
    /// <example><code>
    /// int sum = await TaskGroup&lt;int>.Run(async group =>
    /// {
    ///     for (int i = 1; i &lt; 4; i++)
    ///     {
    ///         group.Start(i, static async n => { await Task.YieldNow(); return n * n; });
    ///     }
    ///
    ///     int sum = 0;
    ///     await foreach (int square in group)
    ///     {
    ///         sum += square;
    ///     }
    ///
    ///     return sum;
    /// });
    /// </code></example>
    [OverloadResolutionPriority(3)]
    public static ValueTask Run(Func<TaskGroup<T>, TaskBody> body, TaskGroupOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => RunIn(body, static (group, body) => Bodies.Build(group, body).Handle, options, cancellationToken, file, line);

    /// <inheritdoc cref="Run(Func{TaskGroup{T}, TaskBody}, TaskGroupOptions?, CancellationToken, string?, int)"/>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<TResult> Run<TResult>(Func<TaskGroup<T>, TaskBody<TResult>> body, TaskGroupOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => RunIn(body, static (group, body) => Bodies.Build(group, body).Handle, options, cancellationToken, file, line);

    /// <inheritdoc cref="Run(Func{TaskGroup{T}, TaskBody}, TaskGroupOptions?, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask Run(Func<TaskGroup<T>, Task> body, TaskGroupOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => RunIn(body, static (group, body) => Bodies.Call(group, body).Handle, options, cancellationToken, file, line);

    /// <inheritdoc cref="Run(Func{TaskGroup{T}, TaskBody}, TaskGroupOptions?, CancellationToken, string?, int)"/>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<TResult> Run<TResult>(Func<TaskGroup<T>, Task<TResult>> body, TaskGroupOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => RunIn(body, static (group, body) => Bodies.Call(group, body).Handle, options, cancellationToken, file, line);

    /// <inheritdoc cref="Run(Func{TaskGroup{T}, TaskBody}, TaskGroupOptions?, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Run(Func<TaskGroup<T>, ValueTask> body, TaskGroupOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => RunIn(body, static (group, body) => Bodies.Call(group, body).Handle, options, cancellationToken, file, line);

    /// <inheritdoc cref="Run(Func{TaskGroup{T}, TaskBody}, TaskGroupOptions?, CancellationToken, string?, int)"/>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>The result of the function.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<TResult> Run<TResult>(Func<TaskGroup<T>, ValueTask<TResult>> body, TaskGroupOptions? options = null, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => RunIn(body, static (group, body) => Bodies.Call(group, body).Handle, options, cancellationToken, file, line);

    /// <summary>Nothing is started for a caller who has been asked to stop.</summary>
    private static ValueTask RunIn<TBody>(TBody body, Func<TaskGroup<T>, TBody, JoinHandle?> build, TaskGroupOptions? options, CancellationToken cancellationToken, string? file, int line)
        where TBody : Delegate
    {
        ArgumentNullException.ThrowIfNull(body);
        if (Branch.IsRefused(cancellationToken, out CancellationToken token))
        {
            return ValueTask.FromCanceled(token);
        }

        TaskGroup<T> group = new(options, file, line);
        return GroupRun.RunWithoutResultAsync(group._node, build(group, body), cancellationToken, file, line);
    }

    private static ValueTask<TResult> RunIn<TBody, TResult>(TBody body, Func<TaskGroup<T>, TBody, JoinHandle<TResult>?> build, TaskGroupOptions? options, CancellationToken cancellationToken, string? file, int line)
        where TBody : Delegate
    {
        ArgumentNullException.ThrowIfNull(body);
        if (Branch.IsRefused(cancellationToken, out CancellationToken token))
        {
            return ValueTask.FromCanceled<TResult>(token);
        }

        TaskGroup<T> group = new(options, file, line);
        return GroupRun.RunAsync(group._node, build(group, body), cancellationToken, file, line);
    }
}
