namespace AsyncStd.Task;

using System.Threading.Tasks.Sources;
using AsyncStd.Runtimes;

/// <summary>The one wait of an <see cref="Interval"/>, used for each tick anew; by an enumeration in the form of a <c>MoveNextAsync</c>.</summary>
internal sealed class IntervalWait(Interval interval) : Operation<long>, IValueTaskSource<bool>
{
    private IntervalEnumerator? _enumerator;

    /// <inheritdoc/>
    public override string Description => "interval";

    public ValueTask<long> Begin(CancellationToken cancellationToken) => Start(cancellationToken);

    /// <summary>Waits for a tick whose number goes to an enumerator.</summary>
    public ValueTask<bool> BeginMove(IntervalEnumerator enumerator, CancellationToken cancellationToken)
    {
        _enumerator = enumerator;
        StartWithoutResult(cancellationToken);
        return new ValueTask<bool>(this, Version);
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        IntervalEnumerator? enumerator = _enumerator;
        _enumerator = null; // before the end of the use: after it somebody else may wait
        try
        {
            long number = GetResult(token);
            enumerator!.Current = number;
            return true;
        }
        catch (ObjectDisposedException) when (interval.IsDisposed)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    protected override void OnCancelRequested(CancellationToken cancellationToken) => interval.OnCancelRequested(cancellationToken);

    /// <inheritdoc/>
    protected override void OnEnded() => interval.OnWaitEnded();
}
