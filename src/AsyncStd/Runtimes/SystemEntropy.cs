namespace AsyncStd.Runtimes;

using System.Runtime.InteropServices;

/// <summary>Seeds a generator from the operating system.</summary>
internal static class SystemEntropy
{
    public static Entropy Create()
    {
        ulong seed = 0;
        Executors.OperatingSystemRandom.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref seed)));
        return Entropy.FromSeed(seed);
    }
}
