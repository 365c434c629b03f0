namespace AsyncStdConformance.Operations;

using AsyncStd.Runtimes;

/// <summary>An operation that the test ends; like a driver's, it may be stubborn about cancellation.</summary>
internal sealed class ManualOperation(bool isStubborn = false) : Operation<int>
{
    private int _cancelRequests;
    private int _ended;

    public override string Description => "manual";

    public int CancelRequests => Volatile.Read(ref _cancelRequests);

    public int Ended => Volatile.Read(ref _ended);

    public ValueTask<int> Begin(CancellationToken cancellationToken = default) => Start(cancellationToken);

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _cancelRequests);
        if (!isStubborn)
        {
            TrySetCanceled(cancellationToken);
        }
    }

    protected override void OnEnded() => Interlocked.Increment(ref _ended);
}
