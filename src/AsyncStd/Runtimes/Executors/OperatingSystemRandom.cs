namespace AsyncStd.Runtimes.Executors;

using System.Security.Cryptography;

/// <summary>The operating system's randomness: the one place that asks for it.</summary>
internal static class OperatingSystemRandom
{
    public static void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
