namespace AsyncStd.Task;

using System.Runtime.CompilerServices;

/// <summary>The children that the slices of a task itself have started, from the second at once on. Kept without an atomic operation.</summary>
/// <remarks>
/// <para>Invariants. Only the task's running slice adds, so adding excludes itself. A place once given is cleared at most once, by the child itself, after
/// its end; only an empty place is given again. So a late clear never hits another child, and the places need no lock.</para>
/// <para>Anyone may read at any time. Each place holds a child of this task, or nothing: places do not move, and no place is shared with another task. A reader
/// may miss a child that is being added; that one looks for itself whether its parent was asked to stop.</para>
/// <para>A child that ended while code which it left running still waited does not clear its place: it gives it up, by forgetting its number, and the place is free once the child is
/// found to be gone. One that is found gone and has not given its place up becomes a tombstone: it might still be about to clear the place, so that is not given again before.</para>
/// </remarks>
internal sealed class Brood
{
    /// <summary>Added to the number of a place in <see cref="_more"/>. 0 is no place, 1 and 2 are those in this object.</summary>
    private const int FirstOfMore = 3;

    private static readonly object s_tombstone = new();

    private object? _first;
    private object? _second;
    private BroodPlaces? _more;

    /// <summary>Begins with the only child so far, which had no place, and a new one, which gets its own.</summary>
    public Brood(JoinHandle only, JoinHandle child)
    {
        _first = only;
        only.PlaceAtParent = 1; // it may be ending and see this too late: then it stays until somebody looks
        _second = child;
        child.PlaceAtParent = 2;
    }

    /// <summary>The task's slice: adds a child that nobody knows yet.</summary>
    public void Add(JoinHandle child)
    {
        if (_more is null)
        {
            if (IsFree(ref _first))
            {
                child.PlaceAtParent = 1;
                Volatile.Write(ref _first, child);
                return;
            }

            if (IsFree(ref _second))
            {
                child.PlaceAtParent = 2;
                Volatile.Write(ref _second, child);
                return;
            }

            Volatile.Write(ref _more, new BroodPlaces());
        }

        child.PlaceAtParent = _more.Add(child) + FirstOfMore;
    }

    /// <summary>The child, once, after its end: leaves its place.</summary>
    public void Clear(int place, JoinHandle child)
    {
        if (place == 1)
        {
            Clear(ref _first, child);
        }
        else if (place == 2)
        {
            Clear(ref _second, child);
        }
        else
        {
            Volatile.Read(ref _more)?.Clear(place - FirstOfMore, child);
        }
    }

    /// <summary>The child, after its end: it cannot leave its place, because of what it left running.</summary>
    public void NoteLeftover() => Volatile.Read(ref _more)?.NoteLeftover();

    /// <summary>Anybody: the children that are there now.</summary>
    public void AddTo(List<JoinHandle> children)
    {
        Collect(Volatile.Read(ref _first), children);
        Collect(Volatile.Read(ref _second), children);
        Volatile.Read(ref _more)?.AddTo(children);
    }

    internal static void Clear(ref object? place, JoinHandle child)
    {
        if (ReferenceEquals(place, child) || ReferenceEquals(place, s_tombstone))
        {
            Volatile.Write(ref place, null);
        }
    }

    internal static void Collect(object? place, List<JoinHandle> children)
    {
        if (place is not null && !ReferenceEquals(place, s_tombstone))
        {
            children.Add(Unsafe.As<JoinHandle>(place));
        }
    }

    /// <summary>The task's slice: lets go of a child that is gone and has not left its place.</summary>
    internal static void Bury(ref object? place)
    {
        if (place is { } child && !ReferenceEquals(child, s_tombstone) && Unsafe.As<JoinHandle>(child).IsGone)
        {
            object? left = Unsafe.As<JoinHandle>(child).PlaceAtParent == 0 ? null : s_tombstone;
            Interlocked.CompareExchange(ref place, left, child); // unless it leaves it just now
        }
    }

    private static bool IsFree(ref object? place)
    {
        if (Volatile.Read(ref place) is null)
        {
            return true;
        }

        Bury(ref place);
        return Volatile.Read(ref place) is null;
    }
}
