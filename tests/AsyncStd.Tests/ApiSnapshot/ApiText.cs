namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;
using System.Text;

/// <summary>Writes the public surface of an assembly as text that does not depend on order of declaration, time or machine.</summary>
internal static class ApiText
{
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        var spaces = assembly.GetExportedTypes()
            .Where(type => ApiMembers.IsSpeakable(type) && (type.DeclaringType is null || ApiMembers.IsSpeakable(type.DeclaringType)))
            .GroupBy(type => type.Namespace ?? "")
            .OrderBy(space => space.Key, StringComparer.Ordinal);

        foreach (var space in spaces)
        {
            text.Append("namespace ").Append(space.Key).Append('\n');
            foreach (var type in space.OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                Append(text, type);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes what stands before the members of a type.</summary>
    public static string Header(Type type)
    {
        var access = type.IsNestedFamily || type.IsNestedFamORAssem ? "protected" : "public";
        var bases = Bases(type).ToArray();
        var header = $"{access} {Kind(type)} {ApiTypeName.Declared(type)}";

        return (bases.Length == 0 ? header : $"{header} : {string.Join(", ", bases)}") + ApiTypeName.Constraints(type.GetGenericArguments());
    }

    private static void Append(StringBuilder text, Type type)
    {
        text.Append('\n').Append(ApiAttributes.Of(type)).Append(Header(type)).Append('\n');
        foreach (var line in ApiMembers.Of(type).Concat(ApiExtensions.Of(type)))
        {
            text.Append("    ").Append(line).Append('\n');
        }
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return "delegate";
        }

        if (type.IsValueType)
        {
            var isReadOnly = type.IsDefined(typeof(System.Runtime.CompilerServices.IsReadOnlyAttribute), inherit: false);

            return $"{(isReadOnly ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}struct";
        }

        return (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static class",
            (true, false) => "abstract class",
            (false, true) => "sealed class",
            _ => "class",
        };
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return [ApiTypeName.Of(Enum.GetUnderlyingType(type))];
        }

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return [];
        }

        var hasOwnBase = type.BaseType is not null && type.BaseType != typeof(object) && type.BaseType != typeof(ValueType);
        var all = type.GetInterfaces();
        var implied = all.SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        var own = all.Where(one => one.IsVisible && !implied.Contains(one)).Select(one => ApiTypeName.Of(one)).Order(StringComparer.Ordinal);

        return hasOwnBase ? own.Prepend(ApiTypeName.Of(type.BaseType!)) : own;
    }
}
