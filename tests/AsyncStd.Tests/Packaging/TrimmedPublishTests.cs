namespace AsyncStdTests.Packaging;

using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

[Collection(BuildCollection.Name)]
public sealed class TrimmedPublishTests
{
    [LinuxX64Fact]
    public void The_tour_is_published_trimmed_without_a_warning_and_runs()
    {
        using var folder = new TemporaryFolder();

        // With outputs of its own, so that it cannot meet the build that started this test.
        var publish = ChildProcess.Dotnet(
            RepositoryFolder.PathOf(),
            "publish", "examples/Tour", "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishTrimmed=true",
            "--artifacts-path", folder.PathOf("artifacts"),
            "-o", folder.PathOf("publish")).ShouldSucceed();
        var run = ChildProcess.Run(folder.PathOf("publish", "Tour"), folder.PathOf()).ShouldSucceed();

        publish.Output.ShouldNotContain("warning");
        run.Output.ShouldNotBeEmpty();
    }
}
