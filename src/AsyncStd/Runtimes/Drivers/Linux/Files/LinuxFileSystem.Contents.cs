namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;
using Microsoft.Win32.SafeHandles;

/// <summary>Opening files, and whole files in one call.</summary>
internal sealed partial class LinuxFileSystem
{
    private const int ChunkSize = 128 * 1024;

    /// <summary>How much is asked for of a file that claims to have no length.</summary>
    private const int UnknownSize = 16 * 1024;

    /// <inheritdoc/>
    public ValueTask<IFileHandle> OpenAsync(string path, FileOpenOptions options, CancellationToken cancellationToken)
    {
        FileArguments.CheckOptions(options, this);
        return LinuxOpening.OpenAsync(At(path), options, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadFileAsync(string path, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        LinuxAt at = At(path);
        ValueTask<ReadState> reading = LinuxCall.For(at, (destination, cancellationToken), static (at, s) => Read(at, s.destination, s.cancellationToken), cancellationToken);
        if (reading.IsCompletedSuccessfully)
        {
            ReadState state = reading.Result;
            if (state.IsDone)
            {
                return new ValueTask<long>(state.Count);
            }

            reading = new ValueTask<ReadState>(state);
        }

        return FinishReadingAsync(reading, at, destination, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WriteFileAsync(string path, ReadOnlyMemory<byte> contents, FileOpenOptions options, CancellationToken cancellationToken)
    {
        FileArguments.CheckOptions(options, this, mustWrite: true);
        LinuxAt at = At(path);
        ValueTask<WriteState> writing = LinuxCall.For(at, (contents, options), static (at, s) => Write(at, s.contents.Span, s.options), cancellationToken);
        if (writing.IsCompletedSuccessfully)
        {
            writing = new ValueTask<WriteState>(writing.Result);
            if (writing.Result.IsDone)
            {
                return default;
            }
        }

        return FinishWritingAsync(writing, at, contents, options, cancellationToken);
    }

    /// <summary>Opens a file that goes with a handle which is given away: only a handle that the base class library has opened removes it.</summary>
    internal static ValueTask<SafeFileHandle> OpenRemovedHandleAsync(
        string path, FileMode mode, FileAccess access, FileShare share, FileOptions options, long preallocationSize, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.For(
            "open",
            path,
            (mode, access, share, options, preallocationSize),
            static (path, s) => File.OpenHandle(path, s.mode, s.access, s.share, s.options, s.preallocationSize),
            cancellationToken,
            BlockingKind.Unbounded, // it may wait for the other end of a fifo
            abandoned: static (_, handle) => handle.Dispose());
    }

    /// <summary>What may wait for somebody, pipes and terminals, is read by a handle. It is the one that was opened: another end that found it open may have written.</summary>
    private static async ValueTask<long> FinishReadingAsync(
        ValueTask<ReadState> reading, LinuxAt at, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        ReadState state = await reading;
        if (state.IsDone)
        {
            return state.Count;
        }

        using LinuxFileHandle handle = new LinuxOpening.Opened(state.Descriptor, state.Kind, false).ToHandle(at, FileOpenOptions.Read);
        if (state.Kind == FileKind.Fifo)
        {
            await LinuxReadiness.Shared.WaitForOtherEndAsync(state.Descriptor, isWriter: false, at.ToString(), cancellationToken);
        }

        long total = 0;
        while (await handle.ReadAsync(destination.GetMemory(UnknownSize), cancellationToken) is > 0 and int more)
        {
            destination.Advance(more);
            total += more;
        }

        return total;
    }

    private static async ValueTask FinishWritingAsync(
        ValueTask<WriteState> writing, LinuxAt at, ReadOnlyMemory<byte> contents, FileOpenOptions options, CancellationToken cancellationToken)
    {
        WriteState state = await writing;
        if (state.IsDone)
        {
            return;
        }

        using LinuxFileHandle handle = (state.Opened with { Kind = FileKind.Fifo }).ToHandle(at, options);
        if (state.Opened.IsWaiting)
        {
            await LinuxReadiness.Shared.WaitForOtherEndAsync(state.Opened.Descriptor, isWriter: true, at.ToString(), cancellationToken);
        }

        contents = contents[state.Written..];
        while (!contents.IsEmpty)
        {
            contents = contents[await handle.WriteAsync(contents, cancellationToken)..];
        }
    }

    /// <summary>Reads a regular file to its end; of anything else it leaves the descriptor.</summary>
    private static ReadState Read(LinuxAt at, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        int descriptor = at.Open(LinuxFlags.ReadOnly | LinuxFlags.NonBlocking | LinuxFlags.NoTerminal);
        if (descriptor < 0)
        {
            throw LinuxErrors.Of(descriptor, "read", at);
        }

        bool isKept = false;
        try
        {
            Succeed(LinuxFileHandle.Stat(descriptor, out LinuxStat stat), "read", at);
            if (stat.Kind == FileKind.Directory)
            {
                throw LinuxErrors.Of(LinuxErrors.IsDirectory, "read", at);
            }

            isKept = stat.Kind != FileKind.RegularFile;
            return isKept
                ? new ReadState(false, Descriptor: descriptor, Kind: stat.Kind)
                : new ReadState(true, ReadToEnd(descriptor, stat.Length, at, destination, cancellationToken));
        }
        finally
        {
            if (!isKept)
            {
                LinuxCalls.Close(descriptor);
            }
        }
    }

    private static long ReadToEnd(int descriptor, long claimed, LinuxAt at, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        Span<byte> oneMore = stackalloc byte[1];
        long total = 0;
        while (true)
        {
            // One byte more than it claims: if that stays empty, the end was reached, and no call is needed to hear so. It has a place of its own, so that
            // what is read fits the destination exactly.
            // What is larger than any array is asked for as such, so that an array refuses it before anything is read.
            long left = claimed - total;
            Span<byte> span = destination.GetSpan(left > 0 ? (int)Math.Min(left, int.MaxValue) : UnknownSize);
            Span<byte> beyond = span.Length == left ? oneMore : default;
            int count = ReadOnce(descriptor, span, beyond, at);
            int fitting = Math.Min(count, span.Length);
            destination.Advance(fitting);
            if (count > fitting)
            {
                destination.Write(beyond);
            }

            total += count;
            if (count == 0 || (total == claimed && count < span.Length + beyond.Length))
            {
                return total;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Opens, writes and closes, as far as that goes without waiting for somebody.</summary>
    private static WriteState Write(LinuxAt at, ReadOnlySpan<byte> contents, FileOpenOptions options)
    {
        LinuxOpening.Opened opened = LinuxOpening.Open(at, options, needsKind: false, "write");
        int written = 0;
        bool isKept = opened.IsWaiting;
        try
        {
            while (!isKept && written < contents.Length)
            {
                int count = WriteOnce(opened.Descriptor, contents[written..]);
                if (count == -LinuxErrors.Again)
                {
                    isKept = true;
                }
                else if (count < 0 && count != -LinuxErrors.Interrupted)
                {
                    throw LinuxErrors.Of(count, "write", at.ToString());
                }

                written += Math.Max(count, 0);
            }
        }
        catch (Exception)
        {
            LinuxCalls.Close(opened.Descriptor);
            throw;
        }

        if (isKept)
        {
            return new WriteState(false, opened, written);
        }

        int closed = LinuxCalls.Close(opened.Descriptor);
        if (options.DeleteOnClose)
        {
            at.Unlink(0);
        }

        return closed is 0 or -LinuxErrors.Interrupted ? new WriteState(IsDone: true) : throw LinuxErrors.Of(closed, "close", at.ToString());
    }

    /// <summary>Where a read stands: done, or with a descriptor of something that is no regular file.</summary>
    private readonly record struct ReadState(bool IsDone, long Count = 0, int Descriptor = -1, FileKind Kind = FileKind.Unknown);

    /// <summary>Where a write stands: done, or with a descriptor that has no room now.</summary>
    /// <param name="IsDone">Whether everything is written and closed.</param>
    /// <param name="Opened">What is open if not.</param>
    /// <param name="Written">How much was written.</param>
    private readonly record struct WriteState(bool IsDone, LinuxOpening.Opened Opened = default, int Written = 0);
}
