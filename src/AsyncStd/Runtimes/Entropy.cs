namespace AsyncStd.Runtimes;

/// <summary>A runtime's source of randomness, so that a simulation can replay it.</summary>
/// <remarks>Thread-safe. Not for secrets: keys and tokens belong to <c>RandomNumberGenerator</c>.</remarks>
public abstract class Entropy
{
    /// <summary>The next 64 random bits.</summary>
    /// <returns>A uniformly distributed number.</returns>
    public abstract ulong NextUInt64();

    /// <summary>A number from 0 up to, not including, <paramref name="exclusiveMaximum"/>.</summary>
    /// <param name="exclusiveMaximum">The limit, above 0.</param>
    /// <returns>A uniformly distributed number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is 0 or less.</exception>
    public int Next(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);

        // Multiply-shift: the bias is below 2^-32 for any 32-bit limit.
        return (int)Math.BigMul(NextUInt64(), (ulong)exclusiveMaximum, out _);
    }

    /// <summary>A number from 0 up to, not including, 1.</summary>
    /// <returns>A uniformly distributed number with 53 random bits.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A version 4 identifier.</summary>
    /// <returns>An identifier with 122 random bits.</returns>
    public Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextUInt64());
        BitConverter.TryWriteBytes(bytes[8..], NextUInt64());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A generator that gives the same numbers for the same seed, on every machine.</summary>
    /// <param name="seed">Any number.</param>
    /// <returns>A seeded generator.</returns>
    public static Entropy FromSeed(ulong seed) => new SeededEntropy(seed);
}
