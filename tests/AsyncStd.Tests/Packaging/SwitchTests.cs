namespace AsyncStdTests.Packaging;

using System.Text.RegularExpressions;
using System.Xml.Linq;
using AsyncStd.Runtimes;
using AsyncStdTests.Commands;
using AsyncStdTests.Parity;
using AsyncStdTests.Repository;

/// <summary>The switches that a project sets as properties, seen by somebody who has only the package.</summary>
[Collection(BuildCollection.Name)]
public sealed partial class SwitchTests(PackedPackage package, PublishedPacks packs) : IClassFixture<PackedPackage>, IClassFixture<PublishedPacks>
{
    private const string CountInstruments = """
        using System.Diagnostics.Metrics;
        using AsyncStd.Prelude;
        using AsyncStd.Runtimes;

        int instruments = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) => instruments += instrument.Meter.Name == "AsyncStd" ? 1 : 0;
        listener.Start();
        await using (Runtime runtime = new RuntimeBuilder().Build())
        {
            await runtime.Spawn(async () => await Task.YieldNow());
        }

        Console.WriteLine(instruments > 0 ? "there are instruments" : "there are none");
        """;

    private const string FindEventSource = """
        using System.Diagnostics.Tracing;
        using AsyncStd.Prelude;

        Task.BlockOn(async () => await Task.Spawn(() => 42));
        Console.WriteLine(EventSource.GetSources().Any(source => source.Name == "AsyncStd") ? "there is one" : "there is none");
        """;

    private const string Spawn = """
        using AsyncStd.Prelude;

        Console.WriteLine(Task.BlockOn(static async () => await Task.Spawn(static () => 42)));
        """;

    [Theory]
    [InlineData("", "there are instruments")]
    [InlineData("AsyncStdMetrics=false", "there are none")]
    public void The_meter_is_there_unless_it_is_switched_off(string property, string expected)
    {
        using var consumer = new ConsumerProject(package, CountInstruments);

        consumer.Build(property is "" ? [] : [property]).ShouldSucceed();

        consumer.Run().ShouldSucceed().Output.Trim().ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "there is one")]
    [InlineData("AsyncStdEventSource=false", "there is none")]
    [InlineData("EventSourceSupport=false", "there is none")]
    public void The_event_source_is_there_unless_it_or_all_of_them_are_switched_off(string property, string expected)
    {
        using var consumer = new ConsumerProject(package, FindEventSource);

        consumer.Build(property is "" ? [] : [property]).ShouldSucceed();

        consumer.Run().ShouldSucceed().Output.Trim().ShouldBe(expected);
    }

    [LinuxX64Fact]
    public void A_trimmed_program_whose_switches_are_off_carries_neither_meter_nor_events()
    {
        _ = packs;
        using var consumer = new ConsumerProject(package, Spawn);

        consumer.Publish("AsyncStdMetrics=false", "AsyncStdEventSource=false").ShouldSucceed().Output.ShouldNotContain("warning");
        consumer.RunPublished().ShouldSucceed().Output.Trim().ShouldBe("42");

        // That a program which switches nothing off carries the meter is shown with the subset, which is published anyway.
        TrimmedAssembly.Types(consumer.PublishedFile("AsyncStd.dll")).ShouldNotContain(
            type => type == "AsyncStd.Runtimes.RuntimeMeter" || type.EndsWith("EventSource", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_is_neither_true_nor_false_stops_the_build()
    {
        using var consumer = new ConsumerProject(package, Spawn);

        var build = consumer.Build("AsyncStdMetrics=maybe");

        build.ExitCode.ShouldNotBe(0);
        build.Output.ShouldContain("The property AsyncStdMetrics is 'maybe'; allowed are true and false.");
    }

    [Fact]
    public void The_documented_switches_are_those_of_the_package_and_of_the_library()
    {
        var documented = File.ReadLines(RepositoryFolder.PathOf("docs", "switches.md"))
            .Select(line => Row().Match(line)).Where(match => match.Success).Select(match => (Property: match.Groups[1].Value, Name: match.Groups[2].Value)).ToList();
        var mapped = XDocument.Parse(package.Read("buildTransitive/AsyncStd.targets")).Descendants("RuntimeHostConfigurationOption")
            .Where(option => option.Attribute("Value")!.Value.StartsWith("$(", StringComparison.Ordinal))
            .Select(option => (Property: option.Attribute("Value")!.Value[2..^1], Name: option.Attribute("Include")!.Value));
        var known = LibraryMembers.Library.GetType(typeof(FeatureSwitches).FullName!)!.GetProperties()
            .Select(property => property.GetCustomAttributesData().Single(attribute => attribute.AttributeType.Name == "FeatureSwitchDefinitionAttribute"))
            .Select(attribute => (string)attribute.ConstructorArguments[0].Value!);

        documented.ShouldNotBeEmpty();
        mapped.ShouldBe(documented);
        known.Order().ShouldBe(documented.Select(row => row.Name).Order());
    }

    [GeneratedRegex(@"^\| `(AsyncStd\w+)` \| `(AsyncStd[\w.]+)` \|")]
    private static partial Regex Row();
}
