namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;

/// <summary>Copies, and the calls that move bytes for whole files.</summary>
internal sealed partial class LinuxFileSystem
{
    /// <summary>How much is copied between two looks at the token.</summary>
    private const int CopyPiece = 64 * 1024 * 1024;

    /// <summary>As much as a pipe holds.</summary>
    private const int StreamPiece = 64 * 1024;

    /// <inheritdoc/>
    public ValueTask<long> CopyFileAsync(string source, string destination, FileCopyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        LinuxAt at = At(source, nameof(source));
        LinuxAt to = At(destination, nameof(destination));
        ValueTask<CopyState> copying = LinuxCall.For(at, (to, options, cancellationToken), static (at, s) => Copy(at, s.to, s.options, s.cancellationToken), cancellationToken);
        if (copying.IsCompletedSuccessfully)
        {
            CopyState state = copying.Result;
            if (state.IsDone)
            {
                return new ValueTask<long>(state.Count);
            }

            copying = new ValueTask<CopyState>(state);
        }

        return FinishCopyingAsync(copying, at, to, options, cancellationToken);
    }

    /// <summary>Copies what needs not wait for somebody; of anything else it leaves the descriptors.</summary>
    private static CopyState Copy(LinuxAt at, LinuxAt to, FileCopyOptions options, CancellationToken cancellationToken)
    {
        string operation = $"copy to '{to}'";
        int from = at.Open(LinuxFlags.ReadOnly | LinuxFlags.NonBlocking | LinuxFlags.NoTerminal);
        int target = -1;
        bool areKept = false;
        try
        {
            Succeed(from, operation, at);
            Succeed(LinuxFileHandle.Stat(from, out LinuxStat source), operation, at);
            if (source.Kind == FileKind.Directory)
            {
                throw LinuxErrors.Of(LinuxErrors.IsDirectory, operation, at);
            }

            if (MayWait(source.Kind))
            {
                areKept = true;
                return new CopyState(false, Source: new LinuxOpening.Opened(from, source.Kind, source.Kind == FileKind.Fifo));
            }

            LinuxOpening.Opened opened = OpenTarget(at, to, source, options, operation, out LinuxStat replaced);
            target = opened.Descriptor;
            if (MayWait(replaced.Kind))
            {
                areKept = true;
                return new CopyState(false, Source: new LinuxOpening.Opened(from, source.Kind, false), Target: opened);
            }

            long count = CopyContents(from, target, source, options.Cloning, at, operation, cancellationToken);
            if (options.CopyPermissions && replaced.Permissions != source.Permissions)
            {
                SucceedIfOwner(LinuxCalls.SetMode(target, (uint)source.Permissions), operation, at);
            }

            if (options.CopyTimes)
            {
                var times = new FileTimes { LastAccessed = source.Accessed.ToDateTime(), LastModified = source.Modified.ToDateTime() };
                SucceedIfOwner(LinuxFileHandle.SetTimes(target, times), operation, at);
            }

            int closed = LinuxCalls.Close(target);
            target = -1;
            return closed is 0 or -LinuxErrors.Interrupted ? new CopyState(true, count) : throw LinuxErrors.Of(closed, operation, at.ToString());
        }
        finally
        {
            if (from >= 0 && !areKept)
            {
                LinuxCalls.Close(from);
            }

            if (target >= 0 && !areKept)
            {
                LinuxCalls.Close(target);
            }
        }
    }

    /// <summary>Opens what is copied to, and empties it unless it is the source.</summary>
    private static LinuxOpening.Opened OpenTarget(LinuxAt at, LinuxAt to, in LinuxStat source, FileCopyOptions options, string operation, out LinuxStat replaced)
    {
        var opening = new FileOpenOptions
        {
            Access = FileAccess.Write,
            Creation = options.Overwrite ? FileCreation.OpenOrCreate : FileCreation.CreateNew,
            CreationMode = options.CopyPermissions ? source.Permissions & (UnixFileMode)AnyMode : null,
        };
        LinuxOpening.Opened target = LinuxOpening.Open(to, opening, needsKind: false, "copy to");
        try
        {
            Succeed(LinuxFileHandle.Stat(target.Descriptor, out replaced), operation, at);
            if (source.IsSame(replaced))
            {
                throw new IOException($"Cannot {operation} '{at}': both are the same file.", LinuxErrors.Exists);
            }

            if (replaced.Kind == FileKind.RegularFile && replaced.Length > 0)
            {
                Succeed(LinuxCalls.SetLength(target.Descriptor, 0), operation, at);
            }

            return target with { Kind = replaced.Kind };
        }
        catch (Exception)
        {
            LinuxCalls.Close(target.Descriptor);
            throw;
        }
    }

