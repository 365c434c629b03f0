namespace AsyncStd.Runtimes;

/// <summary>Writes types as programs do.</summary>
internal static class TypeName
{
    /// <summary>The name with its type arguments, without namespaces.</summary>
    public static string Of(Type type)
    {
        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        string name = type.Name;
        int arity = name.IndexOf('`', StringComparison.Ordinal);
        return (arity < 0 ? name : name[..arity]) + Arguments(type);
    }

    /// <summary>The type arguments in angle brackets, or nothing.</summary>
    public static string Arguments(Type type)
        => type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : "";
}
