namespace AsyncStdHostingTests.Harness;

using System.Reflection;

/// <summary>The repository that these tests were built in.</summary>
internal static class RepositoryFolder
{
    private static readonly string s_root = Find();

    /// <summary>Gets the configuration that the tests, and so the programs beside them, were built in.</summary>
    public static string Configuration { get; } =
        typeof(RepositoryFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "Configuration").Value!;

    public static string PathOf(params string[] names) => Path.Combine([s_root, .. names]);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AsyncStd.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No repository is around {AppContext.BaseDirectory}.");
    }
}
