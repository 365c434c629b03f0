namespace AsyncStdStress.Soak;

using System.Globalization;

/// <summary>What the command line asks for behind <c>soak</c>.</summary>
/// <param name="Minutes">How long.</param>
/// <param name="Connections">How many connections are open at a time.</param>
/// <param name="Seed">What everything random draws from.</param>
internal sealed record SoakOptions(double Minutes, int Connections, int Seed)
{
    /// <exception cref="ArgumentException">The command line is wrong; the message says how it should be.</exception>
    public static SoakOptions Parse(string[] arguments)
    {
        double minutes = 30;
        int connections = 64;
        int seed = Random.Shared.Next();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string? value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            bool isRight = arguments[i] switch
            {
                "--minutes" => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out minutes) && minutes > 0,
                "--connections" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out connections) && connections > 0,
                "--seed" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed),
                _ => false,
            };
            if (!isRight)
            {
                throw new ArgumentException($"'{arguments[i]} {value}' is wrong. Usage: soak [--minutes M] [--connections N] [--seed S]");
            }
        }

        return new SoakOptions(minutes, connections, seed);
    }
}
