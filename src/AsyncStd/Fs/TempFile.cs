namespace AsyncStd.Fs;

using AsyncStd.Task;

/// <summary>A file that removes itself: <c>await using</c>.</summary>
/// <example><code>
/// await using TempFile temporary = await TempFile.CreateAsync();
/// await temporary.File.WriteAsync(new byte[] { 1, 2, 3 });
/// Console.WriteLine(temporary.File.Position);
/// </code></example>
public sealed class TempFile : IAsyncDisposable
{
    private bool _isKept;

    private TempFile(File file) => File = file;

    /// <summary>The open file, for reading and writing; on Unix of its owner alone.</summary>
    public File File { get; }

    /// <summary>Where it is.</summary>
    public string Path => File.Name;

    /// <summary>Creates a file with a name that nobody has.</summary>
    /// <param name="directory">Where; null for the directory for temporary files.</param>
    /// <param name="prefix">What its name begins with.</param>
    /// <param name="suffix">What its name ends with.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException"><paramref name="prefix"/> or <paramref name="suffix"/> contains a separator.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused, see openat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left open; an empty file may have been created.</remarks>
    public static async ValueTask<TempFile> CreateAsync(
        string? directory = null, string? prefix = null, string? suffix = null, CancellationToken cancellationToken = default)
        => new(await TempName.CreateFileAsync(directory, prefix, suffix, TempName.OnlyOwner, cancellationToken).ConfigureAwait(false));

    /// <summary>Gives the file its final name, on the same file system, in one step; it is kept from now on. What stands there is replaced.</summary>
    /// <param name="path">The final path.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when it has that name. <see cref="File"/> stays open.</returns>
    /// <inheritdoc cref="AsyncStd.Fs.File.RenameAsync"/>
    public async ValueTask PersistAsync(string path, CancellationToken cancellationToken = default)
    {
        await AsyncStd.Fs.File.RenameAsync(Path, path, cancellationToken).ConfigureAwait(false);
        _isKept = true;
    }

    /// <summary>Closes and removes the file; content if somebody has removed it, or the directory that it was in.</summary>
    /// <returns>A task that ends when it is gone.</returns>
    /// <exception cref="IOException">A write that the system had deferred failed, see close(2), or the system refused to remove the file.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <remarks>After a failure to remove it can be disposed once more. <em>Cancellation</em>: none, this is clean-up; a task that was stopped removes the file, too.</remarks>
    public ValueTask DisposeAsync() => Scope.Shield(CloseAndRemoveAsync);

    private async ValueTask CloseAndRemoveAsync()
    {
        try
        {
            await File.CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            if (!_isKept)
            {
                try
                {
                    await AsyncStd.Fs.File.DeleteAsync(Path).ConfigureAwait(false);
                }
                catch (DirectoryNotFoundException)
                {
                    // It went with its directory.
                }

                _isKept = true;
            }
        }
    }
}
