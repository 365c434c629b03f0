namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>The one wait of an <see cref="Interval"/>, used for each tick anew.</summary>
internal sealed class IntervalWait(Interval interval) : Operation<long>
{
    /// <inheritdoc/>
    public override string Description => "interval";

    public ValueTask<long> Begin(CancellationToken cancellationToken) => Start(cancellationToken);

    /// <inheritdoc/>
    protected override void OnCancelRequested(CancellationToken cancellationToken) => interval.OnCancelRequested(cancellationToken);

    /// <inheritdoc/>
    protected override void OnEnded() => interval.OnWaitEnded();
}
