namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>The branches that have ended and were not yet looked at, and a wait until there are some.</summary>
/// <remarks>Anyone adds; one only takes and waits. Only the wait that is under way may be ended, hence its version: one that was cancelled is not.</remarks>
internal sealed class EndedItems : Operation<Nothing>
{
    private readonly Lock _gate = new();
    private readonly Queue<ItemSlot> _ended = new();
    private bool _isAwaited;
    private short _wait;

    public override string Description => "join";

    public void Add(ItemSlot slot)
    {
        lock (_gate)
        {
            _ended.Enqueue(slot);
            if (!_isAwaited)
            {
                return;
            }

            _isAwaited = false;
        }

        TrySetResult(default, _wait);
    }

    public bool TryTake(out ItemSlot? slot)
    {
        lock (_gate)
        {
            return _ended.TryDequeue(out slot);
        }
    }

    /// <summary>Waits until something has ended.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_ended.Count > 0)
            {
                return default;
            }

            _wait = Version;
            _isAwaited = true;
        }

        return StartWithoutResult(cancellationToken);
    }
}
