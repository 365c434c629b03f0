namespace AsyncStd.Io;

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

/// <summary>Where the lines in a buffer end. One look finds the ends of many lines, so that a line costs no search of its own.</summary>
/// <remarks>Positions are indexes of the buffer. Whoever moves bytes in it says so by <see cref="Move"/>, whoever forgets them by <see cref="Clear"/>.</remarks>
internal struct LineIndex
{
    /// <summary>How many bytes one step looks at: a bit of a mask for each.</summary>
    private const int Step = 64;

    /// <summary>How many ends a look finds; the step in which it is reached may find a whole step more.</summary>
    private const int Batch = 64;

    /// <summary>How far a look goes behind the first end, in bytes: what comes there may be taken by something that wants no lines.</summary>
    private const int Ahead = 4096;

    private int[]? _ends;
    private int _next;
    private int _count;

    /// <summary>Bytes before it were looked at.</summary>
    private int _looked;

    /// <summary>Behind the last byte above 127 that earlier looks have found; where the last look found its first one, and behind its last. What lies between those two counts as found.</summary>
    private int _endOfOlder;
    private int _first;
    private int _end;

    /// <summary>Whether the line from <paramref name="start"/> to the end that was found is ASCII for sure.</summary>
    public readonly bool IsAscii(int start, int position) => start >= _endOfOlder && (position < _first || start >= _end);

    /// <summary>Finds the end of the line that begins at a position. It is found again until it is taken.</summary>
    /// <param name="buffer">The bytes; what is not between <paramref name="start"/> and <paramref name="end"/> may be anything.</param>
    /// <param name="start">Where the line begins.</param>
    /// <param name="end">Where the bytes end.</param>
    /// <param name="position">Where the line feed is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(byte[] buffer, int start, int end, out int position)
    {
        if (_next < _count)
        {
            position = _ends![_next];
            if (position >= start)
            {
                return true;
            }
        }

        return TryFindSlowly(buffer, start, end, out position);
    }

    /// <summary>The end that was found is not needed any more.</summary>
    public void Take() => _next++;

    /// <summary>The bytes were moved towards the beginning of the buffer.</summary>
    /// <param name="distance">By how much.</param>
    public void Move(int distance)
    {
        if (_next < _count)
        {
            // Somebody read on without having taken the lines that are there: they are looked for again.
            Clear();
            return;
        }

        _looked = Math.Max(_looked - distance, 0);
        _endOfOlder = Math.Max(_endOfOlder, _end) - distance;
        _first = int.MaxValue;
        _end = 0;
    }

    /// <summary>The buffer begins anew.</summary>
    public void Clear()
    {
        _next = 0;
        _count = 0;
        _looked = 0;
        _endOfOlder = 0;
        _first = int.MaxValue;
        _end = 0;
    }

    private bool TryFindSlowly(byte[] buffer, int start, int end, out int position)
    {
        // Ends of lines that were taken in another way than as lines.
        while (_next < _count && _ends![_next] < start)
        {
            _next++;
        }

        if (_next == _count)
        {
            Look(buffer, start, end);
        }

        position = _next < _count ? _ends![_next] : -1;
        return position >= 0;
    }

    private void Look(byte[] buffer, int start, int end)
    {
        int at = Math.Max(_looked, start);
        _endOfOlder = Math.Max(_endOfOlder, _end);
        _first = int.MaxValue;
        _end = 0;
        int[] ends = _ends ??= new int[Batch + Step];
        int count = 0;
        int stop = end;
        while (at < stop)
        {
            ulong lineFeeds = Masks(buffer, at, out ulong high);
            if (end - at < Step)
            {
                ulong valid = (1UL << (end - at)) - 1;
                lineFeeds &= valid;
                high &= valid;
            }

            if (high != 0)
            {
                _first = Math.Min(_first, at + BitOperations.TrailingZeroCount(high));
                _end = at + Step - BitOperations.LeadingZeroCount(high);
            }

            // Whether there is an end in a step cannot be foreseen: the first one is stored without a branch, and counted if it is one.
            ends[count] = at + BitOperations.TrailingZeroCount(lineFeeds);
            int found = BitOperations.PopCount(lineFeeds);
            for (int i = 1; i < found; i++)
            {
                lineFeeds &= lineFeeds - 1;
                ends[count + i] = at + BitOperations.TrailingZeroCount(lineFeeds);
            }

            if (count == 0 && found > 0)
            {
                stop = Math.Min(end, at + Ahead);
            }

            count += found;
            at += Step;
            if (count >= Batch)
            {
                break;
            }
        }

        _looked = Math.Min(at, end);
        _next = 0;
        _count = count;
    }

    /// <summary>A bit for each of the next bytes: whether it is a line feed, and whether it is above 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Masks(byte[] buffer, int at, out ulong high)
    {
        if (buffer.Length - at < Step)
        {
            return MasksAtTheEnd(buffer.AsSpan(at), out high);
        }

        ReadOnlySpan<byte> bytes = buffer.AsSpan(at, Step);
        Vector256<byte> first = Vector256.Create(bytes);
        Vector256<byte> second = Vector256.Create(bytes[Vector256<byte>.Count..]);
        Vector256<byte> lineFeed = Vector256.Create((byte)'\n');
        high = first.ExtractMostSignificantBits() | ((ulong)second.ExtractMostSignificantBits() << Vector256<byte>.Count);
        return Vector256.Equals(first, lineFeed).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(second, lineFeed).ExtractMostSignificantBits() << Vector256<byte>.Count);
    }

    private static ulong MasksAtTheEnd(ReadOnlySpan<byte> bytes, out ulong high)
    {
        ulong lineFeeds = 0;
        high = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            lineFeeds |= (bytes[i] == '\n' ? 1UL : 0) << i;
            high |= (ulong)(bytes[i] >> 7) << i;
        }

        return lineFeeds;
    }
}
