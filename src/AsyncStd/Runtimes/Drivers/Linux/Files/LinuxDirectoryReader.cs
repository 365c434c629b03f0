namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;
using System.Buffers.Binary;

/// <summary>An open directory of the Linux driver: entries by the bufferful, and names resolved by the kernel against the descriptor.</summary>
internal sealed unsafe class LinuxDirectoryReader : GatedHandle, IDirectoryReader
{
    /// <summary>What one call of the kernel fills: as many entries as a thousand short names.</summary>
    private const int BufferSize = 32 * 1024;

    // The kernel's linux_dirent64.
    private const int LengthOffset = 16;
    private const int TypeOffset = 18;
    private const int NameOffset = 19;

    private readonly LinuxDirectoryName _name;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private int _isReading;

    private LinuxDirectoryReader(int descriptor, LinuxDirectoryName name)
    {
        Descriptor = descriptor;
        _name = name;
    }

    ~LinuxDirectoryReader() => Dispose();

    /// <inheritdoc/>
    public override string Path => _name.ToString();

    /// <summary>The open directory.</summary>
    public int Descriptor { get; }

    public static LinuxDirectoryReader Open(LinuxAt at, LinuxDirectoryName name, bool followLink)
    {
        int descriptor = at.Open(LinuxFlags.ReadOnly | LinuxFlags.MustBeDirectory | (followLink ? 0 : LinuxFlags.RefuseLink));
        return descriptor >= 0
            ? new LinuxDirectoryReader(descriptor, name)
            : throw LinuxErrors.OfDirectory(descriptor, "open the directory", at);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<DirectoryItem> batch, CancellationToken cancellationToken)
    {
        if (batch.IsEmpty)
        {
            throw new ArgumentException("The batch has no room for an entry.", nameof(batch));
        }

        ThrowIfClosed();
        return LinuxCall.For(new LinuxAt(this, "."), batch, static (at, batch) => at.Reader!.Read(batch.Span), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IDirectoryReader> OpenDirectoryAsync(string name, bool followLink, CancellationToken cancellationToken)
        => LinuxCall.For(
            At(name, allowParent: true),
            followLink,
            static IDirectoryReader (at, followLink) => Open(at, at.Reader!._name.Of(at.Path), followLink),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IFileHandle> OpenFileAsync(string name, FileOpenOptions options, CancellationToken cancellationToken)
    {
        FileArguments.CheckOptions(options, LinuxFileSystem.Shared);
        return LinuxOpening.OpenAsync(At(name), options, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<FileMetadata> GetMetadataAsync(string name, bool followLink, CancellationToken cancellationToken)
        => LinuxCall.For(At(name), followLink, LinuxFileSystem.Describe, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveFileAsync(string name, CancellationToken cancellationToken)
        => LinuxCall.Do(At(name), 0, LinuxFileSystem.RemoveFile, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveDirectoryAsync(string name, CancellationToken cancellationToken)
        => LinuxCall.Do(At(name), 0, LinuxFileSystem.RemoveDirectory, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SyncAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return LinuxCall.Do(
            new LinuxAt(this, "."),
            0,
            static (at, _) =>
            {
                int result = LinuxCalls.SyncAll(at.Directory);
                return result == 0 ? true : throw LinuxErrors.Of(result, "sync the directory", at.Reader!.Path);
            },
            cancellationToken,
            BlockingKind.Unbounded);
    }

    protected override Exception? Close()
    {
        GC.SuppressFinalize(this);
        ReturnBuffer();
        int result = LinuxCalls.Close(Descriptor);
        return result == 0 ? null : LinuxErrors.Of(result, "close", Path);
    }

    private LinuxAt At(string name, bool allowParent = false)
    {
        FileArguments.CheckName(name, allowParent);
        ThrowIfClosed();
        return new LinuxAt(this, name);
    }

    private int Read(Span<DirectoryItem> batch)
    {
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            throw new InvalidOperationException($"Another read of the directory '{Path}' is under way: await it first.");
        }

        try
        {
            int count = 0;
            while (count == 0 && (_start < _end || Fill()))
            {
                while (count < batch.Length && _start < _end)
                {
                    if (TryTake(out batch[count]))
                    {
                        count++;
                    }
                }
            }

            return count;
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    private bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        byte[] buffer = _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);
        fixed (byte* start = buffer)
        {
            int length = LinuxCalls.List(Descriptor, start, buffer.Length);
            if (length < 0 && length != -LinuxErrors.NoEntry)
            {
                throw LinuxErrors.Of(length, "list", Path);
            }

            _isAtEnd = length <= 0; // a directory that was removed has no entries any more
            _start = 0;
            _end = Math.Max(length, 0);
        }

        if (_isAtEnd)
        {
            ReturnBuffer(); // a walk keeps directories open that it has listed, for those below them
        }

        return !_isAtEnd;
    }

    private void ReturnBuffer()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryTake(out DirectoryItem item)
    {
        ReadOnlySpan<byte> entry = _buffer.AsSpan(_start, _end - _start);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(entry[LengthOffset..]);
        _start += length;
        ReadOnlySpan<byte> name = entry[NameOffset..length];
        name = name[..name.IndexOf((byte)0)];
        if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
        {
            item = default;
            return false;
        }

        item = new DirectoryItem
        {
            Name = LinuxPath.Decode(name),
            Kind = LinuxStat.KindOf(entry[TypeOffset] << 12),
            FileId = BinaryPrimitives.ReadUInt64LittleEndian(entry),
        };
        return true;
    }
}
