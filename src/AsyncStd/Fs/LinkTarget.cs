namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;
using Path = System.IO.Path;

/// <summary>Following links by hand, for those who want to know where they lead and not what is there.</summary>
internal static class LinkTarget
{
    /// <summary>As many as Linux and the BCL follow.</summary>
    private const int MaximumLinks = 40;

    public static async ValueTask<string?> ResolveAsync(string linkPath, bool toTheEnd, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(linkPath);
        IFileSystem files = Driver.Files;
        string current = Path.GetFullPath(linkPath, files.CurrentDirectory);
        FileMetadata? start = await files.TryGetMetadataAsync(current, followLinks: false, cancellationToken).ConfigureAwait(false);
        if (start is null && Path.EndsInDirectorySeparator(current))
        {
            throw new DirectoryNotFoundException($"Resolving the link '{linkPath}' failed: there is no such directory.");
        }

        start ??= await files.GetMetadataAsync(current, followLinks: false, cancellationToken).ConfigureAwait(false); // says what is missing
        if (start.Kind != FileKind.SymbolicLink)
        {
            return null;
        }

        for (int links = 0; links < MaximumLinks; links++)
        {
            string target = await files.ReadLinkAsync(current, cancellationToken).ConfigureAwait(false);
            current = Path.GetFullPath(target, Path.GetDirectoryName(current)!);
            if (!toTheEnd || await files.TryGetMetadataAsync(current, followLinks: false, cancellationToken).ConfigureAwait(false) is not { Kind: FileKind.SymbolicLink })
            {
                return current;
            }
        }

        throw new IOException($"Resolving the link '{linkPath}' failed: there are more than {MaximumLinks} links one after the other, or they form a circle.");
    }
}
