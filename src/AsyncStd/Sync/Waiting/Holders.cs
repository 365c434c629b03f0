namespace AsyncStd.Sync.Waiting;

using System.Diagnostics;

/// <summary>Who holds a share of a primitive that several may hold at once: tells a guard that holds it from one that was disposed.</summary>
/// <remarks>
/// <para>Invariant: changed under the gate of the primitive. A ticket is a slot in its low 24 bits and the slot's version above; the slot holds the ticket while it is out, and its
/// negative while it is not. A slot's next ticket has the next version, so none of the last 2^39 of a slot is given out twice.</para>
/// <para><see cref="IsOut"/> needs no gate: who asks for a ticket of his own sees at least his own slot, also in a table that has been replaced by a larger one.</para>
/// </remarks>
internal struct Holders
{
    private const int SlotBits = 24;
    private const long NextVersion = 1L << SlotBits;
    private const int MaxSlots = 1 << SlotBits;

    private Slot[]? _slots;

    /// <summary>One more than the first free slot; 0 if there is none.</summary>
    private int _firstFree;

    /// <summary>Whether no ticket can be given out: 16 million are.</summary>
    public readonly bool IsFull => _firstFree == 0 && _slots is { Length: MaxSlots };

    /// <summary>Gives out a ticket, which is never 0. Not while <see cref="IsFull"/>.</summary>
    public long Add()
    {
        if (_firstFree == 0)
        {
            Grow();
        }

        int index = _firstFree - 1;
        ref Slot slot = ref _slots![index];
        _firstFree = slot.NextFree;
        long ticket = NextVersion - slot.Ticket;
        if (ticket < 0)
        {
            ticket = NextVersion | (long)index; // all versions have been out: half a trillion of them
        }

        Volatile.Write(ref slot.Ticket, ticket);
        return ticket;
    }

    /// <summary>Takes a ticket back; false if it is not out any longer.</summary>
    public bool TryRemove(long ticket)
    {
        if (!IsOut(ticket))
        {
            return false;
        }

        int index = (int)(ticket & (MaxSlots - 1));
        ref Slot slot = ref _slots![index];
        Volatile.Write(ref slot.Ticket, -ticket);
        slot.NextFree = _firstFree;
        _firstFree = index + 1;
        return true;
    }

    /// <summary>Whether a ticket is out.</summary>
    public readonly bool IsOut(long ticket)
    {
        Slot[]? slots = _slots;
        int index = (int)(ticket & (MaxSlots - 1));
        return ticket > 0 && slots is not null && index < slots.Length && Volatile.Read(ref slots[index].Ticket) == ticket;
    }

    private void Grow()
    {
        int used = _slots?.Length ?? 0;
        Debug.Assert(used < MaxSlots, "The owner of the gate looks first: an exception would leave the gate closed.");
        var slots = new Slot[Math.Max(used * 2, 4)];
        _slots?.CopyTo(slots, 0);
        for (int i = slots.Length - 1; i >= used; i--)
        {
            slots[i] = new Slot { Ticket = -i, NextFree = _firstFree };
            _firstFree = i + 1;
        }

        Debug.Assert(_firstFree == used + 1, "The lowest new slot is the first that is used.");
        Volatile.Write(ref _slots, slots);
    }

    private struct Slot
    {
        public long Ticket;
        public int NextFree;
    }
}
