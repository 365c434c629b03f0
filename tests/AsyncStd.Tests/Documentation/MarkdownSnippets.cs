namespace AsyncStdTests.Documentation;

using AsyncStdTests.Repository;

/// <summary>
/// Finds the blocks of C# in the Markdown files. A block of text that follows, with no more than a line of prose between, is what the
/// program prints.
/// </summary>
internal static class MarkdownSnippets
{
    private const string Fence = "```";
    private const int MaxProseLines = 1;

    public static IEnumerable<Snippet> ReadAll() => Files().SelectMany(Read);

    /// <summary>Reads the words after the opening fences, and where they stand.</summary>
    public static IEnumerable<(string Place, string Language)> ReadLanguages() =>
        from file in Files()
        from block in ReadBlocks(File.ReadAllLines(RepositoryFolder.PathOf(file)))
        select ($"{file}:{block.Start}", block.Language);

    public static IEnumerable<Snippet> Read(string file)
    {
        var lines = File.ReadAllLines(RepositoryFolder.PathOf(file));
        var blocks = ReadBlocks(lines).ToArray();
        for (var i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Language == "csharp")
            {
                var next = i + 1 < blocks.Length ? blocks[i + 1] : null;
                var output = next is { Language: "text" } && IsClose(lines, blocks[i], next) ? Text(lines, next) : null;
                yield return new Snippet(file, blocks[i].Start + 1, Text(lines, blocks[i]), [], output);
            }
        }
    }

    // The reference repeats the examples of the documentation comments, which are compiled where they stand.
    private static IEnumerable<string> Files()
    {
        var pages = Directory.EnumerateFiles(RepositoryFolder.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RepositoryFolder.PathOf(), path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("docs/api/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

        return ["README.md", "CONTRIBUTING.md", .. pages];
    }

    private static IEnumerable<Block> ReadBlocks(string[] lines)
    {
        for (var start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var end = Array.FindIndex(lines, start + 1, line => line.StartsWith(Fence, StringComparison.Ordinal));
            if (end < 0)
            {
                throw new InvalidDataException($"The block that opens in line {start + 1} is never closed: {lines[start]}");
            }

            yield return new Block(lines[start][Fence.Length..].Trim(), start + 1, end + 1);
            start = end;
        }
    }

    private static bool IsClose(string[] lines, Block first, Block second) =>
        lines[first.End..(second.Start - 1)].Count(line => !string.IsNullOrWhiteSpace(line)) <= MaxProseLines;

    private static string Text(string[] lines, Block block) => string.Join('\n', lines[block.Start..(block.End - 1)]);

    /// <summary>A fenced block: the numbers of the lines with its fences, counted from 1.</summary>
    private sealed record Block(string Language, int Start, int End);
}
