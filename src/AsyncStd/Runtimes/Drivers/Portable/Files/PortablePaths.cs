namespace AsyncStd.Runtimes.Drivers;

/// <summary>Resolves paths as realpath(3) does, which the base class library does not.</summary>
internal static class PortablePaths
{
    /// <summary>As many as Linux follows in one path.</summary>
    private const int MaxLinks = 40;

    private static readonly char[] s_separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>The path without links, <c>.</c> and <c>..</c>; all of it must exist.</summary>
    public static string Resolve(string path)
    {
        string absolute = Path.IsPathRooted(path) ? path : Path.Join(Directory.GetCurrentDirectory(), path);
        string root = Path.GetPathRoot(Path.GetFullPath(absolute))!;
        string resolved = root;
        var rest = new Stack<string>();
        Push(rest, absolute[Path.GetPathRoot(absolute)!.Length..]);
        int links = 0;
        while (rest.TryPop(out string? name))
        {
            if (name == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? root;
                continue;
            }

            string next = Path.Join(resolved, name);
            var info = new FileInfo(next);
            FileAttributes attributes = File.GetAttributes(next); // says what is missing if something is
            if ((attributes & FileAttributes.ReparsePoint) != 0 && info.LinkTarget is { } target)
            {
                if (++links > MaxLinks)
                {
                    throw new IOException("Too many levels of symbolic links.");
                }

                if (Path.IsPathRooted(target))
                {
                    resolved = root = Path.GetPathRoot(Path.GetFullPath(target))!;
                    target = target[Path.GetPathRoot(target)!.Length..];
                }

                Push(rest, target);
            }
            else if ((attributes & FileAttributes.Directory) == 0 && rest.Count > 0)
            {
                throw new DirectoryNotFoundException($"'{next}' is not a directory.");
            }
            else
            {
                resolved = next;
            }
        }

        return resolved;
    }

    private static void Push(Stack<string> rest, string path)
    {
        string[] names = path.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        for (int i = names.Length - 1; i >= 0; i--)
        {
            if (names[i] != ".")
            {
                rest.Push(names[i]);
            }
        }
    }
}
