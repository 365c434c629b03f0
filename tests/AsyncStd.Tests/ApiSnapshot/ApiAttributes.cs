namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;

/// <summary>Writes the attributes that change what a caller may do with a type or member.</summary>
internal static class ApiAttributes
{
    private static readonly HashSet<string> s_shown =
    [
        "AsyncMethodBuilderAttribute",
        "EditorBrowsableAttribute",
        "ExperimentalAttribute",
        "FlagsAttribute",
        "ObsoleteAttribute",
        "OverloadResolutionPriorityAttribute",
        "RequiresDynamicCodeAttribute",
        "RequiresUnreferencedCodeAttribute",
        "SupportedOSPlatformAttribute",
        "UnsupportedOSPlatformAttribute",
    ];

    public static string Of(MemberInfo member) => string.Concat(member.GetCustomAttributesData()
        .Where(attribute => s_shown.Contains(attribute.AttributeType.Name))
        .Select(Write)
        .Order(StringComparer.Ordinal));

    private static string Write(CustomAttributeData attribute)
    {
        var name = attribute.AttributeType.Name[..^"Attribute".Length];
        var arguments = string.Join(", ", attribute.ConstructorArguments.Select(Write));

        return arguments.Length == 0 ? $"[{name}] " : $"[{name}({arguments})] ";
    }

    private static string Write(CustomAttributeTypedArgument argument) => argument.Value switch
    {
        Type type => $"typeof({ApiTypeName.Of(type)})",
        string text => $"\"{text}\"",
        var value => FormattableString.Invariant($"{value}"),
    };
}
