namespace AsyncStdStress.Harness;

using System.Globalization;

/// <summary>What the command line asks for.</summary>
/// <param name="Seconds">How long all scenarios together run.</param>
/// <param name="Seed">What everything random draws from.</param>
/// <param name="Scenario">The one scenario to run, or null for all.</param>
/// <param name="Operations">How much each scenario does, in its own unit, however long that takes; null: the time decides.</param>
internal sealed record StressOptions(int Seconds, int Seed, string? Scenario, int? Operations)
{
    private const int DefaultSeconds = 60;
    private const int MaxSeconds = 7 * 24 * 60 * 60;
    private const string SeedVariable = "ASYNC_STD_TEST_SEED";

    /// <exception cref="ArgumentException">The command line is wrong; the message says how it should be.</exception>
    public static StressOptions Parse(string[] arguments, string[] scenarios)
    {
        int seconds = DefaultSeconds;
        int seed = SeedOfEnvironment();
        string? scenario = null;
        int? operations = null;
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : throw Usage($"'{arguments[i]}' has no value", scenarios);
            switch (arguments[i])
            {
                case "--seconds":
                    seconds = Number(arguments[i], value, 1, MaxSeconds, scenarios);
                    break;
                case "--seed":
                    seed = Number(arguments[i], value, 0, int.MaxValue, scenarios);
                    break;
                case "--scenario":
                    scenario = scenarios.Contains(value) ? value : throw Usage($"there is no scenario '{value}'", scenarios);
                    break;
                case "--operations":
                    operations = Number(arguments[i], value, 1, int.MaxValue, scenarios);
                    break;
                default:
                    throw Usage($"'{arguments[i]}' is unknown", scenarios);
            }
        }

        return new StressOptions(seconds, seed, scenario, operations);
    }

    private static int SeedOfEnvironment()
        => Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seed)
                ? seed
                : throw new ArgumentException($"{SeedVariable} is '{text}'; allowed is an integer from 0 to {int.MaxValue}.")
            : Random.Shared.Next();

    private static int Number(string name, string text, int min, int max, string[] scenarios)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw Usage($"{name} is '{text}'; allowed is an integer from {min} to {max}", scenarios);

    private static ArgumentException Usage(string problem, string[] scenarios)
        => new($"{problem}. Usage: [--seconds N | --operations N] [--seed S] [--scenario NAME], where NAME is one of: {string.Join(", ", scenarios)}");
}
