namespace AsyncStdConformance.Files;

/// <summary>An empty folder of a test's own, removed with all that is in it.</summary>
public sealed class Folder : IDisposable
{
    public Folder() => Path = System.IO.Directory.CreateTempSubdirectory("async-std-").FullName;

    public string Path { get; }

    /// <summary>The path of a name in it.</summary>
    public string this[string name] => System.IO.Path.Join(Path, name);

    /// <summary>A file in it, made behind the driver's back.</summary>
    public string File(string name, string contents = "")
    {
        System.IO.File.WriteAllText(this[name], contents);
        return this[name];
    }

    /// <summary>A directory in it, made behind the driver's back.</summary>
    public string Directory(string name) => System.IO.Directory.CreateDirectory(this[name]).FullName;

    public void Dispose()
    {
        try
        {
            System.IO.Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Shell.Run("rm", "-rf", Path); // names that are no UTF-8, and trees too deep
        }
    }
}
