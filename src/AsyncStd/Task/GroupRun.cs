namespace AsyncStd.Task;

using System.Runtime.CompilerServices;

/// <summary>Runs a function with a group of its own.</summary>
internal static class GroupRun
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<T> RunAsync<T>(GroupNode group, JoinHandle<T>? body, CancellationToken cancellationToken, string? file, int line)
    {
        await RunWithoutResultAsync(group, body, cancellationToken, file, line).ConfigureAwait(false);
        return body!.GetResult();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask RunWithoutResultAsync(GroupNode group, JoinHandle? body, CancellationToken cancellationToken, string? file, int line)
    {
        if (body is null)
        {
            group.Close();
            throw Branch.NeverBuilt();
        }

        try
        {
            group.StartBody(body, file, line);
        }
        catch
        {
            group.Close(); // the runtime would not take the function: there are no children either
            throw;
        }

        using (cancellationToken.UnsafeRegister(static group => ((GroupNode)group!).RequestCancel(), group))
        {
            await group.FinishAsync().ConfigureAwait(false);
        }

        if (cancellationToken.IsCancellationRequested && (body.IsCanceled || group.TakeStopped()))
        {
            throw new OperationCanceledException($"The task group '{group.Description}' was cancelled.", body.IsCanceled ? body.Exception : null, cancellationToken);
        }

        // A failure that somebody was told of already has stopped the group: what the function makes of that counts.
        body.ThrowIfFailed();
    }
}
