namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;
using Path = System.IO.Path;

/// <summary>Removes a tree, and nothing but it: each directory is opened by its name alone in its parent, without following a link, and emptied by names alone. So a directory that
/// somebody replaces by a link meanwhile leads nowhere. For the start, too, where the driver resolves names against open directories and the one above may be listed.</summary>
internal static class TreeRemoval
{
    /// <summary>Removes what it can; then throws the first failure, if there was one.</summary>
    /// <param name="path">The directory, without a separator at its end.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    public static async ValueTask RunAsync(string path, CancellationToken cancellationToken)
    {
        IFileSystem files = Driver.Files;
        string name = Path.GetFileName(path);
        if (name is "." or "..")
        {
            // No system removes a directory by such a name: it would be emptied for nothing.
            throw new IOException($"Removing '{path}' failed: '{name}' is not the name of an entry. Allowed is a path that ends in the directory's own name.");
        }

        using IDirectoryReader? above = name.Length > 0 && (files.Capabilities & FileSystemCapabilities.DirectoryRelativeCalls) != 0
            ? await OpenAboveAsync(files, path, cancellationToken).ConfigureAwait(false)
            : null;
        var batch = new DirectoryItem[TreeWalk.BatchSize];
        var waiting = new Stack<DirectoryNode>();
        using var way = new OpenDirectories();
        Exception? first = null;
        waiting.Push(new DirectoryNode(path)
        {
            Reader = above is null ? null : await above.OpenDirectoryAsync(name, followLink: false, cancellationToken).ConfigureAwait(false),
        });
        while (waiting.TryPeek(out DirectoryNode? node))
        {
            if (way.Count > 0 && ReferenceEquals(way.Last, node))
            {
                // Seen for the second time: what was below it is gone.
                waiting.Pop();
                way.Pop();
                try
                {
                    if (node.Parent is null)
                    {
                        await (above?.RemoveDirectoryAsync(name, cancellationToken) ?? files.RemoveDirectoryAsync(path, cancellationToken)).ConfigureAwait(false);
                    }
                    else
                    {
                        IDirectoryReader holder = way.Last.Reader ?? await way.OpenLastAsync(cancellationToken).ConfigureAwait(false);
                        await holder.RemoveDirectoryAsync(node.Name, cancellationToken).ConfigureAwait(false);
                    }
                }
                catch (Exception e) when (TreeWalk.IsOfTheFileSystem(e))
                {
                    first ??= e;
                }

                continue;
            }

            way.Push(node);
            try
            {
                Exception? failure = await EmptyAsync(way, batch, waiting, cancellationToken).ConfigureAwait(false);
                first ??= failure;
            }
            catch (Exception e) when (node.Parent is not null && TreeWalk.IsOfTheFileSystem(e))
            {
                first ??= e;
            }
        }

        if (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }

    private static async ValueTask<IDirectoryReader?> OpenAboveAsync(IFileSystem files, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await files.OpenDirectoryAsync(Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".", cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException)
        {
            return null; // one may remove in a directory that one may not list
        }
    }

    /// <summary>Removes the files of the last directory, and puts the directories in it on the stack.</summary>
    /// <returns>The first failure of a file; what cannot be listed at all throws.</returns>
    private static async ValueTask<Exception?> EmptyAsync(OpenDirectories way, DirectoryItem[] batch, Stack<DirectoryNode> waiting, CancellationToken cancellationToken)
    {
        Exception? first = null;
        DirectoryNode node = way.Last;
        IDirectoryReader reader = await way.OpenLastAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(batch, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            for (int i = 0; i < count; i++)
            {
                DirectoryItem item = batch[i];
                try
                {
                    FileKind kind = item.Kind == FileKind.Unknown ? (await TreeWalk.AskAsync(node, item, cancellationToken).ConfigureAwait(false)).Kind : item.Kind;
                    if (kind == FileKind.Directory)
                    {
                        waiting.Push(new DirectoryNode(node, item.Name));
                    }
                    else
                    {
                        await reader.RemoveFileAsync(item.Name, cancellationToken).ConfigureAwait(false);
                    }
                }
                catch (FileNotFoundException)
                {
                    // Somebody else has removed it.
                }
                catch (Exception e) when (TreeWalk.IsOfTheFileSystem(e))
                {
                    first ??= e;
                }
            }
        }

        return first;
    }
}
