namespace AsyncStdTests.Documentation;

using System.Xml.Linq;
using AsyncStdTests.Parity;

/// <summary>Finds the examples in the library's documentation comments.</summary>
internal static class ExampleSnippets
{
    // A reader who looks at the documentation of a member has its namespace at hand.
    private static readonly string[] s_usings = ["AsyncStd.Prelude", "AsyncStd.Runtimes", "AsyncStd.Stream", "AsyncStd.Task"];

    private static readonly string[] s_namespaces = [.. LibraryMembers.Library.GetExportedTypes().Select(type => type.Namespace!).Distinct().OrderByDescending(name => name.Length)];

    public static IEnumerable<Snippet> ReadAll() => new[] { LibraryMembers.Library.Location, HostingLibrary.Location }.SelectMany(ReadAll);

    private static IEnumerable<Snippet> ReadAll(string library) =>
        from member in XDocument.Load(Path.ChangeExtension(library, ".xml")).Descendants("member")
        let id = member.Attribute("name")!.Value
        where !id.Contains('<') // the copies below the marker types of extension blocks
        from example in member.Elements("example")
        from code in example.Elements("code").Select((element, index) => (element.Value, Index: index + 1))
        select new Snippet(id, code.Index, Unindent(code.Value), [.. s_usings.Union(s_namespaces.Where(name => id[2..].StartsWith($"{name}.", StringComparison.Ordinal)).Take(1))], null);

    /// <summary>The compiler keeps the indentation of the comment.</summary>
    private static string Unindent(string code)
    {
        var lines = code.Trim('\n', '\r').TrimEnd().Split('\n');
        var indent = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Min(line => line.Length - line.TrimStart().Length);

        return string.Join('\n', lines.Select(line => line.Length < indent ? "" : line[indent..]));
    }
}
