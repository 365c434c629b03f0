namespace AsyncStdTests.Packaging;

using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

/// <summary>Sees to it that the runtime to publish with and the trimmer are among the restored packages, where consumers look for them.</summary>
public sealed class PublishedPacks : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PublishedPacks()
        => ChildProcess.Dotnet(
            RepositoryFolder.PathOf(),
            "restore", "examples/Tour", "-r", "linux-x64", "-p:SelfContained=true", "-p:PublishTrimmed=true",
            "--artifacts-path", _folder.PathOf("artifacts")).ShouldSucceed();

    public void Dispose() => _folder.Dispose();
}
