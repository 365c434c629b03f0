namespace AsyncStdTests.Parity;

using System.Reflection;
using System.Runtime.InteropServices;

/// <summary>Finds types by the names that code gives them: those of the library, and those of the framework in the namespaces that such code opens.</summary>
internal static class KnownTypes
{
    private static readonly HashSet<string> s_namespaces =
    [
        "Microsoft.Win32.SafeHandles", "System", "System.Buffers", "System.Buffers.Binary", "System.Collections.Generic", "System.ComponentModel", "System.Diagnostics",
        "System.Diagnostics.CodeAnalysis", "System.IO", "System.IO.Pipelines", "System.Linq", "System.Net", "System.Net.Sockets", "System.Numerics",
        "System.Runtime.InteropServices", "System.Text", "System.Threading", "System.Threading.Channels", "System.Threading.Tasks",
    ];

    private static readonly Dictionary<string, Type> s_keywords = new()
    {
        ["bool"] = typeof(bool),
        ["byte"] = typeof(byte),
        ["int"] = typeof(int),
        ["nint"] = typeof(nint),
        ["string"] = typeof(string),
    };

    private static readonly Lazy<ILookup<string, Type>> s_all = new(() => Load().ToLookup(type => NameOf(type)));

    private static readonly Lazy<HashSet<string>> s_members = new(() => All.SelectMany(MemberLookup.NamesOf).ToHashSet());

    public static IEnumerable<Type> All => s_all.Value.SelectMany(types => types);

    public static Type? Keyword(string word) => s_keywords.GetValueOrDefault(word);

    /// <summary>Gets the types that a name without its namespace can mean.</summary>
    public static Type[] Named(string name, int arity) => [.. s_all.Value[name].Where(type => type.GetGenericArguments().Length == arity)];

    /// <summary>Gets a type by its full name, as reflection writes it.</summary>
    public static Type Exactly(string name) => All.Single(type => type.FullName == name);

    public static bool IsNamespace(string name) => All.Any(type => type.Namespace == name || type.Namespace!.StartsWith(name + ".", StringComparison.Ordinal));

    /// <summary>Tells whether any type has a member of this name.</summary>
    public static bool HasMember(string name) => s_members.Value.Contains(name);

    public static string NameOf(Type type) => type.Name.Split('`')[0];

    private static IEnumerable<Type> Load() =>
        Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => name!.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal))
            .Select(name => Assembly.Load(new AssemblyName(name!)))
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => s_namespaces.Contains(type.Namespace ?? ""))
            .Concat(LibraryMembers.Library.GetExportedTypes())
            .Where(type => !type.IsSpecialName)
            .Distinct();
}
