namespace Samples.Tour;

using System.Runtime.InteropServices;

/// <summary>The real input that every user of this program has: its repository and the SDK that has built it.</summary>
internal static class DefaultFolders
{
    public static IReadOnlyList<string> Find()
    {
        var repository = Upward(Environment.CurrentDirectory, "AsyncStd.sln") ?? Upward(AppContext.BaseDirectory, "AsyncStd.sln") ?? Environment.CurrentDirectory;
        var sdk = Upward(RuntimeEnvironment.GetRuntimeDirectory(), "sdk"); // none if the program carries its own runtime

        return sdk is null ? [repository] : [repository, sdk];
    }

    /// <summary>The nearest folder, from this one upward, that has such an entry.</summary>
    private static string? Upward(string? folder, string entry)
    {
        while (folder is not null && !Path.Exists(Path.Combine(folder, entry)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }
}
