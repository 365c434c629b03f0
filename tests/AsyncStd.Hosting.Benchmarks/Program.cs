namespace AsyncStdHostingBenchmarks;

/// <summary>Kestrel's plaintext on the transport of this library and on the stock one.</summary>
internal static class Program
{
    private const string Usage = """
        serve TRANSPORT [KEY=VALUE…]       serves plaintext on a free port of 127.0.0.1, prints the address, and ends with its input
        compare [TRANSPORT…] [--rounds N] [--seconds N] [--connections N]
                                           serves each in a process of its own, alternating, under wrk; prints requests/s and processor time
        TRANSPORT is async-std, inline (async-std, requests on the receiver's stack) or stock.
        """;

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["serve", var transport, .. var rest] when Server.Transports.Contains(transport):
                await Server.RunAsync(transport, rest);
                return 0;

            case ["compare", .. var rest] when Comparison.TryParse(rest) is { } comparison:
                await comparison.RunAsync(Console.Out);
                return 0;

            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }
}
