namespace AsyncStd.Runtimes.Timers;

using System.Diagnostics;
using System.Numerics;

/// <summary>A hierarchical timing wheel (Varghese and Lauck, 1987): constant time to start, to stop and to find the next deadline.</summary>
/// <remarks>
/// <para>Level 0 has a bucket for each of the next 64 ticks, level 1 one for each of the next 64 runs of 64 ticks, and so on. A deadline
/// beyond the last level waits in its last bucket and is sorted in again.</para>
/// <para>Invariants. A node is in the bucket <c>node.Bucket</c> or, with −1, in none. A bit of <c>_occupied</c> is set exactly when the bucket
/// has a node. Everything due at or before <c>_now</c> has been handed out. All members but <see cref="NextDue"/> need the gate, which
/// the callers hold; nodes are fired after it was let go.</para>
/// </remarks>
internal sealed class TimerWheel
{
    private const int Bits = 6;
    private const int Slots = 1 << Bits;
    private const int None = -1;

    /// <summary>The state of a node on its way from the wheel of a runtime that has ended to another one.</summary>
    private static readonly object s_moving = new();

    private readonly int _levels;
    private readonly TimerNode?[] _first;
    private readonly TimerNode?[] _last;
    private readonly ulong[] _occupied;
    private long _now;
    private long _nextDue = long.MaxValue;
    private SpinGate _gate;

    /// <summary>Creates an empty wheel.</summary>
    /// <param name="levels">Each level multiplies the span by 64.</param>
    /// <param name="now">The tick to begin with.</param>
    public TimerWheel(int levels, long now)
    {
        _levels = levels;
        _now = now;
        _first = new TimerNode?[levels * Slots];
        _last = new TimerNode?[levels * Slots];
        _occupied = new ulong[levels];
    }

    /// <summary>A tick at or before which nothing is due: the next deadline, or a moment at which to sort again. Readable without the gate.</summary>
    public long NextDue => Volatile.Read(ref _nextDue);

    /// <summary>How many timers run.</summary>
    public int Count { get; private set; }

    /// <summary>Starts a node. Returns its tick if nothing in the wheel is due sooner, else <see cref="long.MaxValue"/>.</summary>
    public long Start(TimerNode node, long dueTick)
    {
        _gate.Enter();
        node.State = this;
        node.Due = Math.Max(dueTick, _now + 1);
        Insert(node);
        Count++;
        long due = node.Due;
        bool soonest = due < _nextDue;
        if (soonest)
        {
            Volatile.Write(ref _nextDue, due);
        }

        _gate.Exit();
        return soonest ? due : long.MaxValue;
    }

    /// <summary>Stops a node; false if it has fired or is about to.</summary>
    public bool Stop(TimerNode node)
    {
        _gate.Enter();
        bool running = node.Bucket != None && ReferenceEquals(node.State, this);
        if (running)
        {
            Remove(node);
            node.State = null;
            Count--;
            if (Count == 0)
            {
                Volatile.Write(ref _nextDue, long.MaxValue);
            }
        }

        _gate.Exit();
        return running;
    }

    /// <summary>Stops a node in whichever wheel it is, even if it is being moved from one to another; false if it has fired or is about to.</summary>
    public static bool StopWhereItIs(TimerNode node)
    {
        var spin = default(SpinWait);
        while (true)
        {
            object? state = node.State;
            if (state is TimerWheel wheel)
            {
                if (wheel.Stop(node))
                {
                    return true;
                }

                if (ReferenceEquals(node.State, state))
                {
                    return false;
                }
            }
            else if (!ReferenceEquals(state, s_moving))
            {
                return false;
            }

            spin.SpinOnce();
        }
    }

    /// <summary>The earliest deadline, exactly; the far future if nothing runs. Looks at all nodes of one bucket, or of the last level.</summary>
    public long FindDeadline()
    {
        _gate.Enter();
        long earliest = long.MaxValue;
        if (FindNext(out int bucket, out _))
        {
            // In the last level a bucket holds deadlines of several turns, so that the nearest bucket need not hold the earliest.
            bool last = bucket / Slots == _levels - 1;
            int from = last ? (_levels - 1) * Slots : bucket;
            int to = last ? _levels * Slots : bucket + 1;
            for (int i = from; i < to; i++)
            {
                for (TimerNode? node = _first[i]; node is not null; node = node.Next)
                {
                    earliest = Math.Min(earliest, node.Due);
                }
            }
        }

        _gate.Exit();
        return earliest;
    }

    /// <summary>Takes out everything that still runs: a chain by <see cref="TimerNode.Next"/>, its nodes neither fired nor stopped yet. They must be started again elsewhere.</summary>
    public TimerNode? TakeAll()
    {
        TimerNode? first = null;
        _gate.Enter();
        for (int bucket = 0; bucket < _first.Length; bucket++)
        {
            while (_first[bucket] is { } node)
            {
                Remove(node);
                node.State = s_moving;
                node.Next = first;
                first = node;
                Count--;
            }
        }

        Volatile.Write(ref _nextDue, long.MaxValue);
        _gate.Exit();
        return first;
    }

