namespace AsyncStdTests.Packaging;

using System.Diagnostics;
using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

[Collection(BuildCollection.Name)]
public sealed class TrimmedPublishTests(PublishOutputs outputs) : IClassFixture<PublishOutputs>
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    [LinuxX64Fact]
    public void The_tour_is_published_trimmed_without_a_warning_and_runs()
    {
        using var folder = new TemporaryFolder();

        var publish = Publish("examples/Tour", folder);
        var run = ChildProcess.Run(folder.PathOf("publish", "Tour"), folder.PathOf(), "--warm-up", "0", "--rounds", "1", "--clients", "2").ShouldSucceed();

        publish.Output.ShouldNotContain("warning");
        run.Output.ShouldNotBeEmpty();
    }

    [LinuxX64Fact]
    public void The_web_service_is_published_trimmed_without_a_warning_and_serves()
    {
        using var folder = new TemporaryFolder();

        var publish = Publish("examples/MinimalApi", folder);

        publish.Output.ShouldNotContain("warning");
        File.Exists(folder.PathOf("publish", "AsyncStd.Hosting.dll")).ShouldBeTrue();
        Serve(folder.PathOf("publish", "MinimalApi"));
    }

    /// <summary>With outputs of its own, so that it cannot meet the build that started this test, and without the analyzers that have run there.</summary>
    private CommandResult Publish(string project, TemporaryFolder folder)
        => ChildProcess.Dotnet(
            RepositoryFolder.PathOf(),
            "publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishTrimmed=true", "-p:RunAnalyzers=false",
            "--artifacts-path", outputs.Folder,
            "-o", folder.PathOf("publish")).ShouldSucceed();

    private static void Serve(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var limit = new Timer(_ => process.Kill(), null, s_limit, Timeout.InfiniteTimeSpan);
        using var client = new HttpClient { BaseAddress = new Uri(process.StandardOutput.ReadLine().ShouldNotBeNull("the service has ended")), Timeout = s_limit };

        string[] answers = [.. new[] { "/hello/Rust", "/add/1/2", "/runtime", "/slow", "/health" }.Select(path => client.GetStringAsync(path).GetAwaiter().GetResult())];

        answers.ShouldBe(["Hello, Rust!", """{"a":1,"b":2,"result":3}""", "host: work-stealing", "42", "Healthy"]);
        process.StandardInput.Close();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
