namespace AsyncStdTests.ApiSnapshot.Reference;

using AsyncStdTests.Parity;

/// <summary>A type with its members, and the page that it has.</summary>
internal sealed record ReferenceType(Type Type, IReadOnlyList<ReferenceMember> Members)
{
    public string Id => XmlDocId.Of(Type);

    public string Namespace => Type.Namespace!;

    /// <summary>Gets the name as C# writes it, without the namespace.</summary>
    public string Name => ApiTypeName.Declared(Type).Replace("out ", "").Replace("in ", "");

    /// <summary>Gets the path of its page below <c>docs/api</c>.</summary>
    public string Page => $"{Namespace}/{Id[(Namespace.Length + 3)..].Replace('`', '-')}.md";
}
