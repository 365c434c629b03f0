namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>How a file is opened: nothing is allowed until said so.</summary>
/// <example><code>
/// static async Task Append(string path, string line)
/// {
///     var options = new OpenOptions { Append = true, Create = true };
///     await using AsyncStd.Fs.File log = await options.OpenAsync(path);
///     await log.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
/// }
/// </code></example>
public sealed class OpenOptions
{
    private FileOpenOptions? _forDriver;

    /// <summary>May be read.</summary>
    public bool Read { get; init; }

    /// <summary>May be written.</summary>
    public bool Write { get; init; }

    /// <summary>May be written, and each write goes to the end as it is at that moment. Includes <see cref="Write"/>.</summary>
    public bool Append { get; init; }

    /// <summary>An existing file is emptied. Needs <see cref="Write"/>.</summary>
    public bool Truncate { get; init; }

    /// <summary>A missing file is created. Needs <see cref="Write"/> or <see cref="Append"/>.</summary>
    public bool Create { get; init; }

    /// <summary>The file must not exist, not even as a dangling link: checked and created in one step, so that of two callers one succeeds. Needs
    /// <see cref="Write"/> or <see cref="Append"/>; <see cref="Create"/> and <see cref="Truncate"/> then mean nothing.</summary>
    public bool CreateNew { get; init; }

    /// <summary>What others may do meanwhile; by default anything. On Unix anything less takes an advisory lock, as the BCL does, which only those respect who ask
    /// for one.</summary>
    public FileShare Share { get; init; } = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Permission bits of a file that is created, before the umask; null for reading and writing by all. Means nothing where there are no bits.</summary>
    public UnixFileMode? UnixCreateMode { get; init; }

    /// <summary>More flags for open(2), as the system's headers number them: what std calls <c>custom_flags</c>.</summary>
    public int UnixFlags { get; init; }

    /// <summary>Bypasses the system's cache; offsets, lengths and addresses of buffers must then be aligned, see O_DIRECT in open(2).</summary>
    public bool Direct { get; init; }

    /// <summary>Refuses to open what a symbolic link at the end of the path points to.</summary>
    public bool RefuseLink { get; init; }

    /// <summary>Space to reserve for a file that is created or emptied, in bytes; its length stays 0.</summary>
    public long PreallocationSize { get; init; }

    /// <summary>Hints and effects that the BCL has names for: <see cref="FileOptions.WriteThrough"/>, <see cref="FileOptions.DeleteOnClose"/>,
    /// <see cref="FileOptions.RandomAccess"/>, <see cref="FileOptions.SequentialScan"/>. <see cref="FileOptions.Asynchronous"/> says nothing new.</summary>
    public FileOptions Options { get; init; }

    /// <summary>Whether <see cref="Create"/> goes without writing, as <see cref="FileMode.OpenOrCreate"/> does: what is missing is created and reads as empty.</summary>
    internal bool CreatesForReading { get; init; }

    internal static OpenOptions ForReading { get; } = new() { Read = true };

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller disposes of it.</returns>
    /// <exception cref="ArgumentException">The options contradict each other, or the path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">There is no such file, and it is not to be created.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The file exists already, is shared otherwise, or the system refused, see openat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left open. A file may have been created or emptied.</remarks>
    public ValueTask<File> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        FileOpenOptions options = ForDriver();
        ValueTask<IFileHandle> pending = Driver.Files.OpenAsync(path, options, cancellationToken);
        return pending.IsCompletedSuccessfully ? new ValueTask<File>(Made(pending.Result)) : Wait(pending);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        async ValueTask<File> Wait(ValueTask<IFileHandle> pending) => Made(await pending.ConfigureAwait(false));
    }

    /// <summary>The same in the driver's words, checked. Made once: options do not change.</summary>
    internal FileOpenOptions ForDriver() => _forDriver ??= Translate();

    /// <summary>What can only be appended to starts at its end, for those who ask for the position before they write.</summary>
    private File Made(IFileHandle handle) => new(handle, Append, Append && !Read ? File.AtTheEnd : 0);

    private FileOpenOptions Translate()
    {
        bool writes = Write || Append;
        Check(Read || writes, "nothing is allowed: set Read, Write or Append");
        Check(!Truncate || CreateNew || (Write && !Append), "Truncate needs Write, and does not go with Append");
        Check(!Create || writes || CreatesForReading, "Create needs Write or Append");
        Check(!CreateNew || writes, "CreateNew needs Write or Append");
        Check(PreallocationSize >= 0, $"PreallocationSize is {PreallocationSize}; allowed is 0 or more bytes");
        Check(PreallocationSize == 0 || (Write && (CreateNew || Truncate)), "PreallocationSize needs Write, and a file that is created or emptied");
        return new FileOpenOptions
        {
            Access = (Read ? FileAccess.Read : 0) | (writes ? FileAccess.Write : 0),
            Creation = CreateNew ? FileCreation.CreateNew : Create ? FileCreation.OpenOrCreate : FileCreation.OpenExisting,
            Truncate = Truncate && !CreateNew,
            Append = Append,
            Share = Share,
            CreationMode = UnixCreateMode,
            PreallocationSize = PreallocationSize,
            Direct = Direct,
            WriteThrough = Has(FileOptions.WriteThrough),
            RefuseLink = RefuseLink,
            DeleteOnClose = Has(FileOptions.DeleteOnClose),
            Pattern = Has(FileOptions.RandomAccess) ? FileAccessPattern.Random
                : Has(FileOptions.SequentialScan) ? FileAccessPattern.Sequential
                : FileAccessPattern.Normal,
            NativeFlags = UnixFlags,
            CreationAttributes = Has(FileOptions.Encrypted) ? FileAttributes.Encrypted : 0,
        };
    }

    private static void Check(bool isSound, string problem)
    {
        if (!isSound)
        {
            throw new ArgumentException($"The options contradict each other: {problem}.");
        }
    }

    private bool Has(FileOptions option) => (Options & option) != 0;
}
