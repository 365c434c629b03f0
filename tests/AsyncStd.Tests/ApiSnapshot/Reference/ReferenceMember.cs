namespace AsyncStdTests.ApiSnapshot.Reference;

using System.Reflection;

/// <summary>A member as the reference shows it.</summary>
/// <param name="Member">The member; of an extension, its declaration in the extension block.</param>
/// <param name="Id">The documentation id.</param>
/// <param name="Group">The heading that it stands under, together with its overloads.</param>
/// <param name="Display">How text elsewhere names it.</param>
/// <param name="Signature">What the reader is shown of its declaration.</param>
internal sealed record ReferenceMember(MemberInfo Member, string Id, string Group, string Display, string Signature)
{
    /// <summary>Gets the names of its parameters, the receiver of an extension aside.</summary>
    public IReadOnlyList<string> Parameters => Member switch
    {
        MethodBase method => [.. method.GetParameters().Select(parameter => parameter.Name!)],
        PropertyInfo property => [.. property.GetIndexParameters().Select(parameter => parameter.Name!)],
        _ => [],
    };
}
