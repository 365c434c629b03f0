namespace AsyncStdTests.Packaging;

using AsyncStdTests.Commands;

/// <summary>The drop-in, seen by somebody who has only the package.</summary>
[Collection(BuildCollection.Name)]
public sealed class DropInPackageTests(PackedPackage package) : IClassFixture<PackedPackage>
{
    private const string Program = """
        Console.WriteLine(typeof(File).FullName);
        Console.WriteLine(typeof(Directory).FullName);
        string path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "text");
        Console.WriteLine(await File.ReadAllTextAsync(path));
        File.Delete(path);
        """;

    [Theory]
    [InlineData("", "System.IO.File\nSystem.IO.Directory\ntext", false)]
    [InlineData("AsyncStdDropIn=false", "System.IO.File\nSystem.IO.Directory\ntext", false)]
    [InlineData("AsyncStdDropIn=true", "AsyncStd.Fs.File\nAsyncStd.Fs.Directory\ntext", true)]
    public void File_and_Directory_are_the_librarys_if_that_is_switched_on(string property, string expected, bool warns)
    {
        using var consumer = new ConsumerProject(package, Program);

        // The consumer's warnings are errors, as in this repository; these are what the test is about.
        string output = consumer.Build(property is "" ? [] : [property, "WarningsNotAsErrors=ASTD0100"]).ShouldSucceed().Output;

        output.Contains("warning ASTD0100", StringComparison.Ordinal).ShouldBe(warns);
        output.Contains("File.DeleteAsync", StringComparison.Ordinal).ShouldBe(warns);
        consumer.Run().ShouldSucceed().Output.Trim().ReplaceLineEndings("\n").ShouldBe(expected);
    }

    [Fact]
    public void A_value_that_is_neither_true_nor_false_stops_the_build()
    {
        using var consumer = new ConsumerProject(package, Program);

        var build = consumer.Build("AsyncStdDropIn=maybe");

        build.ExitCode.ShouldNotBe(0);
        build.Output.ShouldContain("The property AsyncStdDropIn is 'maybe'; allowed are true and false.");
    }
}
