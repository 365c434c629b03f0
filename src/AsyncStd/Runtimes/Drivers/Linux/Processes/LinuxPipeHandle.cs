namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

/// <summary>A pipe or terminal that no thread waits for: an attempt that does not wait, and readiness when it would.</summary>
/// <remarks>
/// <para>The mode of the descriptor is never changed, because other processes may share it. <c>RWF_NOWAIT</c> makes one attempt not wait; where a pipe does not take the flag, or a terminal, the
/// kernel is asked with <c>poll</c> first, and the call is made in a blocking section in case somebody else takes the bytes in between.</para>
/// <para>The safe handle counts calls: closed in the middle of one, the number is given back when the call is over.</para>
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed class LinuxPipeHandle : PipeHandle
{
    private const int LargestTransfer = 1 << 30;

    /// <summary>What a pipe that is ready takes without waiting, see PIPE_BUF in pipe(7).</summary>
    private const int AlwaysFits = 4096;
    private const nint WouldWait = -1;

    private readonly SafeFileHandle _descriptor;
    private readonly ReadyPair _ready;
    private readonly bool _isWatched;
    private bool _takesNoWait = true;

    public LinuxPipeHandle(SafeFileHandle descriptor, FileAccess access, string path)
        : base(path, access)
    {
        _descriptor = descriptor;
        _ready = new ReadyPair(path);
        uint events = ((access & FileAccess.Read) != 0 ? ProcessNative.EPOLLIN : 0) | ((access & FileAccess.Write) != 0 ? ProcessNative.EPOLLOUT : 0);
        _isWatched = Readiness.Shared.TryAdd(descriptor, _ready, events);
    }

    public override bool IsTerminal
    {
        get
        {
            ThrowIfClosed();
            return ProcessNative.isatty(_descriptor) == 1;
        }
    }

    public override int Available
    {
        get
        {
            ThrowIfClosed();
            return ProcessNative.ioctl(_descriptor, ProcessNative.FIONREAD, out int count) == 0 ? count : -1;
        }
    }

    public override IFileHandle Duplicate()
    {
        ThrowIfClosed();
        int copy = ProcessNative.fcntl(_descriptor, ProcessNative.F_DUPFD_CLOEXEC, 3);
        return copy >= 0 ? new LinuxPipeHandle(new SafeFileHandle(copy, ownsHandle: true), Access, Path) : throw ProcessFailure.OfLast("duplicate", Path);
    }

    public override bool TryGetSafeFileHandle([NotNullWhen(true)] out SafeFileHandle? handle)
    {
        ThrowIfClosed();
        handle = _descriptor;
        return true;
    }

    public override bool TryRelease([NotNullWhen(true)] out SafeFileHandle? handle)
    {
        ThrowIfClosed();
        ThrowIfUnderWay();
        MarkReleased();
        Unwatch();
        handle = _descriptor;
        return true;
    }

    protected override ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_isWatched)
        {
            return Ambient.ForLeaf.RunBlockingAsync(
                BlockingKind.Short, (this, buffer), static call => (int)call.Item1.TryRead(call.buffer.Span), cancellationToken);
        }

        if (!Slice.TryConsume())
        {
            return ReadSlowlyAsync(givesWay: true, buffer, cancellationToken);
        }

        _ready.Reading.Reset();
        nint count = TryRead(buffer.Span);
        return count >= 0 ? new ValueTask<int>((int)count) : ReadSlowlyAsync(givesWay: false, buffer, cancellationToken);
    }

    protected override ValueTask<int> WriteCoreAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_isWatched)
        {
            return Ambient.ForLeaf.RunBlockingAsync(
                BlockingKind.Short, (this, buffer), static call => (int)call.Item1.TryWrite(call.buffer.Span), cancellationToken);
        }

        if (!Slice.TryConsume())
        {
            return WriteSlowlyAsync(givesWay: true, buffer, cancellationToken);
        }

        _ready.Writing.Reset();
        nint count = TryWrite(buffer.Span);
        return count >= 0 ? new ValueTask<int>((int)count) : WriteSlowlyAsync(givesWay: false, buffer, cancellationToken);
    }

    protected override void Close()
    {
        Unwatch();
        _descriptor.Dispose();
    }

    private void Unwatch()
    {
        if (_isWatched)
        {
            Readiness.Shared.Remove(_descriptor, _ready);
        }

        _ready.Reading.Close();
        _ready.Writing.Close();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadSlowlyAsync(bool givesWay, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (givesWay)
        {
            await default(AsyncStd.Task.YieldNowAwaitable); // before anything is taken: it may throw
            _ready.Reading.Reset();
            nint count = TryRead(buffer.Span);
            if (count >= 0)
            {
                return (int)count;
            }
        }

        while (true)
        {
            if (!await _ready.Reading.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new ObjectDisposedException(Path);
            }

            _ready.Reading.Reset();
            nint count = TryRead(buffer.Span);
            if (count >= 0)
            {
                return (int)count;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WriteSlowlyAsync(bool givesWay, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (givesWay)
        {
            await default(AsyncStd.Task.YieldNowAwaitable); // before anything is taken: it may throw
            _ready.Writing.Reset();
            nint count = TryWrite(buffer.Span);
            if (count >= 0)
            {
                return (int)count;
            }
        }

        while (true)
        {
            if (!await _ready.Writing.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new ObjectDisposedException(Path);
            }

            _ready.Writing.Reset();
            nint count = TryWrite(buffer.Span);
            if (count >= 0)
            {
                return (int)count;
            }
        }
    }

    /// <returns>How many bytes, or <see cref="WouldWait"/>.</returns>
    private unsafe nint TryRead(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count = Math.Min(buffer.Length, LargestTransfer);
            while (true)
            {
                nint result;
                if (_takesNoWait && _isWatched)
                {
                    var vector = new ProcessNative.IoVector { Start = start, Length = (nuint)count };
                    result = ProcessNative.preadv2(_descriptor, &vector, 1, -1, ProcessNative.RWF_NOWAIT);
                }
                else
                {
                    if (_isWatched && !IsReady(ProcessNative.POLLIN))
                    {
                        return WouldWait;
                    }

                    using (Ambient.ForLeaf.BlockingSection())
                    {
                        result = ProcessNative.read(_descriptor, start, count);
                    }
                }

                if (result >= 0 || !GoesOn("read from", ref result))
                {
                    return result;
                }
            }
        }
    }

    /// <returns>How many bytes, or <see cref="WouldWait"/>.</returns>
    private unsafe nint TryWrite(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count = Math.Min(buffer.Length, LargestTransfer);
            while (true)
            {
                nint result;
                if (_takesNoWait && _isWatched)
                {
                    var vector = new ProcessNative.IoVector { Start = start, Length = (nuint)count };
                    result = ProcessNative.pwritev2(_descriptor, &vector, 1, -1, ProcessNative.RWF_NOWAIT);
                }
                else
                {
                    if (_isWatched && !IsReady(ProcessNative.POLLOUT))
                    {
                        return WouldWait;
                    }

                    using (Ambient.ForLeaf.BlockingSection())
                    {
                        result = ProcessNative.write(_descriptor, start, _isWatched ? Math.Min(count, AlwaysFits) : count);
                    }
                }

                if (result >= 0 || !GoesOn("write to", ref result))
                {
                    return result;
                }
            }
        }
    }

    private unsafe bool IsReady(short direction)
    {
        bool isHeld = false;
        try
        {
            _descriptor.DangerousAddRef(ref isHeld);
            var entry = new ProcessNative.PollEntry { Descriptor = (int)_descriptor.DangerousGetHandle(), Asked = direction };
            return ProcessNative.poll(&entry, 1, 0) > 0;
        }
        finally
        {
            if (isHeld)
            {
                _descriptor.DangerousRelease();
            }
        }
    }

    /// <summary>After a call that failed.</summary>
    /// <returns>Whether it is to be made again; if not, <paramref name="result"/> says that it would wait.</returns>
    private bool GoesOn(string operation, ref nint result)
    {
        int error = Marshal.GetLastPInvokeError();
        switch (error)
        {
            case ProcessNative.EINTR:
                return true;
            case ProcessNative.EAGAIN:
                result = WouldWait;
                return false;
            case ProcessNative.EOPNOTSUPP or ProcessNative.ENOSYS or ProcessNative.EINVAL when _takesNoWait:
                _takesNoWait = false;
                return true;
            case ProcessNative.EPIPE:
                throw new IOException($"Cannot {operation} '{Path}': the reader is gone.", error);
            default:
                throw ProcessFailure.Of(error, operation, Path);
        }
    }
}
