namespace AsyncStd.Runtimes;

/// <summary>A lock for sections of a few dozen instructions: one compare-exchange in, one store out.</summary>
/// <remarks>
/// <para>Invariant: 0 is open, 1 is closed; only the thread that closed it opens it. Not reentrant. The holder must not wait, call user
/// code or allocate much. A holder can be preempted, so waiters soon give their time slice away.</para>
/// <para>Who finds it closed stays away for about a microsecond, many times what a section takes. It is not waiting for the section's end but for the line of memory: while it stays away, the other
/// thread passes time and again with the gate and what it guards in its own cache, at a fraction of what a pass costs when two processors pull at them in turn. Looking again at once made a channel with
/// several senders and receivers twice as slow.</para>
/// </remarks>
internal struct SpinGate
{
    /// <summary>In units of about 37 ns, to which <c>Thread.SpinWait</c> is calibrated where a pause of the processor is not longer than that.</summary>
    private const int StayAway = 32;

    /// <summary>How often, before the thread also gives its time slice away each time.</summary>
    private const int Looks = 4;

    /// <summary>With one processor the holder is not running while we are.</summary>
    private static readonly bool s_mayRunMeanwhile = Environment.ProcessorCount > 1;

    private int _closed;

    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _closed, 1, 0) != 0)
        {
            EnterContended();
        }
    }

    /// <summary>The same for a gate that is entered while another is closed: looks again at once, because others wait for that one meanwhile.</summary>
    public void EnterInner()
    {
        var spin = default(SpinWait);
        while (!TryEnter())
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    public bool TryEnter() => Volatile.Read(ref _closed) == 0 && Interlocked.CompareExchange(ref _closed, 1, 0) == 0;

    public void Exit() => Volatile.Write(ref _closed, 0);

    private void EnterContended()
    {
        int looks = s_mayRunMeanwhile ? 0 : Looks;
        do
        {
            if (looks++ >= Looks)
            {
                Thread.Yield();
            }

            Thread.SpinWait(StayAway);
        }
        while (!TryEnter());
    }
}
