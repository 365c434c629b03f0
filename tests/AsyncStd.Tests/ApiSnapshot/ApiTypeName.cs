namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;

/// <summary>Writes types as C# does, with their namespaces unless a keyword names them.</summary>
internal static class ApiTypeName
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(object)] = "object",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(ushort)] = "ushort",
        [typeof(void)] = "void",
    };

    /// <summary>Writes a type where it is used; a reference that may be null gets its question mark.</summary>
    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!) + "*";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        // Whether a bare type parameter may be null cannot be read back, so it never gets a question mark.
        var mayBeNull = !type.IsValueType && !type.IsGenericParameter && nullability?.ReadState == NullabilityState.Nullable;

        return Plain(type, nullability) + (mayBeNull ? "?" : "");
    }

    /// <summary>Writes a type where it is declared, with its parameters' variance.</summary>
    public static string Declared(Type type)
    {
        var name = type.IsNested ? $"{Declared(type.DeclaringType!)}.{Bare(type)}" : Bare(type);
        var inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var parameters = type.GetGenericArguments().Skip(inherited).Select(Declaration).ToArray();

        return parameters.Length == 0 ? name : $"{name}<{string.Join(", ", parameters)}>";
    }

    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Select(Constraint));

    private static string Plain(Type type, NullabilityInfo? nullability)
    {
        if (s_keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        var arguments = type.GetGenericArguments();
        var own = arguments.Select((argument, index) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index))).ToArray();

        return Qualified(type, own);
    }

    // The arguments of a nested type include those of the types around it.
    private static string Qualified(Type type, string[] arguments)
    {
        var outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var place = type.DeclaringType is { } declaring ? Qualified(declaring, arguments[..outer]) : type.Namespace;
        var own = arguments[outer..];

        return own.Length == 0 ? $"{place}.{Bare(type)}" : $"{place}.{Bare(type)}<{string.Join(", ", own)}>";
    }

    private static string Bare(Type type) => type.Name.Split('`')[0];

    private static string Declaration(Type parameter)
    {
        var variance = parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask;

        return variance switch
        {
            GenericParameterAttributes.Covariant => "out " + parameter.Name,
            GenericParameterAttributes.Contravariant => "in " + parameter.Name,
            _ => parameter.Name,
        };
    }

    private static string Constraint(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var limits = new List<string>();
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            limits.Add("class");
        }

        if (isStruct)
        {
            limits.Add("struct");
        }

        limits.AddRange(parameter.GetGenericParameterConstraints()
            .Where(type => type != typeof(ValueType))
            .Select(type => Of(type))
            .Order(StringComparer.Ordinal));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            limits.Add("new()");
        }

        if (flags.HasFlag(GenericParameterAttributes.AllowByRefLike))
        {
            limits.Add("allows ref struct");
        }

        return limits.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", limits)}";
    }
}
