namespace AsyncStdTests.ApiSnapshot.Reference;

using System.Reflection;
using System.Text.RegularExpressions;
using AsyncStdTests.Parity;

/// <summary>Takes the namespaces out of a signature: the reader of a page knows which <c>Task</c> is meant.</summary>
internal static class ShortNames
{
    private static readonly Regex s_namespaces = new($@"(?<![\w.])({string.Join('|', Namespaces().Select(Regex.Escape))})\.(?=[A-Z_])", RegexOptions.Compiled);

    public static string Of(string signature) => s_namespaces.Replace(signature, "");

    private static IEnumerable<string> Namespaces() =>
        LibraryMembers.Library.GetReferencedAssemblies().Select(Assembly.Load).Append(LibraryMembers.Library).Append(typeof(object).Assembly)
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Select(type => type.Namespace)
            .OfType<string>()
            .Distinct()
            .OrderByDescending(name => name.Length)
            .ThenBy(name => name, StringComparer.Ordinal);
}
