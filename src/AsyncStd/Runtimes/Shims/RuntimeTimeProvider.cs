namespace AsyncStd.Runtimes.Shims;

using AsyncStd.Runtimes.Executors;

/// <summary>A runtime as a <see cref="TimeProvider"/>: its clock, and timers whose callbacks it runs itself.</summary>
internal sealed class RuntimeTimeProvider(Runtime runtime) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => runtime.Clock.LocalTimeZone;

    public override long TimestampFrequency => runtime.Clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => runtime.Clock.GetUtcNow();

    public override long GetTimestamp() => runtime.Clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => new CallbackTimer(runtime, callback, state, dueTime, period);
}
