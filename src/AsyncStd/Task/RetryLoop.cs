namespace AsyncStd.Task;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>Calls a function until it succeeds.</summary>
internal static class RetryLoop
{
    public static async ValueTask<T> Run<T>(Func<CancellationToken, ValueTask<T>> body, RetryOptions options, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            Exception failure;
            try
            {
                ThrowIfStopped(cancellationToken);
                return await body(cancellationToken);
            }
            catch (Exception e)
            {
                if (e is OperationCanceledException && IsStopped(cancellationToken))
                {
                    throw;
                }

                if (attempt == options.Attempts || options.ShouldRetry?.Invoke(e) == false)
                {
                    Tell(e, attempt);
                    throw;
                }

                failure = e;
            }

            TimeSpan pause = options.PauseAfter(attempt, Ambient.ForLeaf.Entropy);
            options.OnRetry?.Invoke(new RetryAttempt(attempt, failure, pause));
            await Pause(pause, attempt, failure, cancellationToken);
        }
    }

    /// <summary>For a function without a result.</summary>
    public static async ValueTask WithoutResult(ValueTask<Nothing> retry) => await retry.ConfigureAwait(false);

    /// <summary>Waits. If it is cancelled, says what the last attempt came to.</summary>
    private static async ValueTask Pause(TimeSpan pause, int attempt, Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Sleep(pause, cancellationToken);
            ThrowIfStopped(cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            Tell(failure, attempt);
            throw new OperationCanceledException($"A retry was cancelled after attempt {attempt}, which had failed: {failure.Message}", failure, e.CancellationToken);
        }
    }

    private static bool IsStopped(CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested || Ambient.Task is { IsCancelRequested: true };

    private static void ThrowIfStopped(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JoinHandle.ThrowIfCurrentIsCancelled();
    }

    private static void Tell(Exception exception, int attempts)
    {
        if (exception.Data is { IsReadOnly: false } data)
        {
            data[RetryOptions.AttemptsKey] = attempts;
        }
    }
}
