namespace AsyncStd.Runtimes.Drivers.Portable;

/// <summary>A call that a socket allows one of at a time.</summary>
internal abstract class ExclusiveCall<TInner, TResult>(PortableSocket owner) : SocketCall<TInner, TResult>(owner)
{
    private int _busy;

    /// <summary>Takes the call for a use, which ends with the await.</summary>
    protected CancellationToken Enter(string direction)
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            throw new InvalidOperationException($"Another {direction} call is under way on this socket; each direction allows one at a time.");
        }

        try
        {
            return Prepare();
        }
        catch
        {
            OnEnded();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnEnded()
    {
        base.OnEnded();
        Volatile.Write(ref _busy, 0);
    }
}
