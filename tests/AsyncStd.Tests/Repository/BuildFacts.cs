namespace AsyncStdTests.Repository;

using System.Reflection;

/// <summary>What this test assembly knows about its own build.</summary>
internal static class BuildFacts
{
    /// <summary>Gets the configuration that the tests, and so the library beside them, were built in.</summary>
    public static string Configuration => Find("Configuration");

    /// <summary>Gets the folder of restored packages, which is itself a feed.</summary>
    public static string PackageFolder => Find("NuGetPackageRoot");

    /// <summary>Gets the version of the analyzer that watches over the banned calls.</summary>
    public static string BannedApiAnalyzersVersion => Find("BannedApiAnalyzersVersion");

    private static string Find(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == key).Value!;
}
