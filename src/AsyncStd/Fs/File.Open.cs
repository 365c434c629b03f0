namespace AsyncStd.Fs;

using System.Text;
using AsyncStd.Runtimes.Drivers;
using Microsoft.Win32.SafeHandles;

// Opening.
public sealed partial class File
{
    private static readonly OpenOptions s_openRead = new() { Read = true, Share = FileShare.Read };
    private static readonly OpenOptions s_openWrite = new() { Write = true, Create = true, Share = FileShare.None };
    private static readonly OpenOptions s_create = new() { Read = true, Write = true, Create = true, Truncate = true, Share = FileShare.None };
    private static readonly OpenOptions s_createNew = new() { Read = true, Write = true, CreateNew = true };
    private static readonly OpenOptions s_createText = new() { Write = true, Create = true, Truncate = true, Share = FileShare.Read };
    private static readonly OpenOptions s_appendText = new() { Append = true, Create = true, Share = FileShare.Read };

    /// <summary>Opens an existing file for reading. Others may do with it what they like; <see cref="OpenReadAsync"/> keeps writers away.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller disposes of it.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The system refused, see openat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left open.</remarks>
    public static ValueTask<File> OpenAsync(string path, CancellationToken cancellationToken = default) => OpenOptions.ForReading.OpenAsync(path, cancellationToken);

