namespace AsyncStdHostingBenchmarks;

using System.Globalization;

/// <summary>Rounds of wrk against each transport in turn.</summary>
internal sealed record Comparison(string[] Transports, int Rounds, int Seconds, int Connections)
{
    /// <returns>Null if the arguments make no sense.</returns>
    public static Comparison? TryParse(string[] arguments)
    {
        List<string> transports = [];
        (int rounds, int seconds, int connections) = (3, 5, 64);
        for (int i = 0; i < arguments.Length; i++)
        {
            string? value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out rounds) && rounds > 0:
                case "--seconds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds > 0:
                case "--connections" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out connections) && connections > 0:
                    i++;
                    break;
                case var transport when Server.Transports.Contains(transport):
                    transports.Add(transport);
                    break;
                default:
                    return null;
            }
        }

        return new Comparison(transports.Count > 0 ? [.. transports] : Server.Transports, rounds, seconds, connections);
    }

    /// <summary>Measures, and prints a line for each round and then the best of each transport.</summary>
    public async Task RunAsync(TextWriter output)
    {
        Dictionary<string, List<Figures>> all = Transports.Distinct().ToDictionary(transport => transport, _ => new List<Figures>());
        for (int round = 1; round <= Rounds; round++)
        {
            // The order turns around each time, so that what only warms the machine up favours nobody.
            foreach (string transport in round % 2 == 1 ? Transports : Transports.Reverse())
            {
                Figures figures = await MeasureAsync(transport);
                all[transport].Add(figures);
                await output.WriteLineAsync($"round {round}  {transport,-10} {figures}");
            }
        }

        foreach ((string transport, List<Figures> figures) in all)
        {
            var best = new Figures(figures.Max(each => each.RequestsPerSecond), figures.Min(each => each.MicrosecondsPerRequest));
            await output.WriteLineAsync($"best     {transport,-10} {best}");
        }
    }

    private async Task<Figures> MeasureAsync(string transport)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(transport);
        await Wrk.RunAsync(server.Address, Connections, 2); // what is not compiled yet, or not optimized, is not what is compared
        TimeSpan before = server.ProcessorTime;
        (long requests, double perSecond) = await Wrk.RunAsync(server.Address, Connections, Seconds);
        TimeSpan used = server.ProcessorTime - before;
        return new Figures(perSecond, used.TotalMicroseconds / requests);
    }
}
