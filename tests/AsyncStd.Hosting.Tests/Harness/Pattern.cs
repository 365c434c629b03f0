namespace AsyncStdHostingTests.Harness;

/// <summary>Bytes that tell where they belong: of each offset another one, with a period that no buffer has.</summary>
internal static class Pattern
{
    public static byte At(long offset) => (byte)((offset * 31 + offset / 251) % 253);

    public static byte[] Bytes(long start, int count)
    {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = At(start + i);
        }

        return bytes;
    }

    /// <summary>Checks that the bytes are those from <paramref name="start"/> on.</summary>
    public static void Check(ReadOnlySpan<byte> bytes, long start)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != At(start + i))
            {
                throw new InvalidDataException($"Byte {start + i} is {bytes[i]} and should be {At(start + i)}.");
            }
        }
    }

    /// <summary>Reads to the end, checking each byte.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<long> CheckAllAsync(Stream stream)
    {
        var buffer = new byte[70_000];
        long total = 0;
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            Check(buffer.AsSpan(0, count), total);
            total += count;
        }

        return total;
    }

    /// <summary>Writes a number of bytes in pieces of odd sizes.</summary>
    public static async Task WriteAsync(Stream stream, long count)
    {
        for (long written = 0; written < count;)
        {
            int piece = (int)Math.Min(count - written, 1 + written % 40_009);
            await stream.WriteAsync(Bytes(written, piece));
            written += piece;
        }
    }
}
