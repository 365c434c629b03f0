namespace AsyncStd.Net;

using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncStd.Io;

// What AsyncStd.Io asks of a stream that can do more than the base class says.
public abstract partial class SocketStream
{
    /// <summary>Ends the sending. Whoever has done so already is not told that the connection is gone meanwhile, as shutdown(2) would.</summary>
    ValueTask ICompleteWrites.CompleteWritesAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (Leaf.Refusal is { } refusal)
        {
            return ValueTask.FromException(refusal);
        }

        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (!Volatile.Read(ref _sendingIsOver))
        {
            Shutdown(SocketShutdown.Send);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Writes all of the buffers; <see cref="WriteVectoredAsync"/> is the one that tells how far it came.</summary>
    ValueTask IVectoredStream.WriteVectoredAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
        => WriteAllAsync(buffers, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask WriteAllAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (!buffers.IsEmpty && buffers.Span[0].IsEmpty)
            {
                buffers = buffers[1..];
            }

            if (buffers.IsEmpty)
            {
                return;
            }

            long sent = await WriteVectoredAsync(buffers, cancellationToken).ConfigureAwait(false);
            int whole = 0;
            while (whole < buffers.Length && sent >= buffers.Span[whole].Length)
            {
                sent -= buffers.Span[whole].Length;
                whole++;
            }

            buffers = buffers[whole..];
            if (sent > 0)
            {
                // The rest of the one that was cut by itself, so that the caller's list need not be changed or copied.
                await WriteAsync(buffers.Span[0][(int)sent..], cancellationToken).ConfigureAwait(false);
                buffers = buffers[1..];
            }
        }
    }
}
