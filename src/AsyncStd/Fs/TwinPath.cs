namespace AsyncStd.Fs;

using Path = System.IO.Path;

/// <summary>Paths as the BCL takes them: <c>..</c> goes back in the text, before the system is asked. To the system it goes up from wherever a link has led, and what it goes up from
/// must be there.</summary>
internal static class TwinPath
{
    /// <summary>The path that the BCL would ask for; the same string where the two ways cannot differ: on Windows the system itself goes by the text.</summary>
    public static string Resolve(string path) => !string.IsNullOrEmpty(path) && !OperatingSystem.IsWindows() && (path.Contains("..", StringComparison.Ordinal) || EndsInDot(path)) ? ResolveDots(path) : path;

    private static string ResolveDots(string path)
    {
        ReadOnlySpan<char> rest = path;
        bool hasDots = EndsInDot(path);
        while (!hasDots && rest.IndexOf("..", StringComparison.Ordinal) is >= 0 and var at)
        {
            int start = path.Length - rest.Length + at, end = start + 2;
            hasDots = (start == 0 || IsSeparator(path[start - 1])) && (end == path.Length || IsSeparator(path[end]));
            rest = rest[(at + 1)..];
        }

        return hasDots ? Path.GetFullPath(path, Driver.Files.CurrentDirectory) : path; // a name may have dots in it
    }

    private static bool EndsInDot(string path)
    {
        ReadOnlySpan<char> name = path;
        while (name.Length > 1 && IsSeparator(name[^1]))
        {
            name = name[..^1];
        }

        return name[^1] == '.' && (name.Length == 1 || IsSeparator(name[^2]));
    }

    private static bool IsSeparator(char letter) => letter == Path.DirectorySeparatorChar || letter == Path.AltDirectorySeparatorChar || letter == Path.VolumeSeparatorChar;
}
