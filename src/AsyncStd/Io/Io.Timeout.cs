namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Limits in time for input and output.
public static partial class Io
{
    /// <summary>Runs a function, and stops it if it has not ended within a limit, as <c>Task.Timeout</c> does; but running out of time is a failure of input and output.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="limit">How long the function may take; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> is no limit.</param>
    /// <param name="body">The function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens.</param>
    /// <param name="cancellationToken">Asks the function to stop.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The result of the function.</returns>
    /// <exception cref="IOException">The function was stopped for want of time; the <see cref="TimeoutException"/> is inside.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below zero and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: stops the function in the same way.</remarks>
    /// <example><code>
    /// using AsyncStd.Io;
    ///
    /// var (here, there) = Io.Duplex();
    /// try
    /// {
    ///     await Io.Timeout(TimeSpan.FromMilliseconds(5), () => here.ReadToStringAsync());
    /// }
    /// catch (IOException e) when (e.InnerException is TimeoutException)
    /// {
    ///     Console.WriteLine("nobody answers");
    /// }
    /// </code></example>
    [OverloadResolutionPriority(3)]
    public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<TaskBody<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    /// <inheritdoc cref="Timeout{T}(TimeSpan, Func{TaskBody{T}}, CancellationToken, string?, int)"/>
    /// <returns>A task that ends when the function has.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask Timeout(TimeSpan limit, Func<TaskBody> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    /// <inheritdoc cref="Timeout{T}(TimeSpan, Func{TaskBody{T}}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask Timeout(TimeSpan limit, Func<Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    /// <inheritdoc cref="Timeout{T}(TimeSpan, Func{TaskBody{T}}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Timeout(TimeSpan limit, Func<ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    /// <inheritdoc cref="Timeout{T}(TimeSpan, Func{TaskBody{T}}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<CancellationToken, ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Timeout(TimeSpan limit, Func<CancellationToken, ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    /// <inheritdoc cref="Timeout{T}(TimeSpan, Func{TaskBody{T}}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> Timeout<T>(TimeSpan limit, Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    /// <inheritdoc cref="Timeout(TimeSpan, Func{TaskBody}, CancellationToken, string?, int)"/>
    [OverloadResolutionPriority(2)]
    public static ValueTask Timeout(TimeSpan limit, Func<CancellationToken, Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => AsFailure(Task.Timeout(limit, body, cancellationToken, file, line));

    private static async ValueTask<T> AsFailure<T>(ValueTask<T> limited)
    {
        try
        {
            return await limited;
        }
        catch (TimeoutException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static async ValueTask AsFailure(ValueTask limited)
    {
        try
        {
            await limited;
        }
        catch (TimeoutException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
