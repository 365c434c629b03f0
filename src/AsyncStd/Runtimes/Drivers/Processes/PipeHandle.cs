namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

/// <summary>What is the same for every pipe and standard stream, whatever carries it: no offsets, nothing to lock, sync or resize; one read and one write at a time.</summary>
internal abstract class PipeHandle(string path, FileAccess access) : IFileHandle
{
    private bool _isReading;
    private bool _isWriting;
    private bool _isClosed;

    public string Path { get; } = path;

    public FileAccess Access { get; } = access;

    public bool CanSeek
    {
        get
        {
            ThrowIfClosed();
            return false;
        }
    }

    public abstract bool IsTerminal { get; }

    /// <summary>How many bytes a pipe holds just now; below zero where that cannot be told.</summary>
    public virtual int Available => -1;

    protected bool IsClosed => Volatile.Read(ref _isClosed);

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (BeginRead(cancellationToken, out ValueTask<int> refusal))
        {
            ValueTask<int> read;
            try
            {
                read = buffer.IsEmpty ? default : ReadCoreAsync(buffer, cancellationToken);
            }
            catch (Exception e)
            {
                Volatile.Write(ref _isReading, false);
                return ValueTask.FromException<int>(e);
            }

            if (!read.IsCompletedSuccessfully)
            {
                return EndReadAsync(read);
            }

            Volatile.Write(ref _isReading, false);
            return read;
        }

