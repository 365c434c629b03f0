namespace Samples.Tour;

using System.IO.Enumeration;

/// <summary>Finds the files to look at. These calls block: they belong into <c>Task.SpawnBlocking</c>.</summary>
internal static class FileTree
{
    private static readonly string[] s_builtFolders = ["artifacts", "bin", "obj", "TestResults"];

    /// <summary>Lists the files below a folder, without links, hidden folders and what builds have made.</summary>
    public static List<string> List(string root, CancellationToken stop)
    {
        var options = new EnumerationOptions
        {
            AttributesToSkip = FileAttributes.ReparsePoint, // a link may lead round in a circle
            IgnoreInaccessible = true,
            RecurseSubdirectories = true,
        };
        var files = new FileSystemEnumerable<string>(root, (ref entry) => entry.ToSpecifiedFullPath(), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => entry.FileName[0] != '.' && !IsBuilt(entry.FileName),
        };

        var list = new List<string>();
        foreach (var file in files)
        {
            stop.ThrowIfCancellationRequested();
            list.Add(file);
        }

        return list;
    }

    /// <summary>The nearest folder that holds the solution, upward from here or from the program; without one, the current folder.</summary>
    public static string FindRepository()
        => Upward(Environment.CurrentDirectory) ?? Upward(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;

    private static string? Upward(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "AsyncStd.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }

    private static bool IsBuilt(ReadOnlySpan<char> name)
    {
        foreach (var each in s_builtFolders)
        {
            if (name.SequenceEqual(each))
            {
                return true;
            }
        }

        return false;
    }
}
