namespace AsyncStdTests.Parity;

using System.Reflection;
using System.Text;

/// <summary>
/// Writes the id that the compiler gives a type or member in the XML documentation file.
/// </summary>
/// <remarks>
/// A member of a C# 14 <c>extension</c> block appears twice in that file: under a marker type whose name is a hash, and as the
/// static method that callers are compiled against, <c>M:Container.Method``1(Receiver,…)</c>. The second is the id used here. An
/// extension property is its accessor, <c>M:Container.get_Property(Receiver)</c>.
/// </remarks>
internal static class XmlDocId
{
    public static string Of(MemberInfo member) => member switch
    {
        Type type => "T:" + NameOf(type),
        FieldInfo field => $"F:{NameOf(field.DeclaringType!)}.{Escape(field.Name)}",
        EventInfo @event => $"E:{NameOf(@event.DeclaringType!)}.{Escape(@event.Name)}",
        PropertyInfo property => $"P:{NameOf(property.DeclaringType!)}.{Escape(property.Name)}{ParametersOf(property.GetIndexParameters())}",
        MethodBase method => OfMethod(
            NameOf(method.DeclaringType!),
            method.Name,
            method.IsGenericMethod ? method.GetGenericArguments().Length : 0,
            [.. method.GetParameters().Select(parameter => Reference(parameter.ParameterType))],
            method is MethodInfo { ReturnType: var result } ? Reference(result) : "System.Void"),
        _ => throw new ArgumentException($"'{member}' is a {member.MemberType}, which has no documentation id.", nameof(member)),
    };

    /// <summary>Writes a method's id from the names that stand in its signature.</summary>
    public static string OfMethod(string type, string name, int typeParameters, IReadOnlyList<string> parameters, string result)
    {
        var arity = typeParameters == 0 ? "" : $"``{typeParameters}";
        var list = parameters.Count == 0 ? "" : $"({string.Join(',', parameters)})";
        var conversion = name is "op_Implicit" or "op_Explicit" ? $"~{result}" : "";

        return $"M:{type}.{Escape(name)}{arity}{list}{conversion}";
    }

    /// <summary>Puts type arguments into a definition's name: <c>A.B`1.C`1</c> becomes <c>A.B{X}.C{Y}</c>.</summary>
    public static string Instantiate(string definition, IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder();
        var used = 0;
        foreach (var part in definition.Split('.'))
        {
            var tick = part.IndexOf('`');
            var count = tick < 0 ? 0 : int.Parse(part.AsSpan(tick + 1), provider: null);
            text.Append(text.Length == 0 ? "" : ".").Append(tick < 0 ? part : part[..tick]);
            if (count > 0)
            {
                text.Append('{').AppendJoin(',', arguments.Skip(used).Take(count)).Append('}');
                used += count;
            }
        }

        return text.ToString();
    }

    /// <summary>Writes an array type; the compiler gives each dimension of a rectangular one its lower bound.</summary>
    public static string ArrayOf(string element, int rank) =>
        rank == 1 ? $"{element}[]" : $"{element}[{string.Join(',', Enumerable.Repeat("0:", rank))}]";

    public static string NameOf(Type type)
    {
        var definition = type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;

        return definition.FullName!.Replace('+', '.');
    }

    /// <summary>Writes a type as it stands in the list of parameters.</summary>
    public static string Reference(Type type) => type switch
    {
        { IsGenericMethodParameter: true } => $"``{type.GenericParameterPosition}",
        { IsGenericTypeParameter: true } => $"`{type.GenericParameterPosition}",
        { IsByRef: true } => $"{Reference(type.GetElementType()!)}@",
        { IsPointer: true } => $"{Reference(type.GetElementType()!)}*",
        { IsArray: true } => ArrayOf(Reference(type.GetElementType()!), type.GetArrayRank()),
        { IsFunctionPointer: true } => "", // the compiler leaves it out
        { IsGenericType: true } => Instantiate(NameOf(type), [.. type.GetGenericArguments().Select(Reference)]),
        _ => NameOf(type),
    };

    private static string ParametersOf(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Reference(parameter.ParameterType)))})";

    private static string Escape(string name) => name.Replace('.', '#').Replace('<', '{').Replace('>', '}').Replace(',', '@');
}
