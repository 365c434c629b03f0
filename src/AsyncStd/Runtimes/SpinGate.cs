namespace AsyncStd.Runtimes;

/// <summary>A lock for sections of a few dozen instructions: one compare-exchange in, one store out.</summary>
/// <remarks>
/// Invariant: 0 is open, 1 is closed; only the thread that closed it opens it. Not reentrant. The holder must not wait, call user
/// code or allocate much. A holder can be preempted, so waiters soon give their time slice away.
/// </remarks>
internal struct SpinGate
{
    private int _closed;

    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _closed, 1, 0) != 0)
        {
            EnterContended();
        }
    }

    public bool TryEnter() => Volatile.Read(ref _closed) == 0 && Interlocked.CompareExchange(ref _closed, 1, 0) == 0;

    public void Exit() => Volatile.Write(ref _closed, 0);

    private void EnterContended()
    {
        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (!TryEnter());
    }
}
