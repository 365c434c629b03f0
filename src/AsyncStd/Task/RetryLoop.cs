namespace AsyncStd.Task;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>Makes attempts until one succeeds.</summary>
internal static class RetryLoop
{
    /// <summary>For attempts without a result.</summary>
    public static async ValueTask Run(Func<ValueTask> attempt, RetryOptions? options, CancellationToken cancellationToken)
        => await Run(
            async () =>
            {
                await attempt();
                return default(Nothing);
            },
            options,
            cancellationToken);

    public static async ValueTask<T> Run<T>(Func<ValueTask<T>> attempt, RetryOptions? options, CancellationToken cancellationToken)
    {
        options ??= RetryOptions.Default;
        for (int number = 1; ; number++)
        {
            Exception failure;
            try
            {
                return await attempt();
            }
            catch (Exception e)
            {
                if (e is OperationCanceledException && (cancellationToken.IsCancellationRequested || JoinHandle.IsCurrentCancelled(out _)))
                {
                    throw;
                }

                if (number == options.Attempts || options.ShouldRetry?.Invoke(e) == false)
                {
                    Tell(e, number);
                    throw;
                }

                failure = e;
            }

            TimeSpan pause = options.PauseAfter(number, Ambient.ForLeaf.Entropy);
            options.OnRetry?.Invoke(new RetryAttempt(number, failure, pause));
            await Pause(pause, number, failure, cancellationToken);
        }
    }

    /// <summary>Waits. If that is cancelled, the exception says what the last attempt came to.</summary>
    private static async ValueTask Pause(TimeSpan pause, int number, Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Sleep(pause, cancellationToken);
            JoinHandle.ThrowIfCurrentIsCancelled(); // a sleep of no time does not look
        }
        catch (OperationCanceledException e)
        {
            Tell(failure, number);
            throw new OperationCanceledException($"A retry was cancelled after attempt {number}, which had failed: {failure.Message}", failure, e.CancellationToken);
        }
    }

    private static void Tell(Exception exception, int attempts)
    {
        if (exception.Data is { IsReadOnly: false } data)
        {
            data[RetryOptions.AttemptsKey] = attempts;
        }
    }
}
