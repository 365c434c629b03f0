namespace AsyncStdTests.Randomness;

using System.Globalization;

/// <summary>What everything random in these tests draws from. A test names it when it fails; set in the environment, it comes again.</summary>
internal static class TestSeed
{
    private const string Variable = "ASYNC_STD_TEST_SEED";

    public static int Value { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    /// <summary>Gets what to say when a test with randomness fails.</summary>
    public static string Hint => $"again with {Variable}={Value}";

    /// <summary>A generator; <paramref name="number"/> tells apart those of one test.</summary>
    public static Random NewRandom(int number = 0) => new(Value ^ (number * 7919));
}
