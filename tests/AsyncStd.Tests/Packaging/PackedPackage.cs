namespace AsyncStdTests.Packaging;

using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

/// <summary>The package, packed once for all the tests that look into it, in a folder that serves as a feed.</summary>
public class PackedPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedPackage()
        : this("AsyncStd")
    {
    }

    /// <param name="id">The package.</param>
    /// <param name="others">What it depends on and is packed with it, so that the feed is complete.</param>
    protected PackedPackage(string id, params string[] others)
    {
        Id = id;
        foreach (string project in (string[])[id, .. others])
        {
            // The library is already built, as these tests refer to it: only the packing is left.
            ChildProcess.Dotnet(
                RepositoryFolder.PathOf(),
                "pack", $"src/{project}", "-c", BuildFacts.Configuration, "--no-build", "--no-restore", "-o", Feed).ShouldSucceed();
        }

        Version = Specification().Elements().Single(element => element.Name.LocalName == "version").Value;
    }

    public string Id { get; }

    public string Feed => _folder.PathOf("feed");

    public string Version { get; }

    public IReadOnlyList<string> Files() => List(".nupkg");

    public IReadOnlyList<string> SymbolFiles() => List(".snupkg");

    public string Read(string file) => Encoding.UTF8.GetString(ReadBytes(file)).TrimStart('\uFEFF');

    public byte[] ReadBytes(string file) => ReadBytes(".nupkg", file);

    public byte[] ReadSymbols(string file) => ReadBytes(".snupkg", file);

    public XElement Specification() => XDocument.Parse(Read($"{Id}.nuspec")).Root!.Elements().Single();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private IReadOnlyList<string> List(string extension)
    {
        using var package = Open(extension);

        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    private byte[] ReadBytes(string extension, string file)
    {
        using var package = Open(extension);
        using var content = package.GetEntry(file)!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);

        return bytes.ToArray();
    }

    private ZipArchive Open(string extension) => ZipFile.OpenRead(Path.Combine(Feed, Directory.GetFiles(Feed).Select(Path.GetFileName).Single(file => IsOwn(file!, extension))!));

    /// <summary>A version follows the name; after that of a package whose name is longer there is more of the name.</summary>
    private bool IsOwn(string file, string extension)
        => file.StartsWith($"{Id}.", StringComparison.Ordinal) && char.IsAsciiDigit(file[Id.Length + 1]) && Path.GetExtension(file) == extension;
}
