namespace AsyncStd.Fs;

using System.Runtime.ExceptionServices;
using AsyncStd.Runtimes.Drivers;
using Path = System.IO.Path;

/// <summary>Creates directories, where <see cref="Directory.CreateAsync"/> and <see cref="Directory.CreateAllAsync"/> leave something open: a mode.</summary>
/// <example><code>
/// var builder = new DirBuilder { Recursive = true, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute };
/// await builder.CreateAsync("private/keys");
/// await Directory.RemoveAllAsync("private");
/// </code></example>
public sealed class DirBuilder
{
    private const int NotADirectoryOnUnix = 20; // ENOTDIR, on Linux and macOS

    /// <summary>Whether those above are created, too, and a directory that is there is no failure.</summary>
    public bool Recursive { get; init; }

    /// <summary>Permission bits of what is created, before the umask; null for all. Means nothing where there are no bits.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>Creates a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when it stands.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">The parent is not there, and is not to be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">Something stands there, or the system refused, see mkdirat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: some of several directories may have been created.</remarks>
    public ValueTask CreateAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Recursive ? CreateAllAsync(path, Mode, cancellationToken) : Driver.Files.CreateDirectoryAsync(path, Mode, cancellationToken);
    }

    /// <summary>Tries the last directory first: mostly only that one is missing, or none.</summary>
    internal static async ValueTask CreateAllAsync(string path, UnixFileMode? mode, CancellationToken cancellationToken)
    {
        IFileSystem files = Driver.Files;
        var missing = new Stack<string>();
        string current = Path.TrimEndingDirectorySeparator(path);
        while (await TryCreateAsync(files, current, mode, isLast: missing.Count == 0, cancellationToken).ConfigureAwait(false) is not null)
        {
            missing.Push(current);
            current = Path.GetDirectoryName(current) is { Length: > 0 } above
                ? above
                : throw new DirectoryNotFoundException($"Creating the directory '{path}' failed: its start is not there.");
        }

        while (missing.TryPop(out string? next))
        {
            if (await TryCreateAsync(files, next, mode, isLast: true, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                // The one above stood a moment ago. It was removed, or it takes no directories: /proc says that, too, as if something were missing.
                ExceptionDispatchInfo.Throw(refusal);
            }
        }
    }

    /// <returns>Null if it stands; else what the system said when the parent was missing.</returns>
    private static async ValueTask<Exception?> TryCreateAsync(IFileSystem files, string path, UnixFileMode? mode, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await files.CreateDirectoryAsync(path, mode, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DirectoryNotFoundException e)
        {
            return e;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is there already, perhaps by a link; or read-only above, where a system tells that first.
            FileMetadata? found = await files.TryGetMetadataAsync(path, followLinks: true, cancellationToken).ConfigureAwait(false);
            if (found?.Kind == FileKind.Directory)
            {
                return null;
            }

            if (found is null && e.HResult == NotADirectoryOnUnix)
            {
                return e; // it is above that a file stands in the way: as the BCL, a missing directory
            }

            if (found is not null && !isLast)
            {
                throw new DirectoryNotFoundException($"Creating a directory below '{path}' failed: that is none.", e);
            }

            throw;
        }
    }
}
