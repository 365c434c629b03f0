namespace AsyncStd.Fs;

using AsyncStd.Task;

/// <summary>A directory that removes itself with all that is in it: <c>await using</c>.</summary>
/// <example><code>
/// await using TempDirectory temporary = await TempDirectory.CreateAsync();
/// await File.WriteAsync(temporary.PathOf("notes.txt"), "first line\n");
/// </code></example>
public sealed class TempDirectory : IAsyncDisposable
{
    private bool _isKept;

    private TempDirectory(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Creates a directory with a name that nobody has, on Unix for its owner alone.</summary>
    /// <param name="directory">Where; null for the directory for temporary files.</param>
    /// <param name="prefix">What its name begins with.</param>
    /// <param name="suffix">What its name ends with.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The directory.</returns>
    /// <exception cref="ArgumentException"><paramref name="prefix"/> or <paramref name="suffix"/> contains a separator.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused, see mkdirat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has created nothing.</remarks>
    public static async ValueTask<TempDirectory> CreateAsync(
        string? directory = null, string? prefix = null, string? suffix = null, CancellationToken cancellationToken = default)
        => new(await TempName.CreateDirectoryAsync(directory, prefix, suffix, cancellationToken).ConfigureAwait(false));

    /// <summary>The path of something in it.</summary>
    /// <param name="parts">Names, one below the other.</param>
    /// <returns>The path.</returns>
    public string PathOf(params ReadOnlySpan<string> parts) => System.IO.Path.Join([Path, .. parts]);

    /// <summary>It is kept: disposing removes nothing.</summary>
    /// <returns>Where it is.</returns>
    public string Persist()
    {
        _isKept = true;
        return Path;
    }

    /// <summary>Removes the directory with all that is in it; content if somebody has removed it.</summary>
    /// <returns>A task that ends when it is gone.</returns>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <remarks>After a failure it can be disposed once more. <em>Cancellation</em>: none, this is clean-up; a task that was stopped removes the directory, too.</remarks>
    public async ValueTask DisposeAsync()
    {
        if (_isKept)
        {
            return;
        }

        try
        {
            // Without a shield a task that was stopped, or is being stopped meanwhile, would leave the tree.
            await Scope.Shield(() => Directory.RemoveAllAsync(Path)).ConfigureAwait(false);
        }
        catch (DirectoryNotFoundException)
        {
            // That is what was wanted.
        }

        _isKept = true;
    }
}
