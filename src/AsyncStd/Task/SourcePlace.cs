namespace AsyncStd.Task;

/// <summary>A place in the source, as messages show it.</summary>
internal static class SourcePlace
{
    /// <summary>File name and line: the compiler hands in the whole path of the machine that built the program, which tells whoever reads a message nothing.</summary>
    public static string Short(string file, int line)
        => $"{file.AsSpan(file.AsSpan().LastIndexOfAny('/', '\\') + 1)}:{line}"; // of either system: it need not be the one that runs the program
}
