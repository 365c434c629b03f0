namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;
using System.Runtime.CompilerServices;

/// <summary>
/// Writes extension blocks. The compiler turns a block into a nested type with the members as they were declared, a marker
/// inside that type whose one parameter is the receiver, and plain static methods on the container that do the work.
/// </summary>
internal static class ApiExtensions
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Type container) => Find(container).Select(member => member.Text);

    /// <summary>Finds the members of a container's blocks, each with its receiver and its text.</summary>
    public static IEnumerable<(MemberInfo Member, ParameterInfo Receiver, string Text)> Find(Type container) => Blocks(container)
        .SelectMany(block => block.GetMembers(Declared)
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false } && Receiver(block, member) is not null)
            .Select(member => (member, Receiver(block, member)!, Text: Write(block, member))))
        .OrderBy(member => member.Text, StringComparer.Ordinal);

    /// <summary>Tells which methods of a container only do the work of an extension member that is written already.</summary>
    public static Func<MethodInfo, bool> Implementations(Type container)
    {
        var written = Blocks(container)
            .SelectMany(block => block.GetMethods(Declared))
            .Select(method => (method.Name, method.GetParameters().Length + (method.IsStatic ? 0 : 1)))
            .ToHashSet();

        return method => method.IsStatic && written.Contains((method.Name, method.GetParameters().Length));
    }

    private static IEnumerable<Type> Blocks(Type container) =>
        container.GetNestedTypes().Where(type => type.IsSpecialName && type.IsDefined(typeof(ExtensionAttribute), inherit: false));

    private static string Write(Type block, MemberInfo member)
    {
        var receiver = Receiver(block, member)!;
        var signature = member is PropertyInfo property ? ApiSignature.Of(property) : ApiSignature.Of((MethodInfo)member);
        var names = receiver.Member.DeclaringType!.GetGenericArguments();
        var generics = names.Length == 0 ? "" : $"<{string.Join(", ", names.Select(name => name.Name))}>";

        // The block's type parameters have lost their names; the marker has kept them.
        for (var index = 0; index < names.Length; index++)
        {
            signature = signature.Replace("$T" + index, names[index].Name);
        }

        var type = ApiTypeName.Of(receiver.ParameterType, new NullabilityInfoContext().Create(receiver));

        return $"{ApiAttributes.Of(member)}extension{generics}({type}){ApiTypeName.Constraints(names)} {signature}";
    }

    private static ParameterInfo? Receiver(Type block, MemberInfo member)
    {
        var name = member.GetCustomAttribute<ExtensionMarkerAttribute>()?.Name;

        return name is null ? null : block.GetNestedType(name)?.GetMethod("<Extension>$", Declared)?.GetParameters()[0];
    }
}
