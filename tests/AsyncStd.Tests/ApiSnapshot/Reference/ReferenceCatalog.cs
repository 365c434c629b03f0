namespace AsyncStdTests.ApiSnapshot.Reference;

using System.Reflection;
using System.Text.RegularExpressions;
using AsyncStdTests.Parity;

/// <summary>All that the reference has pages for, and where each id leads.</summary>
internal sealed partial class ReferenceCatalog
{
    private readonly Dictionary<string, (string Page, string Anchor, string Display)> _places = [];

    public ReferenceCatalog()
    {
        Types =
        [
            .. LibraryMembers.Library.GetExportedTypes()
                .Where(type => ApiMembers.IsSpeakable(type) && (type.DeclaringType is null || ApiMembers.IsSpeakable(type.DeclaringType)))
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
                .Select(type => new ReferenceType(type, [.. Members(type)])),
        ];

        foreach (var type in Types)
        {
            _places[type.Id] = (type.Page, "", type.Name);
            _places[$"N:{type.Namespace}"] = ($"{type.Namespace}/README.md", "", type.Namespace);
            foreach (var member in type.Members)
            {
                _places.TryAdd(member.Id, (type.Page, MarkdownText.Anchor(member.Group), member.Display));
            }

            foreach (var name in type.Type.IsEnum ? Enum.GetNames(type.Type) : [])
            {
                _places[$"F:{type.Id[2..]}.{name}"] = (type.Page, "", $"{type.Name}.{name}");
            }
        }
    }

    public IReadOnlyList<ReferenceType> Types { get; }

    /// <summary>Writes a mention of what an id names, with a link if it has a page.</summary>
    /// <param name="id">The documentation id.</param>
    /// <param name="from">The folder of the page that mentions it, relative to <c>docs/api</c>.</param>
    /// <param name="text">What to write, unless it is the name.</param>
    public string Mention(string id, string from, string? text = null)
    {
        if (!_places.TryGetValue(id, out var place))
        {
            return text ?? MarkdownText.Code(ShortName(id));
        }

        var label = text ?? MarkdownText.Code(place.Display);
        var path = Path.GetRelativePath(from.Length == 0 ? "." : from, place.Page).Replace('\\', '/');

        return $"[{label}]({path}{(place.Anchor.Length == 0 ? "" : "#" + place.Anchor)})";
    }

    /// <summary>Names what has no page: something internal, or of the base class library.</summary>
    private static string ShortName(string id)
    {
        var plain = MethodArity().Replace(id[2..].Split('(')[0].Split('~')[0], "");
        var parts = Arity().Replace(plain, match => match.Groups[1].Value == "1" ? "<T>" : $"<{string.Join(", ", Enumerable.Range(1, int.Parse(match.Groups[1].Value, provider: null)).Select(n => $"T{n}"))}>").Split('.');
        var name = id[0] is 'T' or 'N' ? parts[^1] : $"{parts[^2]}.{parts[^1]}";

        return name.Replace(".#ctor", "");
    }

    private static IEnumerable<ReferenceMember> Members(Type type)
    {
        if (type.IsEnum)
        {
            return [];
        }

        var own = ApiMembers.Find(type).Select(found => new ReferenceMember(
            found.Member,
            XmlDocId.Of(found.Member),
            Group(found.Member),
            $"{ApiTypeName.Declared(type)}.{found.Member.Name}".Replace("..ctor", ""),
            ShortNames.Of(found.Text)));
        var extensions = ApiExtensions.Find(type).Select(found => new ReferenceMember(
            found.Member,
            ExtensionId(type, found.Member, found.Receiver),
            found.Member.Name,
            $"{ShortNames.Of(ApiTypeName.Of(found.Receiver.ParameterType))}.{found.Member.Name}",
            ShortNames.Of(found.Text)));

        return [.. own, .. extensions];
    }

    private static string Group(MemberInfo member) => member switch
    {
        ConstructorInfo => "Constructors",
        MethodInfo { IsSpecialName: true } => "Operators",
        PropertyInfo property when property.GetIndexParameters().Length > 0 => "Indexer",
        MethodInfo { Name: "Invoke" } when member.DeclaringType!.IsSubclassOf(typeof(Delegate)) => "Signature",
        _ => member.Name,
    };

    /// <summary>
    /// Makes the id of the static method that callers of an extension are compiled against: its type parameters are those of the block,
    /// then those of the method, and its first parameter is the receiver, if there is one.
    /// </summary>
    private static string ExtensionId(Type container, MemberInfo member, ParameterInfo receiver)
    {
        var method = member as MethodInfo ?? ((PropertyInfo)member).GetMethod!;
        var outer = receiver.Member.DeclaringType!.GetGenericArguments().Length;
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType);
        var all = (method.IsStatic ? parameters : parameters.Prepend(receiver.ParameterType)).Select(XmlDocId.Reference).Select(Shift).ToArray();

        return XmlDocId.OfMethod(XmlDocId.NameOf(container), method.Name, outer + (method.IsGenericMethod ? method.GetGenericArguments().Length : 0), all, "");

        string Shift(string reference) => Parameter().Replace(
            reference,
            match => "``" + (int.Parse(match.Groups[2].Value, provider: null) + (match.Groups[1].Value == "``" ? outer : 0)));
    }

    [GeneratedRegex(@"(``?)(\d+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"``\d+")]
    private static partial Regex MethodArity();

    [GeneratedRegex(@"`(\d+)")]
    private static partial Regex Arity();
}
