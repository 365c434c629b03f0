namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;
using System.Runtime.CompilerServices;

/// <summary>Writes the members that a type declares and that a caller or a derived type can see.</summary>
internal static class ApiMembers
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Type type)
        => type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name} = {Enum.Format(type, Enum.Parse(type, name), "d")}")
            : Find(type).Select(member => member.Text);

    /// <summary>Finds the members of a type that is no enumeration, each with its text; the one of a delegate is its <c>Invoke</c>.</summary>
    public static IEnumerable<(MemberInfo Member, string Text)> Find(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;

            return [(invoke, ApiSignature.Of(invoke))];
        }

        var extensions = ApiExtensions.Implementations(type);

        return
        [
            .. Sorted(type.GetFields(Declared).Where(IsVisible), ApiSignature.Of),
            .. Sorted(type.GetConstructors(Declared).Where(IsVisible), ApiSignature.Of),
            .. Sorted(type.GetProperties(Declared).Where(IsVisible), ApiSignature.Of),
            .. Sorted(type.GetEvents(Declared).Where(IsVisible), ApiSignature.Of),
            .. Sorted(type.GetMethods(Declared).Where(method => IsVisible(method) && IsOwn(method) && !extensions(method)), ApiSignature.Of),
        ];
    }

    public static bool IsSpeakable(MemberInfo member) => !member.Name.Contains('<') && !member.Name.Contains('$');

    public static bool IsVisible(MethodBase method) =>
        IsSpeakable(method) && (method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed));

    private static bool IsVisible(FieldInfo field) =>
        IsSpeakable(field) && (field.IsPublic || ((field.IsFamily || field.IsFamilyOrAssembly) && !field.DeclaringType!.IsSealed));

    private static bool IsVisible(PropertyInfo property) => property.GetAccessors(nonPublic: true).Any(IsVisible);

    private static bool IsVisible(EventInfo happening) => IsVisible(happening.AddMethod!);

    // Accessors are written with their property or event; operators have special names too, and stay.
    private static bool IsOwn(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static IEnumerable<(MemberInfo Member, string Text)> Sorted<T>(IEnumerable<T> members, Func<T, string> write)
        where T : MemberInfo =>
        members.Select(member => ((MemberInfo)member, Text: ApiAttributes.Of(member) + write(member))).OrderBy(member => member.Text, StringComparer.Ordinal);
}
