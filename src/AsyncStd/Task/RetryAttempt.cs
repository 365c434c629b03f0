namespace AsyncStd.Task;

/// <summary>An attempt that failed and is followed by another: what <see cref="RetryOptions.OnRetry"/> is told.</summary>
/// <param name="Number">Which attempt it was; the first is 1.</param>
/// <param name="Exception">What it threw.</param>
/// <param name="Pause">How long the pause before the next attempt is.</param>
public readonly record struct RetryAttempt(int Number, Exception Exception, TimeSpan Pause);
