namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>An open directory: lists its entries in batches, and resolves names against itself.</summary>
/// <remarks>
/// <para>A batch costs one call of the driver, so that a large directory costs one hop for hundreds of entries. Entries that are
/// created or
/// removed meanwhile may or may not appear, see readdir(3); all others appear exactly once. The order is the file
/// system's.</para>
/// <para>Names given to the members are one component: no separator, and never empty. <c>..</c> is allowed in
/// <see cref="OpenDirectoryAsync"/> only, so that a deep tree can be left again without keeping every level open. With
/// <see cref="FileSystemCapabilities.DirectoryRelativeCalls"/> they reach this very directory even if it was moved, and no path
/// becomes
/// too long; without, the driver joins <see cref="Path"/> and the name.</para>
/// <para>One <see cref="ReadAsync"/> at a time; the other members may be called concurrently. Failures and cancellation follow
/// the rules of <see cref="IFileSystem"/>. <see cref="IDisposable.Dispose"/> never waits: calls under way keep the directory open
/// until they end.</para>
/// </remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IDirectoryReader : IDisposable
{
    /// <summary>The directory's path, for messages.</summary>
    string Path { get; }

    /// <summary>Reads the next entries.</summary>
    /// <param name="batch">Where they go, from the start; not empty, and the driver's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many were read: at least one, and fewer than fit whenever that suits the driver; 0 at the end.</returns>
    /// <exception cref="ArgumentException"><paramref name="batch"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">Another read is under way.</exception>
    /// <exception cref="ObjectDisposedException">The directory is closed.</exception>
    /// <exception cref="IOException">The listing broke off, see getdents64(2). An error of one entry is in
    /// <see cref="DirectoryItem.Error"/> instead.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no entry is lost; the next call goes on where the last one that succeeded
    /// stopped.</remarks>
    ValueTask<int> ReadAsync(Memory<DirectoryItem> batch, CancellationToken cancellationToken);

    /// <summary>Opens a directory in this one, or the parent as <c>..</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="followLink">Whether a symbolic link is followed; if not, it is a failure.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open directory; the caller closes it.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not one component.</exception>
    /// <exception cref="ObjectDisposedException">The directory is closed.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or the system refused, see openat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no handle is left open.</remarks>
    ValueTask<IDirectoryReader> OpenDirectoryAsync(string name, bool followLink, CancellationToken cancellationToken);

    /// <summary>Opens or creates a file in this directory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">How to open it.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller closes it.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not one component, or the options contradict each
    /// other.</exception>
    /// <exception cref="ObjectDisposedException">The directory is closed.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The system refused, see openat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no handle is left open. A file that the call created or truncated stays so.</remarks>
    ValueTask<IFileHandle> OpenFileAsync(string name, FileOpenOptions options, CancellationToken cancellationToken);

    /// <summary>Describes an entry of this directory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="followLink">Whether a symbolic link is followed.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The description.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not one component.</exception>
    /// <exception cref="ObjectDisposedException">The directory is closed.</exception>
    /// <exception cref="FileNotFoundException">There is no such entry.</exception>
    /// <exception cref="IOException">The system refused, see statx(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    ValueTask<FileMetadata> GetMetadataAsync(string name, bool followLink, CancellationToken cancellationToken);

    /// <summary>Removes a file or a symbolic link from this directory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the name is gone.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not one component.</exception>
    /// <exception cref="ObjectDisposedException">The directory is closed.</exception>
    /// <exception cref="FileNotFoundException">There is no such entry.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The system refused, see unlinkat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has removed nothing.</remarks>
    ValueTask RemoveFileAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes an empty directory from this one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the directory is gone.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not one component.</exception>
    /// <exception cref="ObjectDisposedException">The directory is closed.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is not empty or no directory, or the system refused, see unlinkat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has removed nothing.</remarks>
    ValueTask RemoveDirectoryAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes the names in this directory durable, see <see cref="IFileSystem.SyncDirectoryAsync"/>.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the names are on the disk; at once where the driver lacks
    /// <see cref="FileSystemCapabilities.DirectorySync"/>.</returns>
    /// <exception cref="ObjectDisposedException">The directory is closed.</exception>
    /// <exception cref="IOException">The disk reported an error, see fsync(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: whether the names are durable is not known; the sync may go on behind.</remarks>
    ValueTask SyncAsync(CancellationToken cancellationToken);
}
