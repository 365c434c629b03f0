namespace AsyncStd.Runtimes;

/// <summary>A deadline on a runtime's clock, and what happens then. Reusable: no allocation for each wait.</summary>
/// <remarks>
/// A node is started with <see cref="Runtime.StartTimer"/> and afterwards either fires once or is stopped by a
/// <see cref="Runtime.StopTimer"/> that returned true; only then may it be started again.
/// </remarks>
public abstract class TimerNode
{
    private object? _state;

    /// <summary>The deadline, in whatever unit the owner of the clock counts. Belongs to whoever runs the clock.</summary>
    public long Due { get; set; }

    /// <summary>A field for whoever runs the clock: an index in a heap, a timer, a list node.</summary>
    public object? State
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>What the timer is for, in a word or two.</summary>
    public virtual string Description => "timer";

    /// <summary>Neighbours in the bucket of a wheel, or the next of a chain that is about to fire.</summary>
    internal TimerNode? Next;
    internal TimerNode? Previous;

    /// <summary>The bucket that holds the node; −1 is none.</summary>
    internal int Bucket = -1;

    /// <summary>Called once when the deadline has passed, never early, on a thread of the runtime: must be short and must not throw.</summary>
    protected internal abstract void Fire();
}
