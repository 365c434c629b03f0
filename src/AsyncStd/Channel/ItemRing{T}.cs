namespace AsyncStd.Channel;

using System.Diagnostics;
using System.Runtime.CompilerServices;

/// <summary>Messages in the order they came. Grows as it must, never shrinks below its largest part; a part of whatever guards it, not for two threads at once.</summary>
/// <remarks>
/// <para>A chain of rings. What comes in goes into the last one; when that is full, a larger one is hung behind it. What goes out is taken from the first, which is
/// dropped once it is empty and has a successor. So nothing is ever copied, and a queue that goes up and down within the size of its last ring allocates nothing.</para>
/// <para>Invariants. Each length is a power of two. Only the last ring may be empty. <c>_count</c> is the sum of all rings' counts.</para>
/// </remarks>
internal struct ItemRing<T>
{
    private const int SmallestLength = 16;

    /// <summary>A bounded queue up to this size never needs a second ring.</summary>
    private const int LargestFirstLength = 1024;
    private const int LargestLength = 1 << 20;

    private Ring _first;
    private Ring _last;
    private int _count;

    /// <summary>A queue for so many messages at most, which is only taken as a hint.</summary>
    public ItemRing(int capacity)
        => _first = _last = new Ring(capacity <= LargestFirstLength ? (int)Math.Max(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity), 1) : SmallestLength);

    /// <summary>How many there are; without the guard only a hint.</summary>
    public readonly int Count => Volatile.Read(in _count);

    /// <summary>Adds a message behind all others; false if memory must be had first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(T item)
    {
        Ring ring = _last;
        T[] items = ring.Items;
        if (ring.Count == items.Length)
        {
            return false;
        }

        items[(ring.Head + ring.Count) & (items.Length - 1)] = item;
        ring.Count++;
        _count++;
        return true;
    }

    /// <summary>Makes room for one more at least.</summary>
    public void Grow()
    {
        Ring full = _last;
        var ring = new Ring(Math.Min(Math.Max(full.Items.Length * 2, SmallestLength), LargestLength));
        full.Next = ring;
        _last = ring;
    }

    /// <summary>Makes sure that one can be added once one has been taken: what is taken makes room only in the first ring, and what is added needs it in the last.</summary>
    public void PrepareExchange()
    {
        if (!ReferenceEquals(_first, _last) && _last.Count == _last.Items.Length)
        {
            Grow();
        }
    }

    /// <summary>Takes out the oldest message. There must be one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Take()
    {
        Debug.Assert(_count > 0, "Somebody looked.");
        Ring ring = _first;
        ref T place = ref ring.Items[ring.Head & (ring.Items.Length - 1)];
        T item = place;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            place = default!;
        }

        ring.Head++;
        _count--;
        if (--ring.Count == 0 && ring.Next is { } next)
        {
            _first = next;
        }

        return item;
    }

    /// <summary>The oldest message. There must be one.</summary>
    public readonly T Peek() => _first.Items[_first.Head & (_first.Items.Length - 1)];

    /// <summary>Takes out as many of the oldest as fit.</summary>
    public int Take(Span<T> items)
    {
        int taken = Math.Min(items.Length, _count);
        for (int i = 0; i < taken; i++)
        {
            items[i] = Take();
        }

        return taken;
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        _first = _last = new Ring(1);
        _count = 0;
    }

    private sealed class Ring(int length)
    {
        public readonly T[] Items = new T[length];

        /// <summary>Where the oldest is, modulo the length.</summary>
        public int Head;
        public int Count;
        public Ring? Next;
    }
}
