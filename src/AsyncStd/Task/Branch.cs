namespace AsyncStd.Task;

/// <summary>Runs one function as a part of the calling code, in a scope of its own.</summary>
internal static class Branch
{
    public static ValueTask<T> Run<T>(JoinHandle<T> branch, in BranchSettings settings)
        => IsRefused(settings, out CancellationToken token) ? ValueTask.FromCanceled<T>(token) : BranchWait<T>.Run(branch, settings);

    public static ValueTask Run(JoinHandle<Nothing> branch, in BranchSettings settings)
        => IsRefused(settings, out CancellationToken token) ? ValueTask.FromCanceled(token) : BranchWait<Nothing>.RunWithoutResult(branch, settings);

    /// <summary>Checks a limit in time.</summary>
    public static TimeSpan CheckLimit(TimeSpan limit)
        => limit >= TimeSpan.Zero || limit == Timeout.InfiniteTimeSpan
            ? limit
            : throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit is zero or more time, or Timeout.InfiniteTimeSpan.");

    public static ArgumentException NeverBuilt() => new("The function must be an async lambda: its body was never built.", "body");

    /// <summary>Nothing is started for a caller who has been asked to stop; clean-up is.</summary>
    public static bool IsRefused(CancellationToken requested, out CancellationToken token)
    {
        token = requested;
        return token.IsCancellationRequested || JoinHandle.IsCurrentCancelled(out token);
    }

    private static bool IsRefused(in BranchSettings settings, out CancellationToken token)
    {
        token = settings.CancellationToken;
        return settings.IsShield ? token.IsCancellationRequested : IsRefused(token, out token);
    }
}
