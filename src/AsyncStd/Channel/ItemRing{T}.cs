namespace AsyncStd.Channel;

using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

/// <summary>Messages in the order they came. Grows as it must, never shrinks below its largest part; a part of whatever guards it, not for two threads at once.</summary>
/// <remarks>
/// <para>A chain of rings. What comes in goes into the last one; when that is full, a larger one is hung behind it. What goes out is taken from the first, which is
/// dropped once it is empty and has a successor. So nothing is ever copied, and a queue that goes up and down within the size of its last ring allocates nothing.</para>
/// <para>The first ring is not an object but fields, and mostly the only one. A message that goes from one processor to another takes along the line of memory that these fields are in, close to their
/// guard, and the line of its place in the array. Each further line would cost as much again.</para>
/// <para>Invariants. Each length is a power of two. Only the last ring may be empty. <c>_last</c> is null while there is one ring, and <c>_laterCount</c> 0; else the rings from <c>_next</c> to
/// <c>_last</c> hold <c>_laterCount</c> of the <c>_count</c> messages.</para>
/// </remarks>
internal struct ItemRing<T>
{
    private const int SmallestLength = 16;

    /// <summary>A bounded queue up to this size never needs a second ring.</summary>
    private const int LargestFirstLength = 1024;
    private const int LargestLength = 1 << 20;

    private T[] _items;
    private Ring? _next;
    private Ring? _last;

    /// <summary>Where the oldest is, modulo the length.</summary>
    private int _head;
    private int _count;
    private int _laterCount;

    /// <summary>A queue for so many messages at most, which is only taken as a hint.</summary>
    public ItemRing(int capacity)
        => _items = new T[capacity <= LargestFirstLength ? (int)Math.Max(BitOperations.RoundUpToPowerOf2((uint)capacity), 1) : SmallestLength];

    /// <summary>How many there are; without the guard only a hint.</summary>
    public readonly int Count => Volatile.Read(in _count);

    /// <summary>Adds a message behind all others; false if memory must be had first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(T item)
    {
        if (_last is not null)
        {
            return TryAddLater(item);
        }

        T[] items = _items;
        if (_count >= items.Length)
        {
            return false;
        }

        items[(_head + _count) & (items.Length - 1)] = item;
        _count++;
        return true;
    }

    /// <summary>Makes room for one more at least.</summary>
    public void Grow()
    {
        int fullLength = (_last?.Items ?? _items).Length;
        var ring = new Ring(Math.Min(Math.Max(fullLength * 2, SmallestLength), LargestLength));
        if (_last is { } last)
        {
            last.Next = ring;
        }
        else
        {
            _next = ring;
        }

        _last = ring;
    }

    /// <summary>Makes sure that one can be added once one has been taken: what is taken makes room only in the first ring, and what is added needs it in the last.</summary>
    public void PrepareExchange()
    {
        if (_last is { } last && last.Count == last.Items.Length)
        {
            Grow();
        }
    }

    /// <summary>Takes out the oldest message. There must be one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Take()
    {
        Debug.Assert(_count > 0, "Somebody looked.");
        T[] items = _items;
        ref T place = ref items[_head & (items.Length - 1)];
        T item = place;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            place = default!;
        }

        _head++;
        _count--;
        if (_next is not null && _count == _laterCount)
        {
            Advance();
        }

        return item;
    }

    /// <summary>The oldest message. There must be one.</summary>
    public readonly T Peek() => _items[_head & (_items.Length - 1)];

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
    public void Clear() => this = new ItemRing<T>(1);

    private bool TryAddLater(T item)
    {
        Ring last = _last!;
        if (last.Count == last.Items.Length)
        {
            return false;
        }

        last.Items[last.Count++] = item;
        _count++;
        _laterCount++;
        return true;
    }

    /// <summary>The first ring is empty, and has a successor, which becomes the first.</summary>
    private void Advance()
    {
        Ring ring = _next!;
        _items = ring.Items;
        _head = 0;
        _next = ring.Next;
        _laterCount -= ring.Count;
        if (_next is null)
        {
            _last = null;
        }
    }

    /// <summary>A ring behind the first: nothing has been taken from it yet.</summary>
    private sealed class Ring(int length)
    {
        public readonly T[] Items = new T[length];
        public int Count;
        public Ring? Next;
    }
}
