namespace AsyncStd.Runtimes;

using AsyncStd.Runtimes.Timers;

// A coarse clock of the runtime: when a task began to wait. Reading the real one would cost more than the wait itself.
public abstract partial class Runtime
{
    /// <summary>What <see cref="CoarseClock"/> said a few milliseconds ago. 0: nobody keeps it up to date, so the clock itself must be read.</summary>
    private uint _tick;

    /// <summary>The coarse time if somebody keeps it; else 0. Costs a load.</summary>
    internal uint CheapTick => Volatile.Read(ref _tick);

    /// <summary>The coarse time.</summary>
    internal uint Tick => CheapTick is not 0 and var tick ? tick : ReadTick();

    /// <summary>Somebody looks at the clock often enough, and says so each time.</summary>
    internal void KeepTick() => Volatile.Write(ref _tick, ReadTick());

    /// <summary>Nobody does any longer.</summary>
    internal void LoseTick() => Volatile.Write(ref _tick, 0);

    /// <summary>The coarse time on the clock that the runtime's timers obey.</summary>
    internal virtual uint ReadTick() => Clock == TimeProvider.System ? CoarseClock.Now : CoarseClock.Of(Clock);
}
