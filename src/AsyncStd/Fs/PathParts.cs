namespace AsyncStd.Fs;

using Path = System.IO.Path;

/// <summary>Takes paths apart as std does: by whole names, without asking the file system.</summary>
internal static class PathParts
{
    /// <summary>Doubled separators and inner single dots are left out; a dot at the start stays, and so does going up.</summary>
    public static List<PathComponent> Of(string path)
    {
        var parts = new List<PathComponent>();
        int rootLength = Path.GetPathRoot(path)?.Length ?? 0;
        int position = rootLength;
        if (rootLength > 0)
        {
            bool endsInSeparator = IsSeparator(path[rootLength - 1]);
            int prefix = endsInSeparator ? rootLength - 1 : rootLength;
            if (prefix > 0)
            {
                parts.Add(new PathComponent(PathComponentKind.Prefix, path, 0, prefix));
            }

            if (endsInSeparator)
            {
                parts.Add(new PathComponent(PathComponentKind.Root, path, rootLength - 1, 1));
            }
            else if (position < path.Length && IsSeparator(path[position]))
            {
                parts.Add(new PathComponent(PathComponentKind.Root, path, position, 1)); // of a share
            }
        }

        while (position < path.Length)
        {
            int end = position;
            while (end < path.Length && !IsSeparator(path[end]))
            {
                end++;
            }

            Add(parts, path, position, end - position);
            position = end + 1;
        }

        return parts;
    }

    /// <summary>Where the path goes on after a prefix; −1 if it does not begin with that.</summary>
    public static int EndOfPrefix(List<PathComponent> path, List<PathComponent> prefix)
    {
        if (prefix.Count > path.Count || !path.Take(prefix.Count).SequenceEqual(prefix))
        {
            return -1;
        }

        return prefix.Count;
    }

    public static bool EndsWith(List<PathComponent> path, List<PathComponent> suffix)
        => suffix.Count <= path.Count && path.Skip(path.Count - suffix.Count).SequenceEqual(suffix);

    private static void Add(List<PathComponent> parts, string path, int start, int length)
    {
        ReadOnlySpan<char> name = path.AsSpan(start, length);
        switch (name)
        {
            case "":
                return;
            case ".":
                if (parts.Count == 0)
                {
                    parts.Add(new PathComponent(PathComponentKind.CurrentDirectory, path, start, length));
                }

                return;
            case "..":
                parts.Add(new PathComponent(PathComponentKind.ParentDirectory, path, start, length));
                return;
            default:
                parts.Add(new PathComponent(PathComponentKind.Name, path, start, length));
                return;
        }
    }

    private static bool IsSeparator(char letter) => letter == Path.DirectorySeparatorChar || letter == Path.AltDirectorySeparatorChar;
}
