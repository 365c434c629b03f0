namespace Samples.Tour;

/// <summary>What both forms leave out: hidden folders, and what builds have made.</summary>
internal static class TreeRules
{
    public static bool Enters(ReadOnlySpan<char> folder)
        => folder is not (['.', ..] or "artifacts" or "bin" or "obj" or "TestResults");

    /// <summary>In the order of their paths, so that both forms take the same ones, whatever order the system lists them in.</summary>
    public static List<string> Take(List<string> files, int max)
    {
        files.Sort(string.CompareOrdinal);

        return files.Count > max ? files[..max] : files;
    }
}
