namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Buffers;

/// <summary>Several buffers, held in place for one system call.</summary>
/// <remarks>At most <see cref="MaxParts"/> of them: vectored calls may do a part of what they were asked for, and the caller goes on with the rest.</remarks>
internal unsafe ref struct PinnedParts
{
    public const int MaxParts = 64;

    private readonly MemoryHandle[] _handles = ArrayPool<MemoryHandle>.Shared.Rent(MaxParts);

    public PinnedParts()
    {
    }

    /// <summary>How many parts there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes they hold.</summary>
    public long Length { get; private set; }

    /// <summary>Pins one more, if there is room and it is not empty.</summary>
    /// <param name="parts">Room for <see cref="MaxParts"/>.</param>
    /// <param name="buffer">The buffer.</param>
    public void Add(NativeSocket.Part* parts, ReadOnlyMemory<byte> buffer)
    {
        if (Count < MaxParts && !buffer.IsEmpty)
        {
            MemoryHandle handle = buffer.Pin();
            parts[Count] = new NativeSocket.Part { Start = (byte*)handle.Pointer, Length = (nuint)buffer.Length };
            _handles[Count++] = handle;
            Length += buffer.Length;
        }
    }

    public void Dispose()
    {
        for (int i = 0; i < Count; i++)
        {
            _handles[i].Dispose();
        }

        ArrayPool<MemoryHandle>.Shared.Return(_handles, clearArray: true);
    }
}
