namespace AsyncStdTests.Packaging;

using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

/// <summary>The package, packed once for all the tests that look into it, in a folder that serves as a feed.</summary>
public sealed class PackedPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedPackage()
    {
        // The library is already built, as these tests refer to it: only the packing is left.
        ChildProcess.Dotnet(
            RepositoryFolder.PathOf(),
            "pack", "src/AsyncStd", "-c", BuildFacts.Configuration, "--no-build", "--no-restore", "-o", Feed).ShouldSucceed();

        Version = Specification().Elements().Single(element => element.Name.LocalName == "version").Value;
    }

    public string Feed => _folder.PathOf("feed");

    public string Version { get; }

    public IReadOnlyList<string> Files() => List("AsyncStd.*.nupkg");

    public IReadOnlyList<string> SymbolFiles() => List("AsyncStd.*.snupkg");

    public string Read(string file) => Encoding.UTF8.GetString(ReadBytes(file)).TrimStart('\uFEFF');

    public byte[] ReadBytes(string file) => ReadBytes("AsyncStd.*.nupkg", file);

    public byte[] ReadSymbols(string file) => ReadBytes("AsyncStd.*.snupkg", file);

    public XElement Specification() => XDocument.Parse(Read("AsyncStd.nuspec")).Root!.Elements().Single();

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<string> List(string pattern)
    {
        using var package = Open(pattern);

        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    private byte[] ReadBytes(string pattern, string file)
    {
        using var package = Open(pattern);
        using var content = package.GetEntry(file)!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);

        return bytes.ToArray();
    }

    private ZipArchive Open(string pattern) => ZipFile.OpenRead(Directory.GetFiles(Feed, pattern).Single());
}
