namespace AsyncStdTests.Documentation;

using System.Reflection;

/// <summary>Writes the documentation id of a type or a method, as it stands in XML documentation and in BannedSymbols.txt.</summary>
internal static class DocumentationId
{
    public static string Of(Type type) => "T:" + NameOf(type);

    public static string Of(MethodBase method)
    {
        var name = $"M:{NameOf(method.DeclaringType!)}.{method.Name.Replace('.', '#')}";
        if (method.IsGenericMethod)
        {
            name += "``" + method.GetGenericArguments().Length;
        }

        var parameters = method.GetParameters();

        return parameters.Length == 0 ? name : $"{name}({string.Join(',', parameters.Select(parameter => Reference(parameter.ParameterType)))})";
    }

    public static string Of(PropertyInfo property) => $"P:{NameOf(property.DeclaringType!)}.{property.Name}";

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Reference(Type type)
    {
        if (type.IsGenericParameter)
        {
            return (type.IsGenericMethodParameter ? "``" : "`") + type.GenericParameterPosition;
        }

        if (type.IsByRef)
        {
            return Reference(type.GetElementType()!) + "@";
        }

        if (type.IsArray)
        {
            return Reference(type.GetElementType()!) + "[]";
        }

        if (!type.IsConstructedGenericType)
        {
            return NameOf(type);
        }

        var definition = NameOf(type.GetGenericTypeDefinition());
        var arguments = type.GetGenericArguments().Select(Reference);

        return $"{definition[..definition.IndexOf('`')]}{{{string.Join(',', arguments)}}}";
    }
}
