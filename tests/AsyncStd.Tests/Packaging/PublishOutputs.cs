namespace AsyncStdTests.Packaging;

using AsyncStdTests.Repository;

/// <summary>Where the published programs are built, so that the library is compiled once for all of them.</summary>
public sealed class PublishOutputs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.PathOf();

    public void Dispose() => _folder.Dispose();
}
