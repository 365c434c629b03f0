namespace AsyncStd.Task;

using System.Numerics;

/// <summary>Any number of places for a <see cref="Brood"/>: chunks, each twice as large as the one before, so that places never move.</summary>
/// <remarks>Invariants as there. <c>_next</c>, <c>_capacity</c> and the array of chunks are written by the task's slice only.</remarks>
internal sealed class BroodPlaces
{
    private const int SmallestBits = 3;
    private const int Smallest = 1 << SmallestBits;

    private Place[][] _chunks = [new Place[Smallest]];
    private int _capacity = Smallest;

    /// <summary>The next place to look at.</summary>
    private int _next;

    /// <summary>A hint: a child has ended without leaving its place.</summary>
    private bool _hasLeftovers;

    public int Add(JoinHandle child)
    {
        while (true)
        {
            while (_next < _capacity)
            {
                int index = _next++;
                ref object? place = ref At(_chunks, index);
                if (Volatile.Read(ref place) is null)
                {
                    Volatile.Write(ref place, child);
                    return index;
                }
            }

            TurnOrGrow();
        }
    }

    public void Clear(int index, JoinHandle child)
    {
        Place[][] chunks = Volatile.Read(ref _chunks);
        if (index < Capacity(chunks.Length))
        {
            Brood.Clear(ref At(chunks, index), child);
        }
    }

    public void NoteLeftover() => Volatile.Write(ref _hasLeftovers, true);

    public void AddTo(List<JoinHandle> children)
    {
        foreach (Place[] chunk in Volatile.Read(ref _chunks))
        {
            for (int i = 0; i < chunk.Length; i++)
            {
                Brood.Collect(Volatile.Read(ref chunk[i].Child), children);
            }
        }
    }

    private static int Capacity(int chunks) => (Smallest << chunks) - Smallest;

    private static ref object? At(Place[][] chunks, int index)
    {
        int number = index + Smallest;
        int chunk = BitOperations.Log2((uint)number) - SmallestBits;
        return ref chunks[chunk][number - (Smallest << chunk)].Child;
    }

    /// <summary>Begins anew where at least half of the places are free, so that a turn costs each child added a look at two places at most; else makes more.</summary>
    private void TurnOrGrow()
    {
        bool buries = _hasLeftovers;
        _hasLeftovers = false;
        int free = 0;
        foreach (Place[] chunk in _chunks)
        {
            for (int i = 0; i < chunk.Length; i++)
            {
                ref object? place = ref chunk[i].Child;
                if (buries)
                {
                    Brood.Bury(ref place);
                }

                if (Volatile.Read(ref place) is null)
                {
                    free++;
                }
            }
        }

        if (free >= _capacity / 2)
        {
            _next = 0;
            return;
        }

        Volatile.Write(ref _chunks, [.. _chunks, new Place[Smallest << _chunks.Length]]);
        _capacity = Capacity(_chunks.Length);
    }

    /// <summary>A struct around the reference: storing into an array of references costs a type check.</summary>
    private struct Place
    {
        public object? Child;
    }
}
