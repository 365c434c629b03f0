namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;

/// <summary>Several buffers in one call.</summary>
internal sealed unsafe partial class LinuxFileHandle
{
    /// <summary>As many as one call takes here; the kernel takes 1,024, but each wants a pin and its place on the stack.</summary>
    private const int MaxVectors = 64;

    private long ReadVectorsNow(long offset, ReadOnlySpan<Memory<byte>> all)
    {
        ReadOnlySpan<Memory<byte>> buffers = all;
        long total = 0;
        while (!buffers.IsEmpty)
        {
            ReadOnlySpan<Memory<byte>> some = buffers[..Math.Min(buffers.Length, MaxVectors)];
            buffers = buffers[some.Length..];
            nint count = MoveSome(some, offset, total, isRead: true, LinuxFlags.ReadOnly, out long wanted);
            if (count < 0)
            {
                if (total == 0 && MayRepeat((int)count, ref offset))
                {
                    buffers = all;
                    continue;
                }

                return total > 0 ? total : throw LinuxErrors.Of((int)count, "read", Path);
            }

            total += count;
            if (count < wanted)
            {
                break;
            }
        }

        return total;
    }

    private long WriteVectorsNow(long offset, ReadOnlySpan<ReadOnlyMemory<byte>> all)
    {
        ReadOnlySpan<ReadOnlyMemory<byte>> buffers = all;
        long total = 0;
        while (!buffers.IsEmpty)
        {
            ReadOnlySpan<ReadOnlyMemory<byte>> some = buffers[..Math.Min(buffers.Length, MaxVectors)];
            buffers = buffers[some.Length..];
            nint count = MoveSome(some, offset, total, LinuxFlags.ReadOnly, out long wanted);
            if (count < 0)
            {
                if (total == 0 && MayRepeat((int)count, ref offset))
                {
                    buffers = all;
                    continue;
                }

                return total > 0 ? total : throw LinuxErrors.Of((int)count, "write", Path); // what was written counts; writing the rest tells why
            }

            total += count;
            if (count < wanted)
            {
                break;
            }
        }

        return total;
    }

    /// <summary>One call of preadv2(2), with up to <see cref="MaxVectors"/> buffers.</summary>
    private nint MoveSome(ReadOnlySpan<Memory<byte>> buffers, long offset, long done, bool isRead, int flags, out long wanted)
    {
        LinuxVector* vectors = stackalloc LinuxVector[MaxVectors];
        MemoryHandle[] pins = ArrayPool<MemoryHandle>.Shared.Rent(MaxVectors);
        int count = 0;
        wanted = 0;
        try
        {
            foreach (Memory<byte> buffer in buffers)
            {
                pins[count] = buffer.Pin();
                vectors[count] = new LinuxVector { Start = (byte*)pins[count].Pointer, Length = (nuint)buffer.Length };
                wanted += buffer.Length;
                count++;
            }

            return Repeat(isRead, vectors, count, offset == OwnPosition ? OwnPosition : offset + done, flags);
        }
        finally
        {
            Unpin(pins, count);
        }
    }

    /// <summary>One call of pwritev2(2), with up to <see cref="MaxVectors"/> buffers.</summary>
    private nint MoveSome(ReadOnlySpan<ReadOnlyMemory<byte>> buffers, long offset, long done, int flags, out long wanted)
    {
        LinuxVector* vectors = stackalloc LinuxVector[MaxVectors];
        MemoryHandle[] pins = ArrayPool<MemoryHandle>.Shared.Rent(MaxVectors);
        int count = 0;
        wanted = 0;
        try
        {
            foreach (ReadOnlyMemory<byte> buffer in buffers)
            {
                pins[count] = buffer.Pin();
                vectors[count] = new LinuxVector { Start = (byte*)pins[count].Pointer, Length = (nuint)buffer.Length };
                wanted += buffer.Length;
                count++;
            }

            return Repeat(isRead: false, vectors, count, offset == OwnPosition ? OwnPosition : offset + done, flags);
        }
        finally
        {
            Unpin(pins, count);
        }
    }

    private nint Repeat(bool isRead, LinuxVector* vectors, int count, long offset, int flags)
    {
        nint result;
        do
        {
            result = isRead
                ? LinuxCalls.ReadVector(_descriptor, vectors, count, offset, flags)
                : LinuxCalls.WriteVector(_descriptor, vectors, count, offset, flags);
        }
        while (result == -LinuxErrors.Interrupted);
        return result;
    }

    private static void Unpin(MemoryHandle[] pins, int count)
    {
        for (int i = 0; i < count; i++)
        {
            pins[i].Dispose();
        }

        ArrayPool<MemoryHandle>.Shared.Return(pins, clearArray: true);
    }
}
