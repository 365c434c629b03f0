namespace AsyncStd.Runtimes.Drivers.Portable;

/// <summary>The calls of one kind on a socket that allows any number at a time: made when needed, and used again.</summary>
/// <remarks>Invariant: a call is in <c>_one</c>, in <c>_idle</c>, or with whoever rented it; <c>_all</c> has each that was ever made.</remarks>
internal sealed class CallPool<TCall>(Func<CallPool<TCall>, TCall> create)
    where TCall : class, IStoppableCall
{
    private readonly Lock _lock = new();
    private readonly List<TCall> _all = [];
    private readonly Stack<TCall> _idle = [];
    private TCall? _one;

    public TCall Rent()
    {
        if (Interlocked.Exchange(ref _one, null) is { } call)
        {
            return call;
        }

        lock (_lock)
        {
            if (!_idle.TryPop(out call))
            {
                call = create(this);
                _all.Add(call);
            }

            return call;
        }
    }

    public void Return(TCall call)
    {
        if (Interlocked.CompareExchange(ref _one, call, null) is not null)
        {
            lock (_lock)
            {
                _idle.Push(call);
            }
        }
    }

    public void StopAll()
    {
        TCall[] all;
        lock (_lock)
        {
            all = [.. _all];
        }

        foreach (TCall call in all)
        {
            call.Stop();
        }
    }
}
