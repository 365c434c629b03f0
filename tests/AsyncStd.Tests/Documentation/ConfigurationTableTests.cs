namespace AsyncStdTests.Documentation;

using AsyncStd.Runtimes.Configuration;

public sealed class ConfigurationTableTests
{
    [Fact]
    public void The_documented_options_are_those_of_the_library()
    {
        var documented = ConfigurationTable.Read().Select(row => row with { Effect = "" });

        var known = OptionTable.All.Select(option => new ConfigurationRow(
            option.Variable, option.Key, option.Type, option.Default, option.Allowed, ""));

        documented.ShouldBe(known);
    }

    [Fact]
    public void Each_documented_option_says_what_it_does()
    {
        ConfigurationTable.Read().ShouldAllBe(row => row.Effect.EndsWith('.') && row.Effect.Contains(' '));
    }
}
