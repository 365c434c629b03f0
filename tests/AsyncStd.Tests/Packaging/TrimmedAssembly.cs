namespace AsyncStdTests.Packaging;

using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

/// <summary>What is left of an assembly after trimming.</summary>
internal static class TrimmedAssembly
{
    /// <summary>The full names of its types, nested ones without that of the outer type.</summary>
    public static IReadOnlyList<string> Types(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        MetadataReader reader = image.GetMetadataReader();

        return [.. reader.TypeDefinitions.Select(handle => reader.GetTypeDefinition(handle)).Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}")];
    }
}
