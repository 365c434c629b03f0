namespace AsyncStd.Runtimes;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a worker does with the outside world: look for completions between items, and sleep until something happens.</summary>
/// <remarks>
/// <para>One per worker. <see cref="Poll"/> and <see cref="Park"/> are called only by the thread that runs the worker; <see cref="Unpark"/> by any thread.
/// An io_uring driver reads its completion queue in <see cref="Poll"/> and makes <see cref="Park"/> one <c>io_uring_enter</c> that submits and waits.</para>
/// <para>An <see cref="Unpark"/> before a <see cref="Park"/> makes that park return at once; several count as one.</para>
/// </remarks>
[Experimental(Experiments.WorkerDrivers, UrlFormat = Experiments.Url)]
public abstract class WorkerDriver : IDisposable
{
    /// <summary>The driver of the worker that runs on the calling thread, or null if the thread runs none.</summary>
    public static WorkerDriver? Current
    {
        get => Slice.Existing?.Driver;
        internal set => Slice.OfThisThread.Driver = value;
    }

    /// <summary>Whether another thread may take the worker over now: false while the kernel ties operations to the thread that submitted them.</summary>
    public virtual bool CanMove => true;

    /// <summary>Whether <see cref="Poll"/> has something to look at; read before each poll, so keep it a field. Must not use the ambient runtime or
    /// any <see cref="AsyncLocal{T}"/>: those of the last task may still be there.</summary>
    public virtual bool HasPending => false;

    /// <summary>Looks for what has completed, without waiting, and completes it.</summary>
    /// <returns>Whether anything had.</returns>
    public virtual bool Poll() => false;

    /// <summary>Looks for what has completed although the worker's thread does not come to it: it is in a slice that does not end. Called by any thread, at any
    /// time, also while another one is in <see cref="Poll"/> or <see cref="Park"/>.</summary>
    /// <returns>Whether anything had; false if the driver leaves this to its worker.</returns>
    public virtual bool PollFromOutside() => false;

    /// <summary>Looks for what has completed if nobody has for some milliseconds, although some worker is awake: one that always has something to run comes to it once in many slices, and
    /// the others may sleep. The runtime asks every few milliseconds while a worker is awake. Called by any thread, at any time, as <see cref="PollFromOutside"/>.</summary>
    /// <returns>Whether anything had; false if the driver leaves this to its worker.</returns>
    public virtual bool PollIfNeglected() => false;

    /// <summary>How long the worker should go on polling before it parks, in microseconds; 0 leaves it to <see cref="RuntimeOptions.SpinMicroseconds"/>. More pays where
    /// the next completion is expected sooner than a sleeping thread could be woken. Below 0: not at all.</summary>
    public virtual int SpinMicroseconds => 0;

    /// <summary>Waits until <see cref="Unpark"/>, a completion, or the end of <paramref name="timeout"/>. May return early for no reason.</summary>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    public abstract void Park(TimeSpan timeout);

    /// <summary>Makes the current or the next <see cref="Park"/> return. From any thread; one that comes late, after the driver was disposed, must do no harm.</summary>
    public abstract void Unpark();

    /// <summary>Releases what the driver holds. The worker has ended; nothing but a late <see cref="Unpark"/>, <see cref="PollFromOutside"/> or <see cref="PollIfNeglected"/> is called after this.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the driver holds.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
