namespace AsyncStd.Runtimes.Drivers;

/// <summary>Who of those who asked an open file for its lock still counts on it.</summary>
/// <remarks>
/// <para>The system knows one lock for the open file, not one for each call: a call that is granted when nobody waits for it any longer must not release what another call has been granted meanwhile, or
/// is about to be. See flock(2).</para>
/// <para>Invariant, under <c>_gate</c>: the system's lock is released by a call in vain only while nobody asks for it and no grant is left. A call begins before it asks the system, so one that begins
/// after the release asks after it.</para>
/// </remarks>
internal sealed class FileLockClaims
{
    private readonly Lock _gate = new();
    private int _asking;
    private int _grants;

    /// <summary>Goes up with each release on demand: grants of before are void.</summary>
    private long _epoch;

    /// <summary>Somebody is about to ask the system. Ended by <see cref="Grant"/> or <see cref="Refuse"/>.</summary>
    public void Ask()
    {
        lock (_gate)
        {
            _asking++;
        }
    }

    /// <summary>The system has granted it.</summary>
    /// <returns>What to give it back with, if nobody waits for it any longer.</returns>
    public long Grant()
    {
        lock (_gate)
        {
            _asking--;
            _grants++;
            return _epoch;
        }
    }

    /// <summary>The system has not granted it.</summary>
    public void Refuse<TState>(TState state, Action<TState> release)
    {
        lock (_gate)
        {
            _asking--;
            ReleaseIfNobodyCounts(state, release);
        }
    }

    /// <summary>A grant came too late.</summary>
    public void GiveBack<TState>(long grant, TState state, Action<TState> release)
    {
        lock (_gate)
        {
            if (grant == _epoch)
            {
                _grants--;
                ReleaseIfNobodyCounts(state, release);
            }
        }
    }

    /// <summary>The lock is released because its holder says so.</summary>
    public TResult Release<TState, TResult>(TState state, Func<TState, TResult> release)
    {
        lock (_gate)
        {
            TResult result = release(state);
            _epoch++;
            _grants = 0;
            return result;
        }
    }

    private void ReleaseIfNobodyCounts<TState>(TState state, Action<TState> release)
    {
        if (_asking == 0 && _grants == 0)
        {
            release(state);
        }
    }
}
