namespace AsyncStd.Fs;

// Links.
public sealed partial class File
{
    /// <summary>Twin of <c>System.IO.File.CreateSymbolicLink</c>. Mind the order: the link comes first.</summary>
    /// <param name="path">Where the link is to stand.</param>
    /// <param name="pathToTarget">What it is to contain; it need not exist. Relative means: to the link's directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The link.</returns>
    /// <exception cref="ArgumentException">A path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">Something stands at <paramref name="path"/>, or the system refused, see symlinkat(2).</exception>
    /// <exception cref="NotSupportedException">The driver has no links.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has created nothing.</remarks>
    public static async ValueTask<FileSystemInfo> CreateSymbolicLinkAsync(string path, string pathToTarget, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(pathToTarget);
        await Driver.Files.CreateSymbolicLinkAsync(path, pathToTarget, targetIsDirectory: false, cancellationToken).ConfigureAwait(false);
        return new FileInfo(path);
    }

    /// <summary>Gives a file one more name. Mind the order: the new name comes first, as in <see cref="CreateSymbolicLinkAsync"/>.</summary>
    /// <param name="path">The new name.</param>
    /// <param name="pathToTarget">The file; a symbolic link is linked itself, not what it points to.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the name stands.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="pathToTarget"/> does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">Something stands at <paramref name="path"/>, it is on another file system, or the system refused, see linkat(2).</exception>
    /// <exception cref="NotSupportedException">The driver has no hard links.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has created nothing.</remarks>
    public static ValueTask CreateHardLinkAsync(string path, string pathToTarget, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(pathToTarget);
        return Driver.Files.CreateHardLinkAsync(path, pathToTarget, cancellationToken);
    }

    /// <summary>Reads where a symbolic link points.</summary>
    /// <param name="path">The link.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The target as the link stores it, perhaps relative to the link's directory.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="IOException">It is no symbolic link, or the system refused, see readlinkat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.ReadLinkAsync(path, cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.ResolveLinkTarget</c>.</summary>
    /// <param name="linkPath">The link.</param>
    /// <param name="returnFinalTarget">Whether a link to a link is followed to its end.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The target, which need not exist; null if <paramref name="linkPath"/> is no link.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands at <paramref name="linkPath"/>.</exception>
    /// <exception cref="IOException">There are more than 40 links one after the other, or the system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static async ValueTask<FileSystemInfo?> ResolveLinkTargetAsync(string linkPath, bool returnFinalTarget, CancellationToken cancellationToken = default)
        => await LinkTarget.ResolveAsync(linkPath, returnFinalTarget, cancellationToken).ConfigureAwait(false) is { } target ? new FileInfo(target) : null;
}
