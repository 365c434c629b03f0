namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;

/// <summary>Copies, and the calls that move bytes for whole files.</summary>
internal sealed unsafe partial class LinuxFileSystem
{
    /// <summary>How much is copied between two looks at the token.</summary>
    private const int CopyPiece = 64 * 1024 * 1024;

    /// <inheritdoc/>
    public ValueTask<long> CopyFileAsync(string source, string destination, FileCopyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return LinuxCall.For(
            At(source, nameof(source)),
            (to: At(destination, nameof(destination)), options, cancellationToken),
            static (at, s) => Copy(at, s.to, s.options, s.cancellationToken),
            cancellationToken);
    }

    private static long Copy(LinuxAt at, LinuxAt to, FileCopyOptions options, CancellationToken cancellationToken)
    {
        string operation = $"copy to '{to}'";
        int from = at.Open(LinuxFlags.ReadOnly | LinuxFlags.NonBlocking);
        int target = -1;
        try
        {
            Succeed(from, operation, at);
            Succeed(LinuxFileHandle.Stat(from, out LinuxStat source), operation, at);
            if (source.Kind == FileKind.Directory)
            {
                throw LinuxErrors.Of(LinuxErrors.IsDirectory, operation, at);
            }

            // Not emptied yet: it might be the source.
            uint mode = options.CopyPermissions ? (uint)source.Permissions & AnyMode : 0x1B6;
            target = to.Open(LinuxFlags.WriteOnly | LinuxFlags.NonBlocking | LinuxFlags.Create | (options.Overwrite ? 0 : LinuxFlags.Exclusive), mode);
            if (target < 0)
            {
                throw LinuxErrors.Of(target, "copy to", to);
            }

            Succeed(LinuxFileHandle.Stat(target, out LinuxStat replaced), operation, at);
            if (source.IsSame(replaced))
            {
                throw new IOException($"Cannot {operation} '{at}': both are the same file.", LinuxErrors.Exists);
            }

            if (replaced.Kind == FileKind.RegularFile && replaced.Length > 0)
            {
                Succeed(LinuxCalls.SetLength(target, 0), operation, at);
            }

            long count = CopyContents(from, target, source, options.Cloning, at, operation, cancellationToken);
            if (options.CopyPermissions && replaced.Permissions != source.Permissions)
            {
                Succeed(LinuxCalls.SetMode(target, (uint)source.Permissions), operation, at);
            }

            if (options.CopyTimes)
            {
                var times = new FileTimes { LastAccessed = source.Accessed.ToDateTime(), LastModified = source.Modified.ToDateTime() };
                Succeed(LinuxFileHandle.SetTimes(target, times), operation, at);
            }

            int closed = LinuxCalls.Close(target);
            target = -1;
            Succeed(closed, operation, at);
            return count;
        }
        finally
        {
            if (from >= 0)
            {
                LinuxCalls.Close(from);
            }

            if (target >= 0)
            {
                LinuxCalls.Close(target);
            }
        }
    }

    private static long CopyContents(
        int from, int to, in LinuxStat source, FileCloning cloning, LinuxAt at, string operation, CancellationToken cancellationToken)
    {
        if (cloning != FileCloning.Forbid && source.Kind == FileKind.RegularFile && source.Length > 0)
        {
            int cloned = LinuxCalls.Device(to, LinuxFlags.CloneFile, from);
            if (cloned >= 0)
            {
                return source.Length;
            }

            if (cloning == FileCloning.Require)
            {
                throw new NotSupportedException($"Cannot {operation} '{at}': the files cannot share their blocks.");
            }

            if (TryCopyInKernel(from, to, at, operation, cancellationToken, out long count))
            {
                return count;
            }
        }

        return CopyBytes(from, to, at, operation, cancellationToken);
    }

    private static bool TryCopyInKernel(int from, int to, LinuxAt at, string operation, CancellationToken cancellationToken, out long total)
    {
        total = 0;
        while (true)
        {
            nint count = LinuxCalls.Copy(from, to, CopyPiece);
            if (count == 0)
            {
                return true;
            }

            if (count < 0)
            {
                // Across file systems, or on one that has no such call: the bytes have to pass through here.
                return total == 0 && -count is LinuxErrors.CrossDevice or LinuxErrors.Invalid or LinuxErrors.NotImplemented or LinuxErrors.NotSupported
                    ? false
                    : throw LinuxErrors.Of((int)count, operation, at.ToString());
            }

            total += count;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static long CopyBytes(int from, int to, LinuxAt at, string operation, CancellationToken cancellationToken)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            long total = 0;
            while (ReadOnce(from, chunk, default, at) is > 0 and int count)
            {
                for (int done = 0; done < count;)
                {
                    int written = WriteOnce(to, chunk.AsSpan(done, count - done));
                    done += written >= 0 || written == -LinuxErrors.Interrupted ? Math.Max(written, 0) : throw LinuxErrors.Of(written, operation, at.ToString());
                }

                total += count;
                cancellationToken.ThrowIfCancellationRequested();
            }

            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Reads once, first into one buffer and then into the next; the second may be empty.</summary>
    private static int ReadOnce(int descriptor, Span<byte> buffer, Span<byte> next, LinuxAt at)
    {
        fixed (byte* start = buffer, nextStart = next)
        {
            LinuxVector* vectors = stackalloc LinuxVector[2];
            vectors[0] = new LinuxVector { Start = start, Length = (nuint)buffer.Length };
            vectors[1] = new LinuxVector { Start = nextStart, Length = (nuint)next.Length };
            while (true)
            {
                nint count = next.IsEmpty
                    ? LinuxCalls.Read(descriptor, start, (nuint)buffer.Length)
                    : LinuxCalls.ReadVector(descriptor, vectors, 2, offset: -1, flags: 0);
                if (count != -LinuxErrors.Interrupted)
                {
                    return count >= 0 ? (int)count : throw LinuxErrors.Of((int)count, "read", at.ToString());
                }
            }
        }
    }

    private static int WriteOnce(int descriptor, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)LinuxCalls.Write(descriptor, start, (nuint)buffer.Length);
        }
    }
}
