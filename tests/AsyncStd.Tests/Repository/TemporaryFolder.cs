namespace AsyncStdTests.Repository;

/// <summary>A folder of the test's own, gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("async-std-");

    public string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    public void Write(string path, string text)
    {
        var file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void CopyFromRepository(params string[] parts)
    {
        var target = PathOf(parts);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(RepositoryFolder.PathOf(parts), target);
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A compiler server may still have a file of it open; the system clears its temporary folder itself.
        }
    }
}
