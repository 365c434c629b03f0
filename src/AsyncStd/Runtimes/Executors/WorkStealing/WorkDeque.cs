namespace AsyncStd.Runtimes.Executors;

using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>A queue of one worker that others may take from: the owner adds and takes at the tail, anybody takes at the head.</summary>
/// <remarks>
/// <para>The deque of Chase and Lev (2005) with the fences of Lê, Pop, Cohen and Zappa Nardelli (2013). Only the owner calls <see cref="Push"/>,
/// <see cref="TryPop"/> and <see cref="Sweep"/>; any thread calls <see cref="TryTake"/>, <see cref="Count"/> and <see cref="IsEmpty"/>.</para>
/// <para>Invariants. <c>_head</c> only grows, and only by compare-exchange: whoever moves it from h to h+1 owns the item at h. <c>_tail</c> is written only by the
/// owner. The items are those from head to tail. The owner writes a slot only at the tail, and never while it could still be read as an
/// item: the ring grows before it wraps into the head. A thief that reads a slot too late fails its compare-exchange.</para>
/// <para>Popping the last item is the one race: owner and thief both want index h. The owner lowers the tail, then looks at the head; the
/// thief reads the head, then the tail; full fences between let at most one of them believe that the item is its own without the compare-exchange.</para>
/// </remarks>
[DebuggerDisplay("Count = {Count}")]
internal sealed class WorkDeque
{
    private const int InitialCapacity = 256;

    private Indices _indices;
    private Slot[] _ring = new Slot[InitialCapacity];

    /// <summary>Owner only: everything before this index has had its slot cleared.</summary>
    private long _swept;

    /// <summary>Owner only: the head when it was last looked at. It only grows, so an old one errs on the safe side; the real one is in the thieves' caches.</summary>
    private long _knownHead;

    /// <summary>How many items there are, give or take those on the move.</summary>
    public int Count => (int)Math.Max(0, Volatile.Read(ref _indices.Tail) - Volatile.Read(ref _indices.Head));

    /// <summary>Whether it looks empty. For the owner it is: nobody else adds.</summary>
    public bool IsEmpty => Volatile.Read(ref _indices.Tail) <= Volatile.Read(ref _indices.Head);

    /// <summary>Owner: adds an item at the tail.</summary>
    /// <returns>Whether there is, or lately was, another item: thieves may have taken it meanwhile.</returns>
    public bool Push(WorkItem item)
    {
        long tail = _indices.Tail;
        Slot[] ring = _ring;
        if (tail - _knownHead >= ring.Length)
        {
            _knownHead = Volatile.Read(ref _indices.Head);
            if (tail - _knownHead >= ring.Length)
            {
                ring = Grow(ring, tail);
            }
        }

        ring[tail & (ring.Length - 1)].Item = item;
        Volatile.Write(ref _indices.Tail, tail + 1);
        return tail != _knownHead;
    }

    /// <summary>Owner: takes the newest item.</summary>
    public WorkItem? TryPop()
    {
        long tail = _indices.Tail - 1;
        if (tail < Volatile.Read(ref _indices.Head))
        {
            return null; // the head only grows: it cannot become non-empty under the owner's eyes
        }

        Interlocked.Exchange(ref _indices.Tail, tail);
        long head = Volatile.Read(ref _indices.Head);
        _knownHead = head;
        if (head > tail)
        {
            Volatile.Write(ref _indices.Tail, tail + 1);
            return null;
        }

        ref Slot slot = ref _ring[tail & (_ring.Length - 1)];
        WorkItem? item = slot.Item;
        if (head < tail)
        {
            slot.Item = null;
            return item;
        }

        // The last one: settle it with the thieves, and leave the deque empty either way.
        if (Interlocked.CompareExchange(ref _indices.Head, head + 1, head) == head)
        {
            slot.Item = null;
        }
        else
        {
            item = null;
        }

        _knownHead = head + 1;
        Volatile.Write(ref _indices.Tail, tail + 1);
        return item;
    }

    /// <summary>Anybody: takes the oldest item. Null if there is none; <paramref name="contended"/> tells that somebody else was quicker.</summary>
    public WorkItem? TryTake(out bool contended)
    {
        long head = Volatile.Read(ref _indices.Head);
        Interlocked.MemoryBarrier();
        contended = false;
        if (head >= Volatile.Read(ref _indices.Tail))
        {
            return null;
        }

        // Read after the tail: an index below the tail is in this ring, or the head has moved on and the exchange fails.
        Slot[] ring = Volatile.Read(ref _ring);
        WorkItem? item = ring[head & (ring.Length - 1)].Item;
        if (Interlocked.CompareExchange(ref _indices.Head, head + 1, head) == head)
        {
            return item;
        }

        contended = true;
        return null;
    }

    /// <summary>Owner: takes the oldest item of a deque that it also pops.</summary>
    public WorkItem? TryTakeOldest()
    {
        WorkItem? item = TryTake(out _);
        _knownHead = Volatile.Read(ref _indices.Head);
        return item;
    }

    /// <summary>Owner: takes the oldest item of a deque that is never popped, so that no fence against its own pops is needed.</summary>
    public WorkItem? TryTakeOwn()
    {
        while (true)
        {
            long head = Volatile.Read(ref _indices.Head);
            if (head >= _indices.Tail)
            {
                return null;
            }

            ref Slot slot = ref _ring[head & (_ring.Length - 1)];
            WorkItem? item = slot.Item;
            if (Interlocked.CompareExchange(ref _indices.Head, head + 1, head) == head)
            {
                slot.Item = null;
                return item;
            }
        }
    }

    /// <summary>Owner: forgets stolen items, which thieves cannot clear. Called before the worker sleeps, so that nothing is kept alive by an idle ring.</summary>
    public void Sweep()
    {
        long head = Volatile.Read(ref _indices.Head);
        long from = Math.Max(_swept, head - _ring.Length);
        long tail = _indices.Tail;
        for (long i = from; i < head; i++)
        {
            // A slot may hold a newer item by now, a whole turn further on.
            if (i + _ring.Length >= tail)
            {
                _ring[i & (_ring.Length - 1)].Item = null;
            }
        }

        _swept = head;
    }

    private Slot[] Grow(Slot[] ring, long tail)
    {
        var larger = new Slot[ring.Length * 2];
        for (long i = Volatile.Read(ref _indices.Head); i < tail; i++)
        {
            larger[i & (larger.Length - 1)] = ring[i & (ring.Length - 1)];
        }

        Volatile.Write(ref _ring, larger);
        return larger;
    }

    /// <summary>A struct around the reference: storing into an array of references costs a type check.</summary>
    private struct Slot
    {
        public WorkItem? Item;
    }

    /// <summary>Head and tail on cache lines of their own; 128 bytes, because lines are fetched in pairs.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Indices
    {
        [FieldOffset(128)]
        public long Head;

        [FieldOffset(256)]
        public long Tail;
    }
}
