namespace AsyncStdTests.Parity;

using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

/// <summary>
/// Finds out which types and members of other assemblies an assembly uses, from the tables in its compiled form.
/// </summary>
/// <remarks>Each member that code touches has a row there, so nothing needs to be loaded and no instruction decoded.</remarks>
internal static class ReferencedMembers
{
    /// <summary>Reads the documentation ids of what an assembly uses.</summary>
    public static IReadOnlySet<string> Read(string assemblyFile)
    {
        using var file = new PEReader(File.OpenRead(assemblyFile));
        var reader = file.GetMetadataReader();
        var ids = new HashSet<string>();

        foreach (var type in reader.TypeReferences)
        {
            ids.Add("T:" + SignatureNames.NameOf(reader, type));
        }

        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (DeclaringType(reader, member.Parent) is { } type)
            {
                ids.Add(IdOf(reader, SignatureNames.NameOf(reader, type), member));
            }
        }

        return ids;
    }

    private static string IdOf(MetadataReader reader, string type, MemberReference member)
    {
        var name = reader.GetString(member.Name);
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            return $"F:{type}.{name}";
        }

        var signature = member.DecodeMethodSignature(SignatureNames.Instance, genericContext: null);

        return XmlDocId.OfMethod(type, name, signature.GenericParameterCount, signature.ParameterTypes, signature.ReturnType);
    }

    // A member of a generic type hangs on an instantiation, which begins: generic instance, class or value type, definition.
    private static TypeReferenceHandle? DeclaringType(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
        {
            return (TypeReferenceHandle)parent;
        }

        if (parent.Kind != HandleKind.TypeSpecification)
        {
            return null;
        }

        var blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        blob.ReadCompressedInteger();
        var definition = blob.ReadTypeHandle();

        return definition.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)definition : null;
    }
}
