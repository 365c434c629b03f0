namespace AsyncStd.Fs;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using Microsoft.Win32.SafeHandles;

// The synchronous members of a stream: the real call, on the calling thread.
public sealed partial class File
{
    /// <summary>The length in bytes, as it is now. Blocks; <see cref="LengthAsync"/> does not.</summary>
    /// <exception cref="NotSupportedException">The file has no offsets.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public override long Length
    {
        get
        {
            ThrowIfNotSeekable();
            if (!TryBeginNative(out SafeFileHandle? native))
            {
                return Blocking.Wait(LengthAsync());
            }

            try
            {
                using (Ambient.ForLeaf.BlockingSection())
                {
                    return RandomAccess.GetLength(native);
                }
            }
            finally
            {
                EndNative();
            }
        }
    }

    /// <summary>Reads as <see cref="ReadAsync(Memory{byte}, CancellationToken)"/> does, and blocks the calling thread meanwhile.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <returns>How many bytes were read; 0 at the end.</returns>
    public override int Read(Span<byte> buffer)
    {
        ThrowIfClosed();
        if (!_canSeek || !CanRead || !TryBeginNative(out SafeFileHandle? native))
        {
            return ReadByWaiting(buffer);
        }

        bool hasCursor = false;
        try
        {
            TakeCursor();
            hasCursor = true;
            using (Ambient.ForLeaf.BlockingSection())
            {
                _position = _position >= 0 ? _position : FindPosition();
                int count = RandomAccess.Read(native, buffer, _position);
                _position += count;
                return count;
            }
        }
        catch (IOException e) when (!e.Message.Contains(Name, StringComparison.Ordinal))
        {
            throw Named("Reading", e);
        }
        finally
        {
            EndNative(hasCursor);
        }
    }

    /// <inheritdoc cref="Read(Span{byte})"/>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Where in the buffer they start.</param>
    /// <param name="count">How many at most.</param>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override int ReadByte()
    {
        byte value = 0;
        return Read(new Span<byte>(ref value)) == 0 ? -1 : value;
    }

    /// <summary>Writes as <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/> does, and blocks the calling thread meanwhile.</summary>
    /// <param name="buffer">The bytes.</param>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowIfClosed();
        if (!_canSeek || !CanWrite || !TryBeginNative(out SafeFileHandle? native))
        {
            WriteByWaiting(buffer);
            return;
        }

        bool hasCursor = false;
        try
        {
            TakeCursor();
            hasCursor = true;
            using (Ambient.ForLeaf.BlockingSection())
            {
                // A handle opened for appending writes to the end whatever offset is named, where the system knows such handles; else the end is named.
                _position = _append ? RandomAccess.GetLength(native) : _position >= 0 ? _position : FindPosition();
                RandomAccess.Write(native, buffer, _position);
                Advance(buffer.Length);
            }
        }
        catch (IOException e) when (!e.Message.Contains(Name, StringComparison.Ordinal))
        {
            throw Named("Writing", e);
        }
        finally
        {
            EndNative(hasCursor);
        }
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    /// <param name="buffer">The bytes.</param>
    /// <param name="offset">Where in the buffer they start.</param>
    /// <param name="count">How many.</param>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override void WriteByte(byte value) => Write(new ReadOnlySpan<byte>(in value));

    /// <summary>Cuts the file off or extends it, as <see cref="SetLenAsync"/> does, and blocks the calling thread meanwhile. A cursor beyond the new end moves there, as in
    /// <see cref="FileStream"/>.</summary>
    /// <param name="value">The new length in bytes.</param>
    public override void SetLength(long value)
    {
        ThrowIfNotSeekable();
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        TakeCursor();
        try
        {
            Blocking.Wait(_handle.SetLengthAsync(value, CancellationToken.None));
            _position = Math.Min(_position, value);
        }
        finally
        {
            ReleaseCursor();
        }
    }

    private long FindPosition() => _position == AtTheEnd ? Length : Blocking.Wait(FindPositionAsync(CancellationToken.None));

    /// <summary>The handle for a call of the base class library. It does not own the descriptor, so the call is announced: else the descriptor could be closed under its hands, and its number be
    /// somebody else's.</summary>
    /// <returns>If true, <see cref="EndNative"/> must follow.</returns>
    private bool TryBeginNative([NotNullWhen(true)] out SafeFileHandle? native)
    {
        var gated = _handle as GatedHandle;
        gated?.Enter();
        bool isThere = false;
        try
        {
            isThere = _handle.TryGetSafeFileHandle(out native);
        }
        finally
        {
            if (!isThere)
            {
                gated?.Exit();
            }
        }

        return isThere;
    }

    private void EndNative(bool hasCursor = false)
    {
        (_handle as GatedHandle)?.Exit();
        if (hasCursor)
        {
            ReleaseCursor();
        }
    }

    /// <summary>Where the driver alone can tell when there is something: a pipe; or has no handle: a simulation.</summary>
    private int ReadByWaiting(Span<byte> buffer)
    {
        byte[] copy = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Max(1, buffer.Length));
        int count = Blocking.Wait(ReadAsync(copy.AsMemory(0, buffer.Length)));
        copy.AsSpan(0, count).CopyTo(buffer);
        System.Buffers.ArrayPool<byte>.Shared.Return(copy); // not after a failure: a driver may have it still
        return count;
    }

    private void WriteByWaiting(ReadOnlySpan<byte> buffer)
    {
        byte[] copy = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Max(1, buffer.Length));
        buffer.CopyTo(copy);
        Blocking.Wait(WriteAsync(copy.AsMemory(0, buffer.Length)));
        System.Buffers.ArrayPool<byte>.Shared.Return(copy);
    }

    private IOException Named(string operation, IOException e) => new($"{operation} '{Name}' failed: {e.Message}", e) { HResult = e.HResult };
}
