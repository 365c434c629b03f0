namespace AsyncStdTests.Documentation;

using AsyncStdTests.Repository;

/// <summary>The library for hosts, which these tests do not load: they need no web framework.</summary>
internal static class HostingLibrary
{
    /// <summary>Gets where the assembly is, as it was built beside these tests.</summary>
    public static string Location => RepositoryFolder.PathOf("src", "AsyncStd.Hosting", "bin", BuildFacts.Configuration, "net10.0", "AsyncStd.Hosting.dll");
}
