namespace AsyncStdTests.Parity;

using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncStdTests.ApiSnapshot;

/// <summary>Finds the members that code can name on a type: its own, inherited ones, nested types, and those that extensions give it.</summary>
internal static class MemberLookup
{
    private const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly Lazy<ILookup<string, (MemberInfo Member, Type Receiver)>> s_extensions = new(() => Extensions().ToLookup(each => each.Member.Name));

    public static IEnumerable<string> NamesOf(Type type) => type.GetMembers(Visible).Select(member => member.Name)
        .Concat(IsContainer(type) ? ApiExtensions.Find(type).Select(extension => extension.Member.Name) : []);

    /// <summary>Finds the members of a name, each with how many of its parameters the receiver takes.</summary>
    public static IEnumerable<(MemberInfo Member, int Receivers)> Find(Type type, string name)
    {
        var own = Family(type).SelectMany(each => each.GetMember(name, Visible)).Select(member => (member, 0));
        var nested = type.GetNestedTypes().Where(each => KnownTypes.NameOf(each) == name).Select(member => ((MemberInfo)member, 0));
        var extended = s_extensions.Value[name]
            .Where(extension => Fits(extension.Receiver, type))
            .Select(extension => (extension.Member, extension.Member.IsDefined(typeof(ExtensionAttribute), inherit: false) ? 1 : 0));

        return own.Concat(nested).Concat(extended);
    }

    /// <summary>Tells whether a call with these arguments can mean this method.</summary>
    public static bool Takes(MethodBase method, int receivers, CallArguments arguments)
    {
        ParameterInfo[] parameters = method.GetParameters()[receivers..];
        bool isOpen = parameters.Any(parameter => parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)));
        int required = parameters.Count(parameter => !parameter.IsOptional) - (isOpen ? 1 : 0);

        return arguments.IsAnything
            || (arguments.Count >= required
                && (isOpen || arguments.Count <= parameters.Length)
                && arguments.Names.All(name => parameters.Any(parameter => parameter.Name == name)));
    }

    /// <summary>Gets what an <c>await</c> of a type gives.</summary>
    public static Type? Awaited(Type type) => type.GetMethod("GetAwaiter", Visible, [])?.ReturnType.GetMethod("GetResult", Visible, [])?.ReturnType;

    private static IEnumerable<(MemberInfo Member, Type Receiver)> Extensions() =>
        KnownTypes.All.Where(IsContainer).SelectMany(container => ApiExtensions.Find(container)
            .Select(extension => (extension.Member, extension.Receiver.ParameterType))
            .Concat(container.GetMethods(Visible)
                .Where(method => method.IsDefined(typeof(ExtensionAttribute), inherit: false))
                .Select(method => ((MemberInfo)method, method.GetParameters()[0].ParameterType))));

    private static bool IsContainer(Type type) => type.IsDefined(typeof(ExtensionAttribute), inherit: false);

    private static IEnumerable<Type> Family(Type type) => type.IsInterface ? [type, .. type.GetInterfaces(), typeof(object)] : [type];

    private static bool Fits(Type receiver, Type type)
    {
        if (receiver.IsGenericParameter)
        {
            return true;
        }

        List<Type> all = [.. type.GetInterfaces()];
        for (Type? each = type; each is not null; each = each.BaseType)
        {
            all.Add(each);
        }

        return all.Any(each => Definition(each) == Definition(receiver));
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
