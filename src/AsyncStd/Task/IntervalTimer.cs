namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>The one timer of an <see cref="Interval"/>; runs only while somebody waits for a tick.</summary>
internal sealed class IntervalTimer(Interval interval) : TimerNode
{
    /// <inheritdoc/>
    public override string Description => "interval";

    /// <inheritdoc/>
    protected internal override void Fire() => interval.OnTimer();
}
