namespace AsyncStdTests.Parity;

using System.Reflection;

/// <summary>Decides whether a member is used, given the ids of all that is referenced.</summary>
internal static class MemberUse
{
    public static bool IsUsed(MemberInfo member, IReadOnlySet<string> referenced) => member switch
    {
        Type type => IsTypeUsed(type, referenced),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(accessor => IsUsed(accessor, referenced)),
        EventInfo @event => IsUsed(@event.AddMethod!, referenced) || IsUsed(@event.RemoveMethod!, referenced),
        FieldInfo { IsLiteral: true } constant => IsTypeUsed(constant.DeclaringType!, referenced), // compiled into its users
        MethodInfo method => referenced.Contains(XmlDocId.Of(method)) || IsUsedAsOverride(method, referenced),
        _ => referenced.Contains(XmlDocId.Of(member)),
    };

    private static bool IsTypeUsed(Type type, IReadOnlySet<string> referenced) => referenced.Contains(XmlDocId.Of(type));

    // A call of an override is compiled as a call of what it overrides. That says little when it is a method of every object,
    // but together with a mention of the type it is all that can be seen.
    private static bool IsUsedAsOverride(MethodInfo method, IReadOnlySet<string> referenced)
    {
        var root = method.GetBaseDefinition();

        return root != method
            && IsTypeUsed(method.DeclaringType!, referenced)
            && referenced.Contains(XmlDocId.Of(DefinitionOf(root)));
    }

    private static MethodInfo DefinitionOf(MethodInfo method)
    {
        if (!method.DeclaringType!.IsConstructedGenericType)
        {
            return method;
        }

        return (MethodInfo)method.DeclaringType.GetGenericTypeDefinition().GetMemberWithSameMetadataDefinitionAs(method);
    }
}
