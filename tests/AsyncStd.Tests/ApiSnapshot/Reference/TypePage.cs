namespace AsyncStdTests.ApiSnapshot.Reference;

using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AsyncStdTests.Parity;

/// <summary>Writes the page of one type.</summary>
internal sealed partial class TypePage(ReferenceType type, ReferenceCatalog catalog, DocComments comments)
{
    /// <summary>A page with so many headings says on top which there are.</summary>
    private const int ManyGroups = 8;

    private readonly DocMarkdown _markdown = new(catalog, type.Namespace);
    private readonly StringBuilder _text = new();

    public string Write()
    {
        Add($"# {MarkdownText.Plain(type.Name)}");
        Add($"In [{type.Namespace}](README.md).");
        AddCode([Readable(ShortNames.Of(ApiAttributes.Of(type.Type) + ApiText.Header(type.Type)))]);
        Add(Body(type.Id, type.Type, [.. type.Type.GetGenericArguments().Select(argument => argument.Name)]));
        if (type.Type.IsEnum)
        {
            AddValues();
        }

        var groups = type.Members.GroupBy(member => member.Group).OrderBy(group => Rank(group.First())).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        if (groups.Count >= ManyGroups)
        {
            Add("Members: " + string.Join(", ", groups.Select(group => $"[{group.Key}](#{MarkdownText.Anchor(group.Key)})")) + ".");
        }

        foreach (var group in groups)
        {
            AddGroup(group.Key, [.. group]);
        }

        return _text.ToString().TrimEnd() + "\n";
    }

    // Overloads whose documentation is the same are shown together.
    private void AddGroup(string heading, IReadOnlyList<ReferenceMember> members)
    {
        Add($"## {heading}");
        foreach (var same in members.GroupBy(member => Body(member.Id, member.Member, [.. member.Parameters, .. TypeParameters(member)])))
        {
            AddCode(same.Select(member => Readable(member.Signature)));
            Add(same.Key);
        }
    }

    private void AddValues()
    {
        Add("| value | number | |\n|---|---:|---|\n" + string.Join('\n', Enum.GetNames(type.Type).Select(name =>
        {
            var field = type.Type.GetField(name)!;
            var summary = comments.Read(XmlDocId.Of(field), field).Elements.FirstOrDefault(element => element.Name == "summary");

            return $"| `{name}` | {Enum.Format(type.Type, Enum.Parse(type.Type, name), "d")} | {MarkdownText.Cell(summary is null ? "" : _markdown.Line(summary))} |";
        })));
    }

    private string Body(string id, MemberInfo member, IReadOnlyList<string> parameters)
    {
        var (elements, from) = comments.Read(id, member);
        var parts = new List<string>();
        parts.AddRange(Of("summary").Select(_markdown.Blocks));
        if (from is not null)
        {
            parts.Add($"As {catalog.Mention(from, type.Namespace)}.");
        }

        var named = Of("typeparam").Concat(Of("param")).Where(element => parameters.Contains(Name(element)));
        parts.Add(string.Join('\n', named.Select(element => $"* `{Name(element)}`: {_markdown.Line(element)}")));
        parts.AddRange(Of("returns").Select(element => "Returns: " + _markdown.Line(element)));
        parts.AddRange(Of("value").Select(_markdown.Blocks));
        parts.Add(string.Join('\n', Of("exception").Select(element => $"* Throws {catalog.Mention(element.Attribute("cref")!.Value, type.Namespace)}: {_markdown.Line(element)}")));
        parts.AddRange(Of("remarks").Select(_markdown.Blocks));
        parts.AddRange(Of("example").Select(_markdown.Blocks));

        return string.Join("\n\n", parts.Where(part => part.Length > 0));

        IEnumerable<XElement> Of(string name) => elements.Where(element => element.Name == name);
    }

    private static string Name(XElement element) => element.Attribute("name")!.Value;

    private static IEnumerable<string> TypeParameters(ReferenceMember member) =>
        member.Member is MethodInfo { IsGenericMethod: true } method ? method.GetGenericArguments().Select(argument => argument.Name) : [];

    private static int Rank(ReferenceMember member) => member.Group switch
    {
        "Constructors" => 0,
        "Operators" => 3,
        _ => member.Member is MethodBase ? 2 : 1,
    };

    // What only the compiler reads is in api/AsyncStd.txt.
    private static string Readable(string signature) => ForTheCompiler().Replace(signature, "");

    private void AddCode(IEnumerable<string> lines) => Add($"```csharp\n{string.Join('\n', lines)}\n```");

    private void Add(string part)
    {
        if (part.Length > 0)
        {
            _text.Append(part).Append("\n\n");
        }
    }

    [GeneratedRegex(@"\[(AsyncMethodBuilder|OverloadResolutionPriority)\([^]]*\)\] ")]
    private static partial Regex ForTheCompiler();
}