    /// <summary>Moves on to a tick and takes out what is due by then: a chain by <see cref="TimerNode.Next"/>, in order of their deadlines.</summary>
    /// <returns>The first of the chain, or null. If another thread is at it, null.</returns>
    public TimerNode? TryAdvance(long tick)
    {
        if (tick < NextDue || !_gate.TryEnter())
        {
            return null;
        }

        TimerNode? first = null;
        TimerNode? last = null;
        while (FindNext(out int bucket, out long at) && at <= tick)
        {
            TimerNode? node = Empty(bucket);
            _now = Math.Max(_now, at);
            while (node is not null)
            {
                TimerNode? next = node.Next;
                if (node.Due > at)
                {
                    Insert(node);
                }
                else
                {
                    node.Bucket = None;
                    node.State = null;
                    node.Next = null;
                    Count--;
                    if (last is null)
                    {
                        first = node;
                    }
                    else
                    {
                        last.Next = node;
                    }

                    last = node;
                }

                node = next;
            }
        }

        _now = Math.Max(_now, tick);
        Volatile.Write(ref _nextDue, FindNext(out _, out long due) ? due : long.MaxValue);
        _gate.Exit();
        return first;
    }

    /// <summary>Fires a chain that <see cref="TryAdvance"/> returned.</summary>
    /// <param name="node">The first of the chain.</param>
    /// <param name="runtime">Who is told of a node that throws; the others fire all the same.</param>
    /// <returns>How many fired.</returns>
    public static int FireAll(TimerNode? node, Runtime runtime)
    {
        int fired = 0;
        while (node is not null)
        {
            TimerNode? next = node.Next;
            node.Next = null;
            try
            {
                node.Fire(); // from here on the node may be in use again
            }
            catch (Exception e)
            {
                runtime.ReportUnhandled(e, null);
            }

            node = next;
            fired++;
        }

        return fired;
    }

    private void Insert(TimerNode node)
    {
        Debug.Assert(node.Due > _now, "What is due has been handed out.");
        int level = Math.Min(_levels - 1, BitOperations.Log2((ulong)(node.Due ^ _now)) / Bits);
        int shift = level * Bits;
        long slotTick = node.Due >> shift;
        if (level == _levels - 1)
        {
            // A deadline a turn or more ahead must not share the slot of now: that would look like the nearest.
            slotTick = Math.Min(slotTick, (_now >> shift) + Slots - 1);
        }

        int slot = (int)slotTick & (Slots - 1);
        int bucket = (level * Slots) + slot;
        node.Bucket = bucket;
        node.Next = null;
        node.Previous = _last[bucket];
        if (node.Previous is null)
        {
            _first[bucket] = node;
            _occupied[level] |= 1UL << slot;
        }
        else
        {
            node.Previous.Next = node;
        }

        _last[bucket] = node;
    }

    private void Remove(TimerNode node)
    {
        int bucket = node.Bucket;
        if (node.Previous is null)
        {
            _first[bucket] = node.Next;
        }
        else
        {
            node.Previous.Next = node.Next;
        }

        if (node.Next is null)
        {
            _last[bucket] = node.Previous;
        }
        else
        {
            node.Next.Previous = node.Previous;
        }

        if (_first[bucket] is null)
        {
            _occupied[bucket / Slots] &= ~(1UL << (bucket % Slots));
        }

        node.Next = null;
        node.Previous = null;
        node.Bucket = None;
    }

    private TimerNode? Empty(int bucket)
    {
        TimerNode? first = _first[bucket];
        _first[bucket] = null;
        _last[bucket] = null;
        _occupied[bucket / Slots] &= ~(1UL << (bucket % Slots));
        return first;
    }

    /// <summary>The bucket that must be looked at first, and when: the lowest occupied level has the nearest.</summary>
    private bool FindNext(out int bucket, out long at)
    {
        for (int level = 0; level < _levels; level++)
        {
            ulong occupied = _occupied[level];
            if (occupied == 0)
            {
                continue;
            }

            int shift = level * Bits;
            int here = (int)(_now >> shift) & (Slots - 1);

            // Rotated so that bit 0 is the slot of now, the lowest set bit is the nearest slot. The slot of now itself is never occupied above level 0.
            int ahead = BitOperations.TrailingZeroCount(BitOperations.RotateRight(occupied, here));
            int slot = (here + ahead) & (Slots - 1);
            long turn = 1L << (shift + Bits);
            at = (_now & ~(turn - 1)) + ((long)slot << shift);
            if (at <= _now)
            {
                at += turn;
            }

            bucket = (level * Slots) + slot;
            return true;
        }

        bucket = None;
        at = long.MaxValue;
        return false;
    }
}
