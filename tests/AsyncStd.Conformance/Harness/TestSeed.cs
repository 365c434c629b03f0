namespace AsyncStdConformance.Harness;

using System.Globalization;

/// <summary>What a test with randomness draws from, and names when it fails; set in the environment, it comes again.</summary>
public static class TestSeed
{
    private const string Variable = "ASYNC_STD_TEST_SEED";

    public static int Value { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    /// <summary>What to say when a test with randomness fails.</summary>
    public static string Hint => $"again with {Variable}={Value}";
}
