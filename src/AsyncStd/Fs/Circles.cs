namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;

/// <summary>Links to directories, and whether they lead back to one that the walk is in.</summary>
internal static class Circles
{
    /// <summary>Whether a link leads to a directory that is none of those on the way to it.</summary>
    public static async ValueTask<bool> LeadsOnAsync(DirectoryNode directory, string link, CancellationToken cancellationToken)
    {
        try
        {
            FileMetadata target = await directory.GetMetadataAsync(link, followLink: true, cancellationToken).ConfigureAwait(false);
            if (target.Kind != FileKind.Directory)
            {
                return false;
            }

            object identity = await IdentityOf(target, directory.PathOf(link), cancellationToken).ConfigureAwait(false);
            for (DirectoryNode? above = directory; above is not null; above = above.Parent)
            {
                above.Identity ??= await FindIdentityAsync(above, cancellationToken).ConfigureAwait(false);
                if (above.Identity.Equals(identity))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (TreeWalk.IsOfTheFileSystem(e))
        {
            return false; // a link that leads nowhere is a link and nothing else
        }
    }

    private static async ValueTask<object> FindIdentityAsync(DirectoryNode node, CancellationToken cancellationToken)
    {
        FileMetadata metadata = node.Parent is { } parent
            ? await parent.GetMetadataAsync(node.Name, followLink: true, cancellationToken).ConfigureAwait(false)
            : await Driver.Files.GetMetadataAsync(node.FullPath, followLinks: true, cancellationToken).ConfigureAwait(false);
        return await IdentityOf(metadata, node.FullPath, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Number and device, or where a driver does not know them, the path without links.</summary>
    private static async ValueTask<object> IdentityOf(FileMetadata metadata, string path, CancellationToken cancellationToken)
        => metadata is { FileId: { } file, DeviceId: { } device } ? (device, file) : await Driver.Files.CanonicalizeAsync(path, cancellationToken).ConfigureAwait(false);
}
