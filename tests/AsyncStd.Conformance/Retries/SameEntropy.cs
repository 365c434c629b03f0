namespace AsyncStdConformance.Retries;

using AsyncStd.Runtimes;

/// <summary>Gives one number again and again.</summary>
internal sealed class SameEntropy(double fraction) : Entropy
{
    public override ulong NextUInt64() => (ulong)(fraction * (1UL << 53)) << 11;
}
