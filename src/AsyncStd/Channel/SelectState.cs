namespace AsyncStd.Channel;

using AsyncStd.Runtimes;

/// <summary>Which branch of one wait of a select has won: settled once, by a compare-exchange, between all who bring something and those who give up.</summary>
/// <remarks>
/// <para>Who brings something to a branch claims the select first, within the gate of the branch's channel, and only then lets go of his message. So a branch that has lost had no effect.</para>
/// <para>Two selects that meet on a channel must both be won, or none. Whoever finds the other makes his own pending, then claims the other, and then decides his own. One pair at a
/// time does so, under a gate of its own, which is the innermost. Whoever finds a select pending looks again: that takes a few instructions, and
/// nobody who has one pending waits for anything else. So there is no circle.</para>
/// </remarks>
internal sealed class SelectState
{
    private const int Open = 0;
    private const int Taken = 1;
    private const int Pending = 2;

    private static SpinGate s_pairing;

    private int _claim;

    /// <summary>How an attempt to win two selects at once has ended.</summary>
    public enum Pairing
    {
        Paired,
        SelfIsTaken,
        OtherIsTaken,
    }

    /// <summary>Whether it is settled.</summary>
    public bool IsTaken => Volatile.Read(ref _claim) == Taken;

    /// <summary>Makes the caller the one who decides; false if somebody was before him.</summary>
    public bool TryClaim()
    {
        var spin = default(SpinWait);
        while (true)
        {
            switch (Interlocked.CompareExchange(ref _claim, Taken, Open))
            {
                case Open:
                    return true;
                case Taken:
                    return false;
                default:
                    spin.SpinOnce(sleep1Threshold: -1);
                    break;
            }
        }
    }

    /// <summary>Makes the caller the one who decides two at once, or none.</summary>
    public static Pairing TryPair(SelectState self, SelectState other)
    {
        s_pairing.EnterInner(); // of the whole process, within the gate of a channel
        Pairing result = Pairing.SelfIsTaken;
        if (Interlocked.CompareExchange(ref self._claim, Pending, Open) == Open)
        {
            // The other cannot be pending: only who holds the gate makes one so.
            bool paired = Interlocked.CompareExchange(ref other._claim, Taken, Open) == Open;
            Volatile.Write(ref self._claim, paired ? Taken : Open);
            result = paired ? Pairing.Paired : Pairing.OtherIsTaken;
        }

        s_pairing.Exit();
        return result;
    }
}
