namespace AsyncStdTests.Repository;

/// <summary>Finds the checkout that the tests were built from.</summary>
internal static class RepositoryFolder
{
    private static readonly string s_root = Find();

    public static string PathOf(params string[] parts) => Path.Combine([s_root, .. parts]);

    // A build for release maps the source paths away, so the caller's file path is no guide.
    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "AsyncStd.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds AsyncStd.sln.");
    }
}
