namespace AsyncStd.Task;

/// <summary>Letting go of children that have ended, in a group that lives for ever.</summary>
/// <remarks>The tree drops ended children when others are spawned, in proportion to how many were alive. A group that had a million once, and then has few and
/// spawns few, would keep a million ended ones. So it also sweeps each time the number of children has halved.</remarks>
internal partial class GroupNode
{
    /// <summary>As many ended children are nobody's concern.</summary>
    private const int Slack = 64;

    /// <summary>The most children since the last sweep. A hint: who counts does not synchronize over it.</summary>
    private int _most;
    private int _isSweeping;

    private void RememberMost(int count)
    {
        if (count > _most)
        {
            _most = count;
        }
    }

    private void SweepIfShrunk(int count)
    {
        // Again after a sweep: children that ended during it may have been taken for alive, and those who ended them found somebody at it.
        while (count < (_most / 2) - Slack && Interlocked.Exchange(ref _isSweeping, 1) == 0)
        {
            _most = count;
            SweepChildren();
            Volatile.Write(ref _isSweeping, 0);
            Interlocked.MemoryBarrier();
            count = Count;
        }
    }
}
