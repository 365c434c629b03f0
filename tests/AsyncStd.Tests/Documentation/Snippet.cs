namespace AsyncStdTests.Documentation;

/// <summary>A piece of C# that the documentation shows.</summary>
/// <param name="Source">Where it stands: a path in the repository, or the id of the member that carries it as an example.</param>
/// <param name="Line">The line of its first line, or of the example's.</param>
/// <param name="Code">The text.</param>
/// <param name="Usings">Namespaces that the reader is assumed to have imported.</param>
/// <param name="Output">What it prints, if the documentation says so.</param>
internal sealed record Snippet(string Source, int Line, string Code, IReadOnlyList<string> Usings, string? Output)
{
    public string Label => $"{Source}:{Line}";
}
