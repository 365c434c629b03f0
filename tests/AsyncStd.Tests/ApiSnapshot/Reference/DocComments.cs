namespace AsyncStdTests.ApiSnapshot.Reference;

using System.Reflection;
using System.Xml.Linq;
using AsyncStdTests.Parity;

/// <summary>The documentation comments of the library, with what they inherit in its place.</summary>
internal sealed class DocComments
{
    private readonly Dictionary<string, XElement> _members = XDocument.Load(Path.ChangeExtension(LibraryMembers.Library.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>Reads the elements of a comment, and whose comment it continues if that one is not of this library.</summary>
    public (IReadOnlyList<XElement> Elements, string? From) Read(string id, MemberInfo? member) => Read(id, member, depth: 0);

    private (IReadOnlyList<XElement> Elements, string? From) Read(string id, MemberInfo? member, int depth)
    {
        if (!_members.TryGetValue(id, out var comment) || depth > 8)
        {
            return ([], null);
        }

        var elements = comment.Elements().Where(element => element.Name != "inheritdoc").ToList();
        string? outside = null;
        foreach (var inherited in comment.Elements("inheritdoc"))
        {
            var from = inherited.Attribute("cref")?.Value ?? Base(member);
            var (more, further) = from is null ? ([], null) : Read(from, null, depth + 1);
            outside ??= further ?? (from is not null && !_members.ContainsKey(from) ? from : null);

            // What a comment says itself stands in place of what it inherits.
            elements.AddRange(more.Where(element => IsWanted(element, inherited) && !elements.Exists(own => IsSame(own, element))));
        }

        return (elements, outside);
    }

    private static bool IsWanted(XElement element, XElement inherited)
        => inherited.Attribute("path")?.Value is not { } path || path.Trim('/') == element.Name.LocalName;

    private static bool IsSame(XElement own, XElement other)
        => own.Name == other.Name && Key(own) == Key(other);

    private static string Key(XElement element) => element.Name.LocalName switch
    {
        "param" or "typeparam" => element.Attribute("name")!.Value,
        "exception" => element.Attribute("cref")!.Value,
        _ => "",
    };

    /// <summary>Finds what a member overrides or implements: of several, one that has a comment here.</summary>
    private string? Base(MemberInfo? member)
    {
        if (member is Type type)
        {
            return type.BaseType is { } parent ? XmlDocId.Of(parent) : null;
        }

        if (member?.DeclaringType is not { } declaring)
        {
            return null;
        }

        var candidates = Above(declaring)
            .Select(above => above.IsConstructedGenericType ? above.GetGenericTypeDefinition() : above)
            .SelectMany(above => above.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(other => other.Name == member.Name && other.MemberType == member.MemberType && Shape(other) == Shape(member))
            .Select(XmlDocId.Of)
            .ToList();

        return candidates.Find(_members.ContainsKey) ?? candidates.LastOrDefault();
    }

    private static IEnumerable<Type> Above(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }

        foreach (var one in type.GetInterfaces().OrderBy(one => one.FullName ?? one.Name, StringComparer.Ordinal))
        {
            yield return one;
        }
    }

    // Types may be named differently above, by other type parameters; their simple names are enough to tell overloads apart.
    private static string Shape(MemberInfo member) => member is MethodBase method
        ? string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.IsGenericParameter ? "?" : parameter.ParameterType.Name))
        : "";
}
