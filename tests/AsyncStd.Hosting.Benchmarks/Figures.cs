namespace AsyncStdHostingBenchmarks;

using System.Globalization;

/// <summary>What one round showed.</summary>
/// <param name="RequestsPerSecond">By the count of the client.</param>
/// <param name="MicrosecondsPerRequest">Processor time of the server, in user and kernel mode.</param>
internal sealed record Figures(double RequestsPerSecond, double MicrosecondsPerRequest)
{
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{RequestsPerSecond,9:F0} requests/s {MicrosecondsPerRequest,7:F2} µs of processor time each");
}
