namespace AsyncStdTests.Parity;

using AsyncStdTests.Repository;

/// <summary>The compiled tests of the library: these, and the behaviours that every runtime is held to.</summary>
internal static class TestAssemblies
{
    // The second is built before this assembly, in the same configuration and for the framework this one's folder is named after.
    private static string[] Files =>
    [
        typeof(TestAssemblies).Assembly.Location,
        RepositoryFolder.PathOf(
            "tests",
            "AsyncStd.Conformance",
            "bin",
            BuildFacts.Configuration,
            Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
            "AsyncStd.Conformance.dll"),
    ];

    /// <summary>Reads the documentation ids of everything that the tests use.</summary>
    public static IReadOnlySet<string> ReadReferences() => Files.SelectMany(ReferencedMembers.Read).ToHashSet();
}
