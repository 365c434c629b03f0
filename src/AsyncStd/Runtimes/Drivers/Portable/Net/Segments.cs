namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>Several buffers in the shape that the base class library takes: segments of arrays.</summary>
/// <remarks>Memory that is no array ends the list early: counts are partial anyway, and callers go on from there.</remarks>
internal static class Segments
{
    /// <summary>More than this the system may refuse in one call, see IOV_MAX in readv(2).</summary>
    private const int Limit = 64;

    /// <summary>Finds the first buffer with room, and collects what follows.</summary>
    /// <exception cref="ArgumentException">All are empty.</exception>
    public static Memory<byte> Split(ReadOnlySpan<Memory<byte>> buffers, List<ArraySegment<byte>> more)
    {
        int i = 0;
        while (i < buffers.Length && buffers[i].IsEmpty)
        {
            i++;
        }

        if (i == buffers.Length)
        {
            throw new ArgumentException("At least one buffer must have room.", nameof(buffers));
        }

        Memory<byte> first = buffers[i];
        foreach (Memory<byte> buffer in buffers[(i + 1)..])
        {
            if (more.Count == Limit || !MemoryMarshal.TryGetArray<byte>(buffer, out ArraySegment<byte> segment))
            {
                break;
            }

            if (segment.Count > 0)
            {
                more.Add(segment);
            }
        }

        return first;
    }

    /// <summary>Collects what can go in one call.</summary>
    /// <returns>False if that is at most one buffer.</returns>
    public static bool TryCollect(ReadOnlySpan<ReadOnlyMemory<byte>> buffers, out ReadOnlyMemory<byte> first, List<ArraySegment<byte>>? segments)
    {
        int count = 0;
        first = default;
        foreach (ReadOnlyMemory<byte> buffer in buffers)
        {
            if (buffer.IsEmpty)
            {
                continue;
            }

            if (count == 0)
            {
                first = buffer;
            }

            if (count == Limit || !MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> segment))
            {
                break;
            }

            segments?.Add(segment);
            count++;
        }

        return count > 1;
    }

    /// <summary>A count as the vectored calls tell it.</summary>
    public static ValueTask<long> Widen(ValueTask<int> count)
        => count.IsCompletedSuccessfully ? new ValueTask<long>(count.Result) : AwaitAndWiden(count);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<long> AwaitAndWiden(ValueTask<int> count) => await count.ConfigureAwait(false);
}
