namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;
using Microsoft.Win32.SafeHandles;

/// <summary>Opening files, and whole files in one call.</summary>
internal sealed partial class PortableFileSystem
{
    private const int ChunkSize = 128 * 1024;

    /// <inheritdoc/>
    public ValueTask<IFileHandle> OpenAsync(string path, FileOpenOptions options, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        FileArguments.CheckOptions(options, this);
        return OpenFileAsync("open", path, options, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadFileAsync(string path, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        ArgumentNullException.ThrowIfNull(destination);
        return MayWaitAsync("read", path, (destination, cancellationToken), static (path, s) => Read(path, s.destination, s.cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WriteFileAsync(string path, ReadOnlyMemory<byte> contents, FileOpenOptions options, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        FileArguments.CheckOptions(options, this, mustWrite: true);
        return FileCall.WithoutResult(MayWaitAsync(
            "write",
            path,
            (contents, options),
            static (path, s) =>
            {
                using SafeFileHandle handle = Open(path, s.options);
                if (!PortableFileHandle.IsSeekable(handle))
                {
                    using var stream = new FileStream(handle, s.options.Access, 0);
                    stream.Write(s.contents.Span);
                    return true;
                }

                RandomAccess.Write(handle, s.contents.Span, s.options.Append ? RandomAccess.GetLength(handle) : 0);
                return true;
            },
            cancellationToken));
    }

    /// <summary>Opens a file for a member of this driver.</summary>
    internal static async ValueTask<IFileHandle> OpenFileAsync(string operation, string path, FileOpenOptions options, CancellationToken cancellationToken)
    {
        BlockingKind kind = await FileCall.For(operation, path, options, KindOfOpening, cancellationToken).ConfigureAwait(false) ? BlockingKind.Unbounded : BlockingKind.Short;
        return await FileCall.For(
            operation,
            path,
            options,
            static IFileHandle (path, options) =>
            {
                SafeFileHandle handle = Open(path, options);
                return new PortableFileHandle(new PortableFile(handle, path), options.Access, options.Append, PortableFileHandle.IsSeekable(handle), 0);
            },
            cancellationToken,
            kind,
            abandoned: static (_, handle) => handle.Dispose()).ConfigureAwait(false);
    }

    /// <summary>A call that opens a file and has the caller's buffer: never abandoned, and made elsewhere if it may wait for long.</summary>
    private static async ValueTask<TResult> MayWaitAsync<TState, TResult>(
        string operation, string path, TState state, Func<string, TState, TResult> call, CancellationToken cancellationToken)
    {
        BlockingKind kind = await FileCall.For(operation, path, FileOpenOptions.Read, KindOfOpening, cancellationToken).ConfigureAwait(false) ? BlockingKind.Long : BlockingKind.Short;
        return await FileCall.For(operation, path, state, call, cancellationToken, kind).ConfigureAwait(false);
    }

    /// <summary>Whether opening may wait without bound: for the other end of a fifo. The base class library does not tell what is one; it has no length.</summary>
    private static bool KindOfOpening(string path, FileOpenOptions options)
    {
        if (OperatingSystem.IsWindows() || options.Creation == FileCreation.CreateNew)
        {
            return false;
        }

        var info = new FileInfo(path);
        if (options.RefuseLink && info.LinkTarget is not null)
        {
            throw new IOException("It is a symbolic link, which the options refuse.");
        }

        return info.Exists && info.Length == 0;
    }

    private static SafeFileHandle Open(string path, FileOpenOptions options)
    {
        FileMode mode = options switch
        {
            { Creation: FileCreation.CreateNew } => FileMode.CreateNew,
            { Creation: FileCreation.OpenOrCreate, Truncate: true } => FileMode.Create,
            { Creation: FileCreation.OpenOrCreate } => FileMode.OpenOrCreate,
            { Truncate: true } => FileMode.Truncate,
            _ => FileMode.Open,
        };
        FileOptions flags = (options.WriteThrough ? FileOptions.WriteThrough : 0) | (options.DeleteOnClose ? FileOptions.DeleteOnClose : 0)
            | options.Pattern switch
            {
                FileAccessPattern.Sequential => FileOptions.SequentialScan,
                FileAccessPattern.Random => FileOptions.RandomAccess,
                _ => FileOptions.None,
            };
        bool creates = options.Creation != FileCreation.OpenExisting && !OperatingSystem.IsWindows();
        SafeFileHandle handle = creates && options.CreationMode is { } unixMode
            ? OpenWithMode(path, mode, options, flags, unixMode)
            : File.OpenHandle(path, mode, options.Access, options.Share, flags, options.PreallocationSize);
        try
        {
            if (options.PreallocationSize > 0 && PortableFileHandle.IsSeekable(handle) && RandomAccess.GetLength(handle) > 0)
            {
                RandomAccess.SetLength(handle, 0);
            }

            if (FileArguments.IsShared(options.Share) && PortableNative.HasLocks)
            {
                PortableNative.Unlock(handle); // the base class library locks whatever the sharing is, which would keep out those who lock on purpose
            }

            return handle;
        }
        catch (Exception)
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The permission bits can be given to a stream only.</summary>
    private static SafeFileHandle OpenWithMode(string path, FileMode mode, FileOpenOptions options, FileOptions flags, UnixFileMode unixMode)
    {
        var streamOptions = new FileStreamOptions
        {
            Mode = mode,
            Access = options.Access,
            Share = options.Share,
            Options = flags,
            BufferSize = 0,
            PreallocationSize = options.PreallocationSize,
        };
        if (!OperatingSystem.IsWindows())
        {
            streamOptions.UnixCreateMode = unixMode;
        }

        var stream = new FileStream(path, streamOptions);
        GC.SuppressFinalize(stream); // it must not close what it gives away
        return stream.SafeFileHandle;
    }

    private static long Read(string path, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        using SafeFileHandle handle = Open(path, FileOpenOptions.Read);
        if (!PortableFileHandle.IsSeekable(handle))
        {
            return ReadStream(handle, destination, cancellationToken);
        }

        Span<byte> oneMore = stackalloc byte[1];
        long claimed = RandomAccess.GetLength(handle);
        long total = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long left = Math.Clamp(claimed - total, 0, Array.MaxLength);
            Span<byte> span = destination.GetSpan(left > 0 ? (int)left : ChunkSize);
            int count = RandomAccess.Read(handle, span, total);
            destination.Advance(count);
            total += count;
            if (total == claimed && count == span.Length)
            {
                // Whether the file ends here is looked at in a place of its own: the destination is full, and need not grow for that.
                count = RandomAccess.Read(handle, oneMore, total);
                if (count > 0)
                {
                    destination.Write(oneMore);
                    total += count;
                }
            }

            if (count == 0 || (total == claimed && count < span.Length))
            {
                return total;
            }
        }
    }

    private static long ReadStream(SafeFileHandle handle, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(handle, FileAccess.Read, 0);
        long total = 0;
        while (stream.Read(destination.GetSpan(ChunkSize)) is > 0 and int count)
        {
            destination.Advance(count);
            total += count;
            cancellationToken.ThrowIfCancellationRequested();
        }

        return total;
    }
}
