namespace AsyncStdTests.Parity;

using System.Reflection;
using System.Xml.Linq;

/// <summary>What the library offers to its users, by documentation id.</summary>
internal static class LibraryMembers
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // By name: a mention of one of its types here would count as a test of it.
    public static readonly Assembly Library = Assembly.Load("AsyncStd");

    /// <summary>Reads the ids in the documentation file that was built with the library.</summary>
    public static IReadOnlySet<string> ReadDocumentedIds() =>
        XDocument.Load(Path.ChangeExtension(Library.Location, ".xml"))
            .Descendants("member")
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet();

    /// <summary>Gets each visible type and member under its id, and the namespaces of the visible types.</summary>
    public static IReadOnlyDictionary<string, MemberInfo[]> FindVisible() =>
        Library.GetExportedTypes()
            .SelectMany(type => type.GetMembers(Declared).Where(IsVisible).Append(type).Select(member => (Id: XmlDocId.Of(member), member)))
            .Concat(Library.GetExportedTypes().Select(type => (Id: $"N:{type.Namespace}", member: (MemberInfo)type)))
            .GroupBy(pair => pair.Id)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.member).ToArray());

    /// <summary>Gets every member, visible or not, that a person wrote.</summary>
    public static IEnumerable<MemberInfo> FindWritten() =>
        Library.GetTypes()
            .Where(type => !type.FullName!.Contains('<'))
            .SelectMany(type => type.GetMembers(Declared).Where(member => member is not Type).Append(type));

    private static bool IsVisible(MemberInfo member) => member switch
    {
        Type => false, // a nested one is exported by itself
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo @event => IsVisible(@event.AddMethod!),
        _ => false,
    };
}
