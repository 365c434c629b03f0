namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>How often <c>Task.Retry</c> tries, and how long it pauses between two attempts. A bad value throws when it is set.</summary>
/// <remarks>The pause after attempt n is <see cref="BaseDelay"/> × <see cref="Factor"/> to the power of n − 1, at most <see cref="MaxDelay"/>, shortened at random by up
/// to its share <see cref="Jitter"/>. Randomness and time are those of the runtime.</remarks>
public sealed record RetryOptions
{
    /// <summary>The key in <see cref="Exception.Data"/> under which the exception of the last attempt tells how many attempts were made, as an <see cref="int"/>.</summary>
    public const string AttemptsKey = "AsyncStd.Retry.Attempts";

    /// <summary>The default values: three attempts, pauses that begin with about 0.1 s.</summary>
    public static RetryOptions Default { get; } = new();

    /// <summary>How many attempts are made, the first included; 3 by default. <see cref="int.MaxValue"/> is no limit for practical purposes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Attempts
    {
        get;
        init => field = value >= 1 ? value : throw Bad(nameof(Attempts), value, "1 or more");
    }
    = 3;

    /// <summary>The pause after the first attempt; 100 ms by default. Zero is none: the next attempt follows once others have had their turn, if they must.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
    public TimeSpan BaseDelay
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw Bad(nameof(BaseDelay), value, "zero or more");
    }
    = TimeSpan.FromMilliseconds(100);

    /// <summary>By how much each pause is longer than the one before; 2 by default, 1 is not at all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1, or not a finite number.</exception>
    public double Factor
    {
        get;
        init => field = value >= 1 && double.IsFinite(value) ? value : throw Bad(nameof(Factor), value, "a finite number, 1 or more");
    }
    = 2;

    /// <summary>The longest pause; 30 s by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
    public TimeSpan MaxDelay
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw Bad(nameof(MaxDelay), value, "zero or more");
    }
    = TimeSpan.FromSeconds(30);

    /// <summary>Which share of each pause is random; 0.5 by default. A pause is drawn evenly from between 1 − Jitter times its length and its length.</summary>
    /// <remarks>With 0 many clients that failed together come back together; with 1 each comes at any time up to the full pause.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 1.</exception>
    public double Jitter
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw Bad(nameof(Jitter), value, "from 0 to 1");
    }
    = 0.5;

    /// <summary>Whether a failure is worth another attempt; null, the default: each is. Not asked about the cancellation of the caller, which always ends the retry.</summary>
    /// <remarks>An exception that it throws ends the retry and takes the failure's place.</remarks>
    public Func<Exception, bool>? ShouldRetry { get; init; }

    /// <summary>Called after each failed attempt that is followed by another, before the pause. An exception that it throws ends the retry.</summary>
    public Action<RetryAttempt>? OnRetry { get; init; }

    /// <summary>The pause after a failed attempt.</summary>
    internal TimeSpan PauseAfter(int attempt, Entropy entropy)
    {
        double ticks = Math.Min(BaseDelay.Ticks * Math.Pow(Factor, attempt - 1), MaxDelay.Ticks);
        if (BaseDelay == TimeSpan.Zero)
        {
            return TimeSpan.Zero; // zero times infinity is no number
        }

        if (Jitter > 0)
        {
            ticks *= 1 - (Jitter * entropy.NextDouble());
        }

        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : new TimeSpan((long)ticks);
    }

    private static ArgumentOutOfRangeException Bad(string name, object value, string allowed)
        => new(name, value, $"RetryOptions.{name} is {FormattableString.Invariant($"{value}")}; allowed is {allowed}.");
}
