namespace AsyncStd.Stream;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>How many items a source that is always ready may still hand out before it looks around: at its token, its scope, and the budget of the slice.</summary>
/// <remarks>One unit of budget pays for a batch, so that looking costs next to nothing for each item. Where there is no budget at all, and each leaf is to
/// be a scheduling point, the source gives way before every single item.</remarks>
internal struct ReadyItems
{
    private const int Batch = 64;

    private int _left;
    private bool _mayGiveOne;
    private GiveWay? _giveWay;

    /// <summary>Takes one item's worth. False: the source must give way first.</summary>
    public bool TryTake(CancellationToken cancellationToken) => --_left >= 0 || TryRefill(cancellationToken);

    /// <summary>Takes a batch's worth, for a source that counts by itself.</summary>
    /// <returns>How many items may be handed out; 0: the source must give way first.</returns>
    /// <remarks>Cancellation is for the wait to tell. Whoever reads in a scope that was cancelled may do so for a branch in another, which goes on.</remarks>
    public int TakeBatch(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested || JoinHandle.IsCurrentCancelled(out _))
        {
            return 0;
        }

        if (Slice.TryConsume())
        {
            return Batch;
        }

        bool mayGiveOne = _mayGiveOne;
        _mayGiveOne = false;
        return mayGiveOne ? 1 : 0;
    }

    /// <summary>Lets others run; afterwards at least one item may be handed out. Completes with true.</summary>
    /// <exception cref="OperationCanceledException">The token or the scope was cancelled.</exception>
    public ValueTask<bool> GiveWayAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JoinHandle.ThrowIfCurrentIsCancelled();
        _mayGiveOne = true;
        return (_giveWay ??= new GiveWay()).Begin();
    }

    private bool TryRefill(CancellationToken cancellationToken)
    {
        _left = 0;
        _left = TakeBatch(cancellationToken) - 1;
        return _left >= 0;
    }

    /// <summary>A wait that is over as it begins. It is the budget that makes the awaiting code suspend.</summary>
    private sealed class GiveWay : Operation<bool>
    {
        public override string Description => "next item of a sequence";

        public ValueTask<bool> Begin()
        {
            ValueTask<bool> wait = Start(default);
            TrySetResult(true);
            return wait;
        }
    }
}
