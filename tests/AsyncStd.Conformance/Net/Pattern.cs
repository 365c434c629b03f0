namespace AsyncStdConformance.Net;

/// <summary>Bytes that tell by their value where they belong.</summary>
internal static class Pattern
{
    public static byte At(long position) => (byte)(position ^ (position >> 8) ^ (position >> 16));

    public static byte[] Bytes(long start, int length)
    {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = At(start + i);
        }

        return bytes;
    }

    public static void Check(ReadOnlySpan<byte> bytes, long start)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != At(start + i))
            {
                throw new InvalidDataException($"The byte at {start + i} is {bytes[i]}, not {At(start + i)}.");
            }
        }
    }
}
