namespace AsyncStd.Fs;

using System.Buffers;

/// <summary>Takes up a whole file: into an array of just its size, or into a rented one.</summary>
/// <remarks>A driver asks first for the length that the file claims, and then, when it is full, for a little more, to see whether the file ends there. That look
/// must not double the array: it goes into a small one beside it.</remarks>
internal sealed class FileContents(string path, bool isRented, int limit = int.MaxValue) : IBufferWriter<byte>
{
    private const int ProbeSize = 256;

    private byte[] _bytes = [];
    private byte[]? _probe;
    private int _count;

    /// <summary>Whether the file was refused before anything was read, for claiming to be longer than the limit.</summary>
    public bool IsTooLong { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _count);

    /// <summary>The contents, as an array of the caller's. Only of one that is not rented.</summary>
    public byte[] TakeArray()
    {
        if (_count != _bytes.Length)
        {
            Array.Resize(ref _bytes, _count);
        }

        return _bytes;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (_probe is { } probe && count > 0)
        {
            Grow((long)_count + count);
            probe.AsSpan(0, count).CopyTo(_bytes.AsSpan(_count));
        }

        _probe = null;
        _count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        _probe = null;
        int needed = Math.Max(1, sizeHint);
        if (_bytes.Length - _count >= needed)
        {
            return _bytes.AsMemory(_count);
        }

        if (_count > 0 && _count == _bytes.Length && needed <= ProbeSize)
        {
            return _probe = new byte[ProbeSize];
        }

        Grow((long)_count + needed);
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives a rented array back. Not to be called while a driver may have it.</summary>
    public void Return()
    {
        if (isRented && _bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _count = 0;
        }
    }

    /// <summary>The first array has the size asked for, the later ones at least twice that of the one before.</summary>
    private void Grow(long needed)
    {
        if (_count == 0 && needed > limit)
        {
            IsTooLong = true;
            throw new IOException($"Cannot read '{path}' as a whole: it is longer than {limit} bytes.");
        }

        if (needed > Array.MaxLength)
        {
            throw new IOException($"Cannot read '{path}' as a whole: a file of more than {Array.MaxLength} bytes does not fit into one array. Open it and read it in parts.");
        }

        int size = (int)(_count == 0 ? needed : Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
        byte[] larger = isRented ? ArrayPool<byte>.Shared.Rent(size) : new byte[size];
        Span.CopyTo(larger);
        if (isRented && _bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