        return refusal;
    }

    public async ValueTask<long> ReadAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        // What is there already goes into further buffers, too; nobody promised that there will be more, so only the first one is waited for.
        for (int i = 0; i < buffers.Length; i++)
        {
            if (!buffers.Span[i].IsEmpty)
            {
                return await ReadAsync(buffers.Span[i], cancellationToken);
            }
        }

        return await ReadAsync(Memory<byte>.Empty, cancellationToken);
    }

    public ValueTask<int> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (BeginWrite(cancellationToken, out ValueTask<int> refusal))
        {
            ValueTask<int> write;
            try
            {
                write = buffer.IsEmpty ? default : WriteCoreAsync(buffer, cancellationToken);
            }
            catch (Exception e)
            {
                Volatile.Write(ref _isWriting, false);
                return ValueTask.FromException<int>(e);
            }

            if (!write.IsCompletedSuccessfully)
            {
                return EndWriteAsync(write);
            }

            Volatile.Write(ref _isWriting, false);
            return write;
        }

        return refusal;
    }

    public async ValueTask<long> WriteAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        for (int i = 0; i < buffers.Length; i++)
        {
            if (!buffers.Span[i].IsEmpty)
            {
                return await WriteAsync(buffers.Span[i], cancellationToken);
            }
        }

        return await WriteAsync(ReadOnlyMemory<byte>.Empty, cancellationToken);
    }

    public ValueTask<int> ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) => ValueTask.FromException<int>(Lacks("offsets"));

    public ValueTask<long> ReadAtAsync(long offset, ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken) => ValueTask.FromException<long>(Lacks("offsets"));

    public ValueTask<int> WriteAtAsync(long offset, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => ValueTask.FromException<int>(Lacks("offsets"));

    public ValueTask<long> WriteAtAsync(long offset, ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken) => ValueTask.FromException<long>(Lacks("offsets"));

    public ValueTask<long> SeekAsync(long offset, SeekOrigin origin, CancellationToken cancellationToken) => ValueTask.FromException<long>(Lacks("a position"));

    public ValueTask SetLengthAsync(long length, CancellationToken cancellationToken) => ValueTask.FromException(Lacks("a length"));

    public ValueTask PreallocateAsync(long offset, long length, bool keepLength, CancellationToken cancellationToken) => ValueTask.FromException(Lacks("space to reserve"));

    public ValueTask SyncDataAsync(CancellationToken cancellationToken) => ValueTask.FromException(Lacks("a disk below"));

    public ValueTask SyncAllAsync(CancellationToken cancellationToken) => ValueTask.FromException(Lacks("a disk below"));

    public ValueTask<FileMetadata> GetMetadataAsync(CancellationToken cancellationToken) => ValueTask.FromException<FileMetadata>(Lacks("metadata"));

    public ValueTask SetUnixModeAsync(UnixFileMode mode, CancellationToken cancellationToken) => ValueTask.FromException(Lacks("a mode"));

    public ValueTask SetAttributesAsync(FileAttributes attributes, CancellationToken cancellationToken) => ValueTask.FromException(Lacks("attributes"));

    public ValueTask SetTimesAsync(FileTimes times, CancellationToken cancellationToken) => ValueTask.FromException(Lacks("times"));

    public ValueTask LockAsync(FileLockMode mode, CancellationToken cancellationToken) => ValueTask.FromException(Lacks("locks"));

    public ValueTask<bool> TryLockAsync(FileLockMode mode, CancellationToken cancellationToken) => ValueTask.FromException<bool>(Lacks("locks"));

    public ValueTask UnlockAsync(CancellationToken cancellationToken) => ValueTask.FromException(Lacks("locks"));

    public virtual IFileHandle Duplicate() => throw Lacks("duplicates");

    public virtual bool TryGetSafeFileHandle([NotNullWhen(true)] out SafeFileHandle? handle)
    {
        ThrowIfClosed();
        handle = null;
        return false;
    }

    public virtual bool TryRelease([NotNullWhen(true)] out SafeFileHandle? handle)
    {
        ThrowIfClosed();
        handle = null;
        return false;
    }

    public ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return default;
    }

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isClosed, true))
        {
            Close();
        }
    }

    /// <summary>Reads at least a byte, or meets the end. Only one is under way.</summary>
    protected abstract ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes at least a byte. Only one is under way.</summary>
    protected abstract ValueTask<int> WriteCoreAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Ends waits under way and closes. Called once; must not wait.</summary>
    protected abstract void Close();

    protected void ThrowIfClosed() => ObjectDisposedException.ThrowIf(IsClosed, this);

    protected void ThrowIfUnderWay()
    {
        if (Volatile.Read(ref _isReading) || Volatile.Read(ref _isWriting))
        {
            throw new InvalidOperationException($"A call on {Path} is under way.");
        }
    }

    /// <summary>The handle was given away: from now on it is closed for this object only.</summary>
    protected void MarkReleased() => Volatile.Write(ref _isClosed, true);

    private NotSupportedException Lacks(string what) => new($"{Path} is a pipe or terminal and has not got {what}.");

    private bool BeginRead(CancellationToken cancellationToken, out ValueTask<int> refusal)
        => Begin(FileAccess.Read, "read", ref _isReading, cancellationToken, out refusal);

    private bool BeginWrite(CancellationToken cancellationToken, out ValueTask<int> refusal)
        => Begin(FileAccess.Write, "write", ref _isWriting, cancellationToken, out refusal);

    private bool Begin(FileAccess access, string what, ref bool isUnderWay, CancellationToken cancellationToken, out ValueTask<int> refusal)
    {
        refusal = cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken)
            : IsClosed ? ValueTask.FromException<int>(new ObjectDisposedException(Path))
            : (Access & access) == 0 ? ValueTask.FromException<int>(new NotSupportedException($"{Path} is not open to {what}."))
            : default;
        if (!refusal.IsCompletedSuccessfully)
        {
            return false;
        }

        if (!Interlocked.Exchange(ref isUnderWay, true))
        {
            return true;
        }

        refusal = ValueTask.FromException<int>(new InvalidOperationException($"Another {what} of {Path} is under way."));
        return false;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> EndReadAsync(ValueTask<int> read)
    {
        try
        {
            return await read;
        }
        finally
        {
            Volatile.Write(ref _isReading, false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> EndWriteAsync(ValueTask<int> write)
    {
        try
        {
            return await write;
        }
        finally
        {
            Volatile.Write(ref _isWriting, false);
        }
    }
}
