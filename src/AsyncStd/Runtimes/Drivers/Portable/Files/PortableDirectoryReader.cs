namespace AsyncStd.Runtimes.Drivers;

using System.IO.Enumeration;

/// <summary>An open directory of the portable driver: the base class library's enumerator, a batch at a time. Names are resolved by joining paths.</summary>
internal sealed class PortableDirectoryReader : GatedHandle, IDirectoryReader
{
    private const char ReplacementCharacter = '\uFFFD';

    /// <summary>As many as one call reads: each costs a call of the system for its kind.</summary>
    private const int MaxBatch = 256;

    /// <summary>ENOTDIR, as the base class library has it in <see cref="Exception.HResult"/>; on Windows ERROR_DIRECTORY.</summary>
    private static readonly int s_notDirectory = OperatingSystem.IsWindows() ? unchecked((int)0x8007010B) : 20;

    private static readonly EnumerationOptions s_options = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
        MatchType = MatchType.Simple,
    };

    private readonly IEnumerator<DirectoryItem> _entries;
    private int _isReading;

    private PortableDirectoryReader(string path, IEnumerator<DirectoryItem> entries)
    {
        Path = path;
        _entries = entries;
    }

    /// <inheritdoc/>
    public override string Path { get; }

    public static PortableDirectoryReader Open(string path)
    {
        if (!Directory.Exists(path) && PortableMetadata.Find(path, followLinks: true) is not null)
        {
            throw new IOException("It is no directory.", s_notDirectory);
        }

        var entries = new FileSystemEnumerable<DirectoryItem>(path, ToItem, s_options);
        return new PortableDirectoryReader(path, entries.GetEnumerator());
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<DirectoryItem> batch, CancellationToken cancellationToken)
    {
        if (batch.IsEmpty)
        {
            throw new ArgumentException("The batch has no room for an entry.", nameof(batch));
        }

        ThrowIfClosed();
        return FileCall.For("list", Path, (self: this, batch), static (_, s) => s.self.Read(s.batch.Span), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IDirectoryReader> OpenDirectoryAsync(string name, bool followLink, CancellationToken cancellationToken)
    {
        string path = Join(name, allowParent: true);
        return FileCall.For(
            "open the directory",
            path,
            followLink,
            static IDirectoryReader (path, followLink) =>
            {
                if (!followLink && new FileInfo(path).LinkTarget is not null)
                {
                    throw new IOException("It is a symbolic link, which the call does not follow.", s_notDirectory);
                }

                return Open(path);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IFileHandle> OpenFileAsync(string name, FileOpenOptions options, CancellationToken cancellationToken)
    {
        FileArguments.CheckOptions(options, PortableFileSystem.Shared);
        return PortableFileSystem.OpenFileAsync("open", Join(name), options, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<FileMetadata> GetMetadataAsync(string name, bool followLink, CancellationToken cancellationToken)
        => FileCall.For("describe", Join(name), followLink, PortableFileSystem.Describe, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveFileAsync(string name, CancellationToken cancellationToken)
        => FileCall.Do("remove the file", Join(name), 0, static (path, _) => PortableFileSystem.RemoveFile(path), cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveDirectoryAsync(string name, CancellationToken cancellationToken)
        => FileCall.Do("remove the directory", Join(name), 0, static (path, _) => PortableFileSystem.RemoveDirectory(path), cancellationToken);

    /// <inheritdoc/>
    public ValueTask SyncAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : default;
    }

    protected override Exception? Close()
    {
        _entries.Dispose();
        return null;
    }

    private static DirectoryItem ToItem(ref FileSystemEntry entry)
    {
        string name = entry.FileName.ToString();
        FileKind kind = FileKind.Unknown;
        Exception? error = null;
        try
        {
            kind = PortableMetadata.KindOf(entry.Attributes);
        }
        catch (Exception e) when (FileFailure.IsAboutFile(e))
        {
            error = FileFailure.Name(e, "describe", entry.ToFullPath());
        }

        return new DirectoryItem
        {
            Name = name,
            Kind = kind,
            IsNameInexact = name.Contains(ReplacementCharacter, StringComparison.Ordinal),
            Error = error,
        };
    }

    private int Read(Span<DirectoryItem> batch)
    {
        Enter();
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            Exit();
            throw new InvalidOperationException($"Another read of the directory '{Path}' is under way: await it first.");
        }

        try
        {
            int count = 0;
            int room = Math.Min(batch.Length, MaxBatch);
            while (count < room && _entries.MoveNext())
            {
                batch[count++] = _entries.Current;
            }

            return count;
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
            Exit();
        }
    }

    private string Join(string name, bool allowParent = false)
    {
        FileArguments.CheckName(name, allowParent);
        ThrowIfClosed();
        return System.IO.Path.Join(Path, name);
    }
}
