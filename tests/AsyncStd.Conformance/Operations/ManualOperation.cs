namespace AsyncStdConformance.Operations;

using AsyncStd.Runtimes;

/// <summary>An operation that the test ends; like a driver's, it may be stubborn about cancellation.</summary>
internal sealed class ManualOperation(bool isStubborn = false) : Operation<int>
{
    private int _cancelRequests;
    private int _ended;
    private bool _isBegun;

    public override string Description => "manual";

    public int CancelRequests => Volatile.Read(ref _cancelRequests);

    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Whether somebody has begun it: only then can another thread end it.</summary>
    public bool IsBegun => Volatile.Read(ref _isBegun);

    public ValueTask<int> Begin(CancellationToken cancellationToken = default)
    {
        ValueTask<int> pending = Start(cancellationToken);
        Volatile.Write(ref _isBegun, true);
        return pending;
    }

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
