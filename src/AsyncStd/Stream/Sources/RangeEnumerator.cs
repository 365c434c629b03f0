namespace AsyncStd.Stream;

/// <summary>Numbers, one after the other.</summary>
/// <remarks>Counted in the unsigned, so that the number after the last one exists.</remarks>
internal sealed class RangeEnumerator(int start, int count, CancellationToken cancellationToken) : AsyncSequenceEnumerator<int>
{
    private uint _next = (uint)start;

    /// <summary>Up to here without looking around.</summary>
    private uint _limit = (uint)start;
    private uint _left = (uint)count;
    private ReadyItems _ready;

    internal override bool BeginsNothing => true;

    public override bool TryRead(out int item)
    {
        uint next = _next;
        item = (int)next;
        if (next == _limit && !TryAdvance())
        {
            return false;
        }

        _next = next + 1;
        return true;
    }

    public override ValueTask<bool> WaitToReadAsync() => _next != _limit ? new ValueTask<bool>(true) : _left == 0 ? default : _ready.GiveWayAsync(cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _limit = _next;
        _left = 0;
        return default;
    }

    private bool TryAdvance()
    {
        if (_left == 0)
        {
            return false;
        }

        uint batch = Math.Min((uint)_ready.TakeBatch(cancellationToken), _left);
        _limit += batch;
        _left -= batch;
        return batch != 0;
    }
}
