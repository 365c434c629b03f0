namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.CompilerServices;

/// <summary>A call of a driver that may block, made where the runtime wants it made. What it throws names the operation and the path.</summary>
/// <remarks>Nothing is allocated where the call is made at once: what it works on is a value, and the function is static.</remarks>
internal readonly struct FileCall<TState, TResult>(string operation, string path, TState state, Func<string, TState, TResult> call)
{
    public TResult Make()
    {
        try
        {
            return call(path, state);
        }
        catch (Exception e) when (FileFailure.IsAboutFile(e))
        {
            throw FileFailure.Name(e, operation, path);
        }
    }
}

/// <summary>Starts calls of a driver.</summary>
internal static class FileCall
{
    /// <summary>Makes a call with a result.</summary>
    public static ValueTask<TResult> For<TState, TResult>(
        string operation, string path, TState state, Func<string, TState, TResult> call, CancellationToken cancellationToken, BlockingKind kind = BlockingKind.Short,
        Action<FileCall<TState, TResult>, TResult>? abandoned = null)
        => Ambient.ForLeaf.RunBlockingAsync(
            kind, new FileCall<TState, TResult>(operation, path, state, call), static call => call.Make(), abandoned, cancellationToken);

    /// <summary>Makes a call whose result says nothing.</summary>
    public static ValueTask Do<TState>(
        string operation, string path, TState state, Action<string, TState> call, CancellationToken cancellationToken, BlockingKind kind = BlockingKind.Short)
        => WithoutResult(For(
            operation,
            path,
            (state, call),
            static (path, both) =>
            {
                both.call(path, both.state);
                return true;
            },
            cancellationToken,
            kind));

    /// <summary>The same task without its result.</summary>
    public static ValueTask WithoutResult<T>(ValueTask<T> task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return Await(task);
        }

        _ = task.Result;
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Await<T>(ValueTask<T> task) => await task;
}