    /// <summary>Whoever may write to somebody else's file may not change its mode or times: the copy is one all the same, as it is for the BCL.</summary>
    private static void SucceedIfOwner(int result, string operation, LinuxAt at)
    {
        if (result != -LinuxErrors.NotPermitted)
        {
            Succeed(result, operation, at);
        }
    }

    /// <summary>Fifos and terminals are copied by handles, which wait for readiness. They are those that were opened: another end that found one open may have written.</summary>
    private static async ValueTask<long> FinishCopyingAsync(
        ValueTask<CopyState> copying, LinuxAt at, LinuxAt to, FileCopyOptions options, CancellationToken cancellationToken)
    {
        CopyState state = await copying;
        if (state.IsDone)
        {
            return state.Count;
        }

        using LinuxFileHandle source = state.Source.ToHandle(at, FileOpenOptions.Read);
        if (state.Source.IsWaiting)
        {
            await LinuxReadiness.Shared.WaitForOtherEndAsync(state.Source.Descriptor, isWriter: false, at.ToString(), cancellationToken);
        }

        LinuxOpening.Opened opened = state.Target
            ?? await LinuxCall.For(
                to,
                (at, state.Source.Descriptor, options),
                static (to, s) =>
                {
                    string operation = $"copy to '{to}'";
                    Succeed(LinuxFileHandle.Stat(s.Descriptor, out LinuxStat stat), operation, s.at);
                    return OpenTarget(s.at, to, stat, s.options, operation, out _);
                },
                cancellationToken);
        using LinuxFileHandle target = opened.ToHandle(to, FileOpenOptions.Create);
        if (opened.IsWaiting)
        {
            await LinuxReadiness.Shared.WaitForOtherEndAsync(opened.Descriptor, isWriter: true, to.ToString(), cancellationToken);
        }

        byte[] chunk = new byte[StreamPiece];
        long total = 0;
        while (await source.ReadAsync(chunk, cancellationToken) is > 0 and int count)
        {
            for (int done = 0; done < count;)
            {
                done += await target.WriteAsync(chunk.AsMemory(done, count - done), cancellationToken);
            }

            total += count;
        }

        if (opened.Kind == FileKind.RegularFile)
        {
            FileMetadata metadata = await source.GetMetadataAsync(cancellationToken);
            try
            {
                if (options.CopyPermissions && metadata.UnixMode is { } mode)
                {
                    await target.SetUnixModeAsync(mode, cancellationToken);
                }

                if (options.CopyTimes)
                {
                    await target.SetTimesAsync(new FileTimes { LastAccessed = metadata.LastAccessed, LastModified = metadata.LastModified }, cancellationToken);
                }
            }
            catch (UnauthorizedAccessException)
            {
                // As in SucceedIfOwner.
            }
        }

        await target.CloseAsync(cancellationToken);
        return total;
    }

    /// <summary>Whether a read or write may find that somebody else has to do something first.</summary>
    private static bool MayWait(FileKind kind) => kind is not (FileKind.RegularFile or FileKind.BlockDevice);

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
                // Before 5.19 the kernel copies nothing of a file whose contents are made when it is read, below /sys, although the file claims a length.
                return total > 0;
            }

            if (count < 0)
            {
                // Across file systems, on one that has no such call, or where a filter of the process refuses it: the bytes have to pass through here.
                return total == 0
                    && -count is LinuxErrors.CrossDevice or LinuxErrors.Invalid or LinuxErrors.NotImplemented or LinuxErrors.NotSupported or LinuxErrors.NotPermitted
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
    private static unsafe int ReadOnce(int descriptor, Span<byte> buffer, Span<byte> next, LinuxAt at)
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
                if (count >= 0)
                {
                    return (int)count;
                }

                if (count != -LinuxErrors.Interrupted)
                {
                    throw LinuxErrors.Of((int)count, "read", at.ToString());
                }
            }
        }
    }

    private static unsafe int WriteOnce(int descriptor, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)LinuxCalls.Write(descriptor, start, (nuint)buffer.Length);
        }
    }

    /// <summary>Where a copy stands: done, or with descriptors of which one may make it wait.</summary>
    /// <param name="IsDone">Whether everything is copied and closed.</param>
    /// <param name="Count">How much was copied.</param>
    /// <param name="Source">What is open to be read if not.</param>
    /// <param name="Target">What is open to be written to, if that was opened already.</param>
    private readonly record struct CopyState(bool IsDone, long Count = 0, LinuxOpening.Opened Source = default, LinuxOpening.Opened? Target = null);
}
