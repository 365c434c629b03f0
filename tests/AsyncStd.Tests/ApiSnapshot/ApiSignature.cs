namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;
using System.Runtime.CompilerServices;

/// <summary>Writes one member as it would stand in a reference assembly.</summary>
internal static class ApiSignature
{
    public static string Of(FieldInfo field)
    {
        var access = field.IsPublic ? "public" : "protected";
        var kind = field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}";
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue(), field.FieldType)}" : "";

        return $"{access} {kind}{ApiTypeName.Of(field.FieldType, new NullabilityInfoContext().Create(field))} {field.Name}{value}";
    }

    public static string Of(ConstructorInfo constructor) =>
        constructor.IsStatic ? "" : $"{Access(constructor)} {constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})";

    public static string Of(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(ApiMembers.IsVisible).ToArray();
        var widest = accessors.FirstOrDefault(accessor => accessor.IsPublic) ?? accessors[0];
        var parts = accessors
            .Select(accessor => (Access(accessor) == Access(widest) ? "" : Access(accessor) + " ") + Verb(accessor) + "; ")
            .Order(StringComparer.Ordinal);
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Write))}]";
        var type = (property.PropertyType.IsByRef ? "ref " : "") + ApiTypeName.Of(property.PropertyType, new NullabilityInfoContext().Create(property));

        return $"{Access(widest)} {Modifiers(widest)}{type} {name} {{ {string.Concat(parts)}}}";
    }

    public static string Of(EventInfo happening) =>
        $"{Access(happening.AddMethod!)} {Modifiers(happening.AddMethod!)}event {ApiTypeName.Of(happening.EventHandlerType!)} {happening.Name}";

    public static string Of(MethodInfo method)
    {
        var parameters = method.GetGenericArguments();
        var name = method.IsGenericMethod ? $"{method.Name}<{string.Join(", ", parameters.Select(one => one.Name))}>" : method.Name;
        var result = (method.ReturnType.IsByRef ? "ref " : "")
            + ApiTypeName.Of(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter));

        return $"{Access(method)} {Modifiers(method)}{result} {name}({Parameters(method)}){ApiTypeName.Constraints(parameters)}";
    }

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute), inherit: false);

        return (isExtension ? "this " : "") + string.Join(", ", method.GetParameters().Select(Write));
    }

    private static string Write(ParameterInfo parameter)
    {
        var type = ApiTypeName.Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));
        var value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue, parameter.ParameterType)}" : "";

        return $"{Passing(parameter)}{type} {parameter.Name}{value}";
    }

    private static string Passing(ParameterInfo parameter)
    {
        if (parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)))
        {
            return "params ";
        }

        if (!parameter.ParameterType.IsByRef)
        {
            return "";
        }

        if (parameter.IsOut)
        {
            return "out ";
        }

        return parameter.IsIn ? "in " : "ref ";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static string Verb(MethodInfo accessor)
    {
        var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

        return isInit ? "init" : accessor.Name[..3];
    }

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
        {
            return method.IsAbstract ? "static abstract " : "static ";
        }

        if (!method.IsVirtual || method.DeclaringType!.IsInterface)
        {
            return "";
        }

        var isOverride = method.GetBaseDefinition() != method;
        if (method.IsAbstract)
        {
            return isOverride ? "abstract override " : "abstract ";
        }

        return (method.IsFinal, isOverride) switch
        {
            (true, true) => "sealed override ",
            (true, false) => "",
            (false, true) => "override ",
            (false, false) => "virtual ",
        };
    }

    private static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ when type.IsEnum => $"{ApiTypeName.Of(type)}.{Enum.ToObject(type, value)}".Replace(", ", " | "),
        _ => FormattableString.Invariant($"{value}"),
    };
}
