namespace AsyncStd.Runtimes;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): one atomic addition a number, and every seed is a good one.</summary>
internal sealed class SeededEntropy(ulong seed) : Entropy
{
    private ulong _state = seed;

    public override ulong NextUInt64()
    {
        ulong z = Interlocked.Add(ref _state, 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
