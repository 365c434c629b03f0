namespace AsyncStd.Runtimes.Executors;

/// <summary>What a thread that runs workers keeps about itself. Only that thread touches it.</summary>
internal sealed class Seat
{
    [ThreadStatic]
    private static Seat? t_here;

    private Seat()
    {
    }

    /// <summary>The calling thread's.</summary>
    public static Seat Here => t_here ??= new Seat();

    /// <summary>The calling thread's, or null if it never ran a worker.</summary>
    public static Seat? Existing => t_here;

    /// <summary>What tells of the thread's slices.</summary>
    public Slice Slice { get; } = Slice.OfThisThread;

    /// <summary>The worker that the thread runs. Null: none; or a section is open; or the worker was taken over meanwhile, and the thread is a guest until its slice ends.</summary>
    public Worker? Worker { get; set; }

    /// <summary>The worker whose section the thread has open: its own, until it is taken over.</summary>
    public Worker? Lent { get; set; }

    /// <summary>The item that the open section is for; null if it is for a part of a slice.</summary>
    public WorkItem? LentTo { get; set; }

    /// <summary>The ticket of the open section.</summary>
    public long Ticket { get; set; }

    /// <summary>What the slice outside the open section may go on with.</summary>
    public int Budget { get; set; }

    /// <summary>The worker that a guest came from, or that temporary help is given to.</summary>
    public Worker? Origin { get; set; }

    /// <summary>The number by which the system lists the thread, or 0.</summary>
    public int SystemNumber { get; } = Blockage.SystemNumberOfThisThread();

    /// <summary>The thread's own execution context.</summary>
    public ExecutionContext? Home { get; set; }
}
