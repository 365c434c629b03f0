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

    /// <summary>Whether no other thread can run a slice of <see cref="_item"/> now: it runs, and is not yet registered with what it will wait for.</summary>
    private bool _isOwn;

    /// <summary>Slices begun by this thread.</summary>
    private int _count;
    private int _reported;
    private bool _tellsByItself;

    private Slice() => Blocking.SliceWatch.Register(this);

    /// <summary>Whether this thread is executing a work item of some runtime.</summary>
    public static bool IsRunning => t_current is { _left: not 0 };

    /// <summary>What this thread is executing, or null.</summary>
    public static WorkItem? Item => t_current is { _left: not 0 } slice ? slice._item : null;

    /// <summary>That of the calling thread, if it has ever run one.</summary>
    public static Slice? Existing => t_current;

    /// <summary>What tells of the calling thread's slices, for others to look at.</summary>
    public static Slice OfThisThread => t_current ??= new Slice();

    public Thread Thread { get; } = Thread.CurrentThread;

    /// <summary>The worker that the thread runs; null while it has a section open, or is a guest. Only the thread itself uses it.</summary>
    public Executors.Worker? Worker;

    /// <summary>The driver of the worker that the thread runs. Only the thread itself uses it.</summary>
    public WorkerDriver? Driver;

    /// <summary>The thread's part of the table of live tasks that it used last. Only the thread itself uses it.</summary>
    public TaskTable.Cache? Tasks;

    /// <summary>Any thread: how many slices the thread has begun; while it stays the same, the slice does.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Any thread: whether it is executing something that must not block.</summary>
    public bool IsOpen => Volatile.Read(ref _left) != 0;

    /// <summary>Any thread: whether the thread waits where it will itself report that it blocks, with its stack: then nobody else does. Written by the thread.</summary>
    public bool TellsByItself
    {
        get => Volatile.Read(ref _tellsByItself);
        set => Volatile.Write(ref _tellsByItself, value);
    }

    /// <summary>Belongs to whoever watches: the slice that was waiting at the last look.</summary>
    public int WatchedCount { get; set; }

    /// <summary>Belongs to whoever watches: since when, in microseconds; 0 if it was not.</summary>
    public long WaitingSince { get; set; }

    /// <summary>Any thread: whether a slice has not been reported yet; from now on it has.</summary>
    public bool TryClaimReport(int count) => Interlocked.Exchange(ref _reported, count) != count;

    /// <summary>Any thread: what the thread executes or has executed last. By the time one looks at it, it may be something else.</summary>
    public WorkItem? Latest => Volatile.Read(ref _item);

    /// <summary>Starts a slice that nothing needs to be put back after, on the thread of this object. The budget is that of <see cref="Begin"/>.</summary>
    public void BeginNext(WorkItem item, int budget)
    {
        _left = budget + 1;
        _item = item;
        _isOwn = true;
        _count++;
    }

    /// <summary>Whether the thread, the calling one, runs a slice of <paramref name="item"/>, and nobody else does: then what only slices write may be written.</summary>
    public bool IsOwn(WorkItem item) => _isOwn && ReferenceEquals(_item, item);

    /// <summary>The slice of this object's thread is over, and another thread may run the next of its item.</summary>
    public void GiveUp() => _isOwn = false;

    /// <summary>The running slice gives its item to somebody whose code may go on running here while another thread runs the next slice.</summary>
    public static void GiveAway()
    {
        if (t_current is { } slice)
        {
            slice._isOwn = false;
        }
    }

    /// <summary>Starts a slice and returns what <see cref="End"/> needs to put back.</summary>
    /// <param name="budget">Ready leaves it may pass through; −1 for a slice that may block, which is none in the eyes of <see cref="IsRunning"/>.</param>
    /// <param name="item">What is executed.</param>
    public static Frame Begin(int budget, WorkItem item)
    {
        Slice slice = OfThisThread;
        var outer = new Frame(slice._left, slice._item, slice._isOwn);
        slice.BeginNext(item, budget);
        return outer;
    }

    /// <summary>Puts back what was there before <see cref="Begin"/>; by default nothing.</summary>
    public static void End(Frame outer = default)
    {
        if (t_current is { } slice)
        {
            slice._left = outer.Left;
            slice._item = outer.Item;
            slice._isOwn = outer.IsOwn;
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
    public static Frame EnterPart(WorkItem item)
    {
        Slice slice = t_current!;
        var outer = new Frame(slice._left, slice._item, slice._isOwn);
        slice._item = item;
        slice._isOwn = true;
        return outer;
    }

    public static void LeavePart(Frame outer)
    {
        Slice slice = t_current!;
        slice._item = outer.Item;
        slice._isOwn = outer.IsOwn;
    }

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
    public readonly struct Frame(int left, WorkItem? item, bool isOwn)
    {
        public readonly int Left = left;
        public readonly WorkItem? Item = item;
        public readonly bool IsOwn = isOwn;
    }
}