    /// <summary>Opens a file as the options say.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to open it.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller disposes of it.</returns>
    /// <inheritdoc cref="OpenOptions.OpenAsync"/>
    public static ValueTask<File> OpenAsync(string path, OpenOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.OpenAsync(path, cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.Open</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to open it. The size of the buffer means nothing here.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller disposes of it.</returns>
    /// <inheritdoc cref="OpenOptions.OpenAsync"/>
    public static ValueTask<File> OpenAsync(string path, FileStreamOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Translate(options.Mode, options.Access, options.Share, options.Options, options.PreallocationSize, options.UnixCreateMode).OpenAsync(TwinPath.Resolve(path), cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.Open</c>: for reading and writing, or for writing if the mode is <see cref="FileMode.Append"/>, and for nobody else.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it may or must exist.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller disposes of it.</returns>
    /// <inheritdoc cref="OpenOptions.OpenAsync"/>
    public static ValueTask<File> OpenAsync(string path, FileMode mode, CancellationToken cancellationToken = default)
        => OpenAsync(path, mode, mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite, FileShare.None, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.Open</c>: for nobody else.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it may or must exist.</param>
    /// <param name="access">What it is opened for.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller disposes of it.</returns>
    /// <inheritdoc cref="OpenOptions.OpenAsync"/>
    public static ValueTask<File> OpenAsync(string path, FileMode mode, FileAccess access, CancellationToken cancellationToken = default)
        => OpenAsync(path, mode, access, FileShare.None, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.Open</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it may or must exist.</param>
    /// <param name="access">What it is opened for.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller disposes of it.</returns>
    /// <inheritdoc cref="OpenOptions.OpenAsync"/>
    public static ValueTask<File> OpenAsync(string path, FileMode mode, FileAccess access, FileShare share, CancellationToken cancellationToken = default)
        => Translate(mode, access, share, FileOptions.None, 0, null).OpenAsync(TwinPath.Resolve(path), cancellationToken);

    /// <summary>Twin of <c>System.IO.File.OpenHandle</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it may or must exist.</param>
    /// <param name="access">What it is opened for.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="options">Hints.</param>
    /// <param name="preallocationSize">Space to reserve for a new file, in bytes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The handle; the caller disposes of it.</returns>
    /// <inheritdoc cref="OpenOptions.OpenAsync"/>
    /// <exception cref="NotSupportedException">The file system has no handles of the system's, as in a simulation.</exception>
    public static async ValueTask<SafeFileHandle> OpenHandleAsync(
        string path,
        FileMode mode = FileMode.Open,
        FileAccess access = FileAccess.Read,
        FileShare share = FileShare.Read,
        FileOptions options = FileOptions.None,
        long preallocationSize = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = TwinPath.Resolve(path);
        OpenOptions translated = Translate(mode, access, share, options, preallocationSize, null);
        if ((options & FileOptions.DeleteOnClose) != 0 && Driver.Files is LinuxFileSystem)
        {
            return await LinuxFileSystem.OpenRemovedHandleAsync(path, mode, access, share, options, preallocationSize, cancellationToken).ConfigureAwait(false);
        }

        File file = await translated.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        if (file._handle.TryRelease(out SafeFileHandle? handle))
        {
            return handle;
        }

        file.Dispose();
        throw file.NoHandle();
    }

    /// <summary>Twin of <c>System.IO.File.OpenRead</c>: for reading, and nobody may write meanwhile.</summary>
    /// <inheritdoc cref="OpenAsync(string, CancellationToken)"/>
    public static ValueTask<File> OpenReadAsync(string path, CancellationToken cancellationToken = default) => s_openRead.OpenAsync(TwinPath.Resolve(path), cancellationToken);

    /// <summary>Twin of <c>System.IO.File.OpenWrite</c>: for writing over what is there, created if it is missing, and for nobody else.</summary>
    /// <inheritdoc cref="OpenAsync(string, CancellationToken)"/>
    public static ValueTask<File> OpenWriteAsync(string path, CancellationToken cancellationToken = default) => s_openWrite.OpenAsync(TwinPath.Resolve(path), cancellationToken);

    /// <summary>Twin of <c>System.IO.File.Create</c>: creates a file or empties it, for reading and writing, and for nobody else.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller disposes of it.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The file is in use, or the system refused, see openat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left open. The file may have been created or emptied.</remarks>
    public static ValueTask<File> CreateAsync(string path, CancellationToken cancellationToken = default) => s_create.OpenAsync(TwinPath.Resolve(path), cancellationToken);

    /// <summary>Twin of <c>System.IO.File.Create</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bufferSize">Means nothing here: nothing is buffered.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="CreateAsync(string, CancellationToken)"/>
    public static ValueTask<File> CreateAsync(string path, int bufferSize, CancellationToken cancellationToken = default)
        => CreateAsync(path, bufferSize, FileOptions.None, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.Create</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bufferSize">Means nothing here: nothing is buffered.</param>
    /// <param name="options">Hints and effects.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="CreateAsync(string, CancellationToken)"/>
    public static ValueTask<File> CreateAsync(string path, int bufferSize, FileOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bufferSize);
        return Translate(FileMode.Create, FileAccess.ReadWrite, FileShare.None, options, 0, null).OpenAsync(TwinPath.Resolve(path), cancellationToken);
    }

    /// <summary>Creates a file that must not exist, not even as a dangling link, for reading and writing: of two callers one succeeds.</summary>
    /// <inheritdoc cref="CreateAsync(string, CancellationToken)"/>
    /// <exception cref="IOException">Something stands at <paramref name="path"/>, or the system refused, see openat(2).</exception>
    public static ValueTask<File> CreateNewAsync(string path, CancellationToken cancellationToken = default) => s_createNew.OpenAsync(path, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.OpenText</c>: a reader of UTF-8, or of what a mark at the start says.</summary>
    /// <returns>The reader; the caller disposes of it, which closes the file.</returns>
    /// <inheritdoc cref="OpenAsync(string, CancellationToken)"/>
    public static async ValueTask<StreamReader> OpenTextAsync(string path, CancellationToken cancellationToken = default)
        => new(await OpenReadAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>Twin of <c>System.IO.File.CreateText</c>: a writer of UTF-8 into a new or emptied file. The writer has a buffer, which disposing it writes.</summary>
    /// <returns>The writer; the caller disposes of it, which closes the file.</returns>
    /// <inheritdoc cref="CreateAsync(string, CancellationToken)"/>
    public static async ValueTask<StreamWriter> CreateTextAsync(string path, CancellationToken cancellationToken = default)
        => new(await s_createText.OpenAsync(TwinPath.Resolve(path), cancellationToken).ConfigureAwait(false));

    /// <summary>Twin of <c>System.IO.File.AppendText</c>: a writer of UTF-8 at the end of a file. The writer has a buffer, which disposing it writes.</summary>
    /// <returns>The writer; the caller disposes of it, which closes the file.</returns>
    /// <inheritdoc cref="CreateAsync(string, CancellationToken)"/>
    public static async ValueTask<StreamWriter> AppendTextAsync(string path, CancellationToken cancellationToken = default)
        => new(await s_appendText.OpenAsync(TwinPath.Resolve(path), cancellationToken).ConfigureAwait(false));

    /// <summary>What the BCL says in one word each, in ours.</summary>
    /// <exception cref="ArgumentException">The mode is unknown, or does not go with the access.</exception>
    private static OpenOptions Translate(FileMode mode, FileAccess access, FileShare share, FileOptions options, long preallocationSize, UnixFileMode? createMode)
    {
        if (mode is < FileMode.CreateNew or > FileMode.Append)
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Allowed are the members of FileMode.");
        }

        if (access is < FileAccess.Read or > FileAccess.ReadWrite)
        {
            throw new ArgumentOutOfRangeException(nameof(access), access, "Allowed are the members of FileAccess.");
        }

        bool writes = (access & FileAccess.Write) != 0;
        if (!writes && mode is FileMode.CreateNew or FileMode.Create or FileMode.Truncate or FileMode.Append)
        {
            throw new ArgumentException($"FileMode.{mode} needs FileAccess.Write, and the access is {access}.", nameof(access));
        }

        if (mode == FileMode.Append && access != FileAccess.Write)
        {
            throw new ArgumentException("FileMode.Append goes with FileAccess.Write only.", nameof(access));
        }

        return new OpenOptions
        {
            Read = (access & FileAccess.Read) != 0,
            Write = writes && mode != FileMode.Append,
            Append = mode == FileMode.Append,
            Create = mode is FileMode.OpenOrCreate or FileMode.Create or FileMode.Append,
            CreatesForReading = true,
            CreateNew = mode == FileMode.CreateNew,
            Truncate = mode is FileMode.Create or FileMode.Truncate,
            Share = share,
            Options = options,
            PreallocationSize = preallocationSize,
            UnixCreateMode = createMode,
        };
    }
}
