namespace AsyncStd.Fs;

// Listing and walking.
public static partial class Directory
{
    /// <summary>Lists a directory. Entries are fetched hundreds at a time, and their kinds come with them.</summary>
    /// <param name="path">The directory; a link at the end is followed.</param>
    /// <param name="errors">What becomes of an entry that cannot be read.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The entries in the file system's order, without <c>.</c> and <c>..</c>. What is created or removed meanwhile may or may not be among them, see readdir(3).</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or the listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>All of these are thrown by the enumeration. <em>Cancellation</em>: the directory is closed.</remarks>
    public static IAsyncEnumerable<DirEntry> ReadAsync(string path, EntryErrors errors = EntryErrors.Throw, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TreeWalk.ListAsync(path, errors, cancellationToken);
    }

    /// <summary>Lists a directory and those below it, one after the other. Works at any depth: each is opened by its name alone where the driver can do that.</summary>
    /// <param name="path">The start; a link at the end is followed.</param>
    /// <param name="options">How far, and what becomes of failures; null for all of it, without following links, and throwing.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The entries, without the start itself. What a directory holds comes before what those below it hold.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>All of these are thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<DirEntry> WalkAsync(string path, WalkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TreeWalk.WalkAsync(path, options ?? WalkOptions.Default, cancellationToken);
    }

    /// <summary>Walks a tree with several tasks, each of which lists a directory at a time.</summary>
    /// <param name="path">The start; a link at the end is followed.</param>
    /// <param name="visit">Called for each entry, by several tasks at the same time, in no order; what it throws ends the walk.</param>
    /// <param name="options">How far, how many tasks, and what becomes of failures.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when each entry was visited.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="AggregateException">Several tasks failed before they could be stopped: all failures. If one failed, its exception is thrown as it is.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the calls of <paramref name="visit"/> under way are waited for; the directories are closed.</remarks>
    /// <example><code>
    /// static async Task&lt;long> Size(string path)
    /// {
    ///     long size = 0;
    ///     await Directory.WalkParallelAsync(path, async entry =>
    ///     {
    ///         if (entry.FileType == FileType.File)
    ///         {
    ///             Interlocked.Add(ref size, (await entry.MetadataAsync()).Length);
    ///         }
    ///     });
    ///     return size;
    /// }
    /// </code></example>
    public static ValueTask WalkParallelAsync(
        string path, Func<DirEntry, ValueTask> visit, WalkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(visit);
        return new ParallelWalk(options ?? WalkOptions.Default, visit).RunAsync(path, cancellationToken);
    }
}
