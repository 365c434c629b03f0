namespace AsyncStd.Runtimes;

/// <summary>The slice that a thread is running: one work item's turn, and how many ready leaves it may still pass through.</summary>
/// <remarks>One for each thread, on purpose: it says what this <em>thread</em> does. Whose code runs is told by the ambient slot.</remarks>
internal sealed class Slice
{
    [ThreadStatic]
    private static Slice? t_current;

    /// <summary>0: no slice. Otherwise one more than the budget that is left.</summary>
    private int _left;
    private WorkItem? _item;

    /// <summary>Slices begun by this thread.</summary>
    private int _count;
    private int _reported;

    private Slice() => Blocking.SliceWatch.Register(this);

    /// <summary>Whether this thread is executing a work item of some runtime.</summary>
    public static bool IsRunning => t_current is { _left: not 0 };

    /// <summary>What this thread is executing, or null.</summary>
    public static WorkItem? Item => t_current is { _left: not 0 } slice ? slice._item : null;

    /// <summary>What tells of the calling thread's slices, for others to look at.</summary>
    public static Slice OfThisThread => t_current ??= new Slice();

    public Thread Thread { get; } = Thread.CurrentThread;

    /// <summary>Any thread: how many slices the thread has begun; while it stays the same, the slice does.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Any thread: whether it is executing something that must not block.</summary>
    public bool IsOpen => Volatile.Read(ref _left) != 0;

    /// <summary>Belongs to whoever watches: the slice that was waiting at the last look.</summary>
    public int WatchedCount { get; set; }

    /// <summary>Belongs to whoever watches: since when, in microseconds; 0 if it was not.</summary>
    public long WaitingSince { get; set; }

    /// <summary>Any thread: whether a slice has not been reported yet; from now on it has.</summary>
    public bool TryClaimReport(int count) => Interlocked.Exchange(ref _reported, count) != count;

    /// <summary>Any thread: what the thread executes or has executed last. By the time one looks at it, it may be something else.</summary>
    public WorkItem? Latest => Volatile.Read(ref _item);

    /// <summary>Starts a slice that nothing needs to be put back after, on the thread of this object.</summary>
    public void BeginNext(WorkItem item, int budget)
    {
        _left = budget + 1;
        _item = item;
        _count++;
    }

    /// <summary>Starts a slice and returns what <see cref="End"/> needs to put back.</summary>
    /// <param name="budget">Ready leaves it may pass through; −1 for a slice that may block, which is none in the eyes of <see cref="IsRunning"/>.</param>
    /// <param name="item">What is executed.</param>
    public static Frame Begin(int budget, WorkItem item)
    {
        Slice slice = t_current ??= new Slice();
        var outer = new Frame(slice._left, slice._item);
        slice._left = budget + 1;
        slice._item = item;
        slice._count++;
        return outer;
    }

    /// <summary>Puts back what was there before <see cref="Begin"/>; by default nothing.</summary>
    public static void End(Frame outer = default)
    {
        if (t_current is { } slice)
        {
            slice._left = outer.Left;
            slice._item = outer.Item;
        }
    }

    /// <summary>From here on the slice may block: it is none in the eyes of <see cref="IsRunning"/>.</summary>
    /// <returns>What <see cref="EndBlocking"/> needs.</returns>
    public static int BeginBlocking()
    {
        Slice slice = t_current!;
        int left = slice._left;
        slice._left = 0;
        return left;
    }

    public static void EndBlocking(int left) => t_current!._left = left;

    /// <summary>Runs something as a part of the slice that is running, with what is left of its budget.</summary>
    /// <returns>What <see cref="LeavePart"/> needs.</returns>
    public static WorkItem? EnterPart(WorkItem item)
    {
        Slice slice = t_current!;
        WorkItem? outer = slice._item;
        slice._item = item;
        return outer;
    }

    public static void LeavePart(WorkItem? outer) => t_current!._item = outer;

    /// <summary>Takes one unit. False: the leaf must suspend although it is ready.</summary>
    public static bool TryConsume()
    {
        Slice? slice = t_current;
        int left = slice is null ? 0 : slice._left;
        if (left > 1)
        {
            slice!._left = left - 1;
            return true;
        }

        return left == 0 && TryConsumeOutside();
    }

    /// <summary>Off the runtime's threads the budget is unlimited, unless the code belongs to a runtime that wants each leaf to be a scheduling point.</summary>
    private static bool TryConsumeOutside() => Ambient.Item?.Owner is not { IsClosedWorld: true };

    /// <summary>What a nested slice covered.</summary>
    public readonly struct Frame(int left, WorkItem? item)
    {
        public readonly int Left = left;
        public readonly WorkItem? Item = item;
    }
}
