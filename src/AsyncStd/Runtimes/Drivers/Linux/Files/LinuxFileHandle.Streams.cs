namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.CompilerServices;
using AsyncStd.Task;

/// <summary>Pipes, fifos, sockets, terminals: the call is tried, and if nothing is there the task waits for readiness, not a thread.</summary>
internal sealed partial class LinuxFileHandle
{
    /// <summary>What surely fits where the system says that there is room: PIPE_BUF for a pipe, less for a terminal.</summary>
    private const int SmallPiece = 512;

    private LinuxRegistration? _registration;

    /// <summary>A read of what may turn out to make its reader wait, although it looks like a file: then it is made again, where that takes no worker away.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadOddAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = await Call((offset, buffer), static (self, s) => self.ReadNow(s.offset, s.buffer.Span, mayWait: false), cancellationToken).ConfigureAwait(false);
        return count != WouldWait
            ? count
            : await Call((offset, buffer), static (self, s) => self.ReadNow(s.offset, s.buffer.Span), cancellationToken, KindOfRead).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadStreamAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckCancellation(cancellationToken);
        if (!Slice.TryConsume())
        {
            await default(YieldNowAwaitable); // bytes that are there already cost budget, too
        }

        Enter();
        try
        {
            Claim(ref _isReading, "read");
            try
            {
                while (true)
                {
                    nint count = UsesThread
                        ? await Call(buffer, static (self, buffer) => self.ReadMaybeBlocking(buffer.Span), cancellationToken, KindOfStream).ConfigureAwait(false)
                        : TryReadStream(buffer.Span);
                    if (count >= 0)
                    {
                        return (int)count;
                    }

                    await RetryAsync((int)count, isRead: true, cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                Volatile.Write(ref _isReading, 0);
            }
        }
        finally
        {
            Exit();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WriteStreamAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckCancellation(cancellationToken);
        if (!Slice.TryConsume())
        {
            await default(YieldNowAwaitable); // bytes that are there already cost budget, too
        }

        Enter();
        try
        {
            Claim(ref _isWriting, "write");
            try
            {
                while (true)
                {
                    nint count = UsesThread
                        ? await Call(buffer, static (self, buffer) => self.WriteMaybeBlocking(buffer.Span), cancellationToken, KindOfStream).ConfigureAwait(false)
                        : TryWriteStream(buffer.Span);
                    if (count >= 0)
                    {
                        return (int)count;
                    }

                    await RetryAsync((int)count, isRead: false, cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                Volatile.Write(ref _isWriting, 0);
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>One that has bytes fills as many of the buffers as it has bytes for; those that do not fit stay in the pipe.</summary>
    private async ValueTask<long> ReadStreamAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        long total = 0;
        for (int i = 0; i < buffers.Length; i++)
        {
            Memory<byte> buffer = buffers.Span[i];
            if (buffer.IsEmpty)
            {
                continue;
            }

            if (total > 0 && (LinuxCalls.Poll(_descriptor, LinuxFlags.PollIn) & LinuxFlags.PollIn) == 0)
            {
                break; // what came is delivered; waiting for more could take for ever
            }

            int count = await ReadStreamAsync(buffer, total > 0 ? default : cancellationToken).ConfigureAwait(false);
            total += count;
            if (count < buffer.Length)
            {
                break;
            }
        }

        return total;
    }

    /// <summary>Whole buffers as long as there is room for them.</summary>
    private async ValueTask<long> WriteStreamAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        long total = 0;
        for (int i = 0; i < buffers.Length; i++)
        {
            ReadOnlyMemory<byte> buffer = buffers.Span[i];
            if (buffer.IsEmpty)
            {
                continue;
            }

            if (total > 0 && (LinuxCalls.Poll(_descriptor, LinuxFlags.PollOut) & (LinuxFlags.PollOut | LinuxFlags.PollError)) != LinuxFlags.PollOut)
            {
                break;
            }

            int count = await WriteStreamAsync(buffer, total > 0 ? default : cancellationToken).ConfigureAwait(false);
            total += count;
            if (count < buffer.Length)
            {
                break;
            }
        }

        return total;
    }

    /// <summary>Whether the calls are made where they may block: nothing says that they do not.</summary>
    private bool UsesThread => _transfer is LinuxTransfer.AskFirst or LinuxTransfer.Blocking;

    private BlockingKind KindOfStream => _transfer == LinuxTransfer.Blocking ? BlockingKind.Long : BlockingKind.Short;

    private static void CheckCancellation(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JoinHandle.ThrowIfCurrentIsCancelled();
    }

    private async ValueTask RetryAsync(int error, bool isRead, CancellationToken cancellationToken)
    {
        switch (-error)
        {
            case LinuxErrors.Interrupted:
                break;
            case LinuxErrors.NotSupported or LinuxErrors.NotImplemented when _transfer == LinuxTransfer.NoWaitFlag:
                _transfer = LinuxTransfer.AskFirst;
                break;
            case LinuxErrors.Again:
                LinuxRegistration registration = Registration;
                ThrowIfClosed(); // whoever closes from here on finds the registration, and stops the wait
                if (!await registration.WaitAsync(isRead, Path, cancellationToken).ConfigureAwait(false))
                {
                    _transfer = LinuxTransfer.Blocking;
                }

                break;
            default:
                throw LinuxErrors.Of(error, isRead ? "read" : "write", Path);
        }
    }

    private LinuxRegistration Registration
        => _registration ?? Interlocked.CompareExchange(ref _registration, new LinuxRegistration(_descriptor), null) ?? _registration;
}
