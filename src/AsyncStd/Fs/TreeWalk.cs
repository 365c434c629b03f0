namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>One walk: lists a directory to its end, then enters those below it, one after the other.</summary>
internal static class TreeWalk
{
    public const int BatchSize = 256;

    /// <summary>Lists one directory.</summary>
    public static async IAsyncEnumerable<DirEntry> ListAsync(string path, EntryErrors errors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var node = new DirectoryNode(path);
        try
        {
            IDirectoryReader reader = node.Reader = await Driver.Files.OpenDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
            var batch = new DirectoryItem[BatchSize];
            while (await reader.ReadAsync(batch, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                for (int i = 0; i < count; i++)
                {
                    if (MayYield(batch[i].Error, errors))
                    {
                        yield return new DirEntry(node, batch[i], batch[i].Kind);
                    }
                }
            }
        }
        finally
        {
            node.Close();
        }
    }

    /// <summary>Lists a tree. What a directory holds comes before what those below it hold.</summary>
    public static IAsyncEnumerable<DirEntry> WalkAsync(string path, WalkOptions options, CancellationToken cancellationToken) => WalkAsync(path, options, null, cancellationToken);

    /// <summary>Lists a tree, as the BCL does it where rules of its are given.</summary>
    public static async IAsyncEnumerable<DirEntry> WalkAsync(
        string path, WalkOptions options, TwinRules? twin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new DirectoryItem[BatchSize];
        var waiting = new Stack<DirectoryNode>();
        using var way = new OpenDirectories();
        waiting.Push(new DirectoryNode(path));
        while (waiting.TryPop(out DirectoryNode? node))
        {
            while (way.Count > node.Depth)
            {
                way.Pop();
            }

            way.Push(node);
            int waitingBefore = waiting.Count;
            bool goesOn = true;
            bool isFirst = true;
            while (goesOn)
            {
                (int count, Exception? failure) = await ReadAsync(way, batch, options, twin, cancellationToken).ConfigureAwait(false);
                goesOn = count > 0;
                if (failure is null && isFirst && twin is { ReturnsSpecialDirectories: true })
                {
                    yield return TwinRules.Special(node, ".");
                    yield return TwinRules.Special(node, "..");
                }

                isFirst = false;
                if (failure is not null)
                {
                    goesOn = false;
                    if (twin is null && MayYield(failure, options.Errors))
                    {
                        yield return new DirEntry(node.Parent!, new DirectoryItem { Name = node.Name, Kind = FileKind.Directory, Error = failure }, FileKind.Directory);
                    }
                }

                for (int i = 0; i < count; i++)
                {
                    FileKind kind = batch[i].Kind;
                    if (kind == FileKind.Unknown && batch[i].Error is null)
                    {
                        (kind, batch[i]) = await AskAsync(node, batch[i], cancellationToken).ConfigureAwait(false);
                    }

                    if (!MayYield(batch[i].Error, options.Errors))
                    {
                        continue;
                    }

                    var entry = new DirEntry(node, batch[i], kind);
                    if (node.Depth + 1 < options.MaxDepth && batch[i].Error is null)
                    {
                        if (kind == FileKind.Directory)
                        {
                            if (options.Enter is null || options.Enter(entry))
                            {
                                waiting.Push(new DirectoryNode(node, batch[i].Name));
                            }
                        }
                        else if (kind == FileKind.SymbolicLink && options.FollowLinks && await Circles.LeadsOnAsync(node, batch[i].Name, cancellationToken).ConfigureAwait(false)
                            && (options.Enter is null || options.Enter(entry)))
                        {
                            waiting.Push(new DirectoryNode(node, batch[i].Name, isLink: true));
                        }
                    }

                    yield return entry;
                }
            }

            if (waiting.Count == waitingBefore)
            {
                way.Pop(); // nothing below: it is not needed any more
            }
        }
    }

    /// <summary>Whether an entry goes to the consumer; throws if that is what was chosen.</summary>
    public static bool MayYield(Exception? error, EntryErrors errors) => error is null || errors switch
    {
        EntryErrors.Throw => throw error,
        EntryErrors.Yield => true,
        _ => false,
    };

    /// <summary>What a listing may run into without being wrong itself.</summary>
    public static bool IsOfTheFileSystem(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>For the file systems that do not tell the kind in the listing.</summary>
    public static async ValueTask<(FileKind Kind, DirectoryItem Item)> AskAsync(DirectoryNode node, DirectoryItem item, CancellationToken cancellationToken)
    {
        try
        {
            return ((await node.GetMetadataAsync(item.Name, followLink: false, cancellationToken).ConfigureAwait(false)).Kind, item);
        }
        catch (Exception e) when (IsOfTheFileSystem(e))
        {
            return (FileKind.Unknown, item with { Error = e });
        }
    }

    private static async ValueTask<(int Count, Exception? Failure)> ReadAsync(
        OpenDirectories way, DirectoryItem[] batch, WalkOptions options, TwinRules? twin, CancellationToken cancellationToken)
    {
        try
        {
            IDirectoryReader reader = way.Last.Reader ?? await way.OpenLastAsync(cancellationToken).ConfigureAwait(false);
            return (await reader.ReadAsync(batch, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception e) when (twin?.PassesOver(e, isStart: way.Count == 1) ?? (way.Count > 1 && options.Errors != EntryErrors.Throw && IsOfTheFileSystem(e)))
        {
            return (0, e);
        }
    }
}
