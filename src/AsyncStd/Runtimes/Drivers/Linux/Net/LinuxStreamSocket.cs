namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Net.Sockets;

/// <summary>A connection.</summary>
internal abstract class LinuxStreamSocket : LinuxSocket, IStreamSocket
{
    private ReceiveCall? _receive;
    private SendCall? _send;

    private protected LinuxStreamSocket(int descriptor, EndPoint? local, EndPoint remote)
        : base(descriptor, local)
        => RemoteEndPoint = remote;

    /// <inheritdoc/>
    public EndPoint RemoteEndPoint { get; }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => Receive(buffer, false, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) => Receive(buffer, true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> ReceiveAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellationToken);
        }

        if (!HasRoom(buffers.Span))
        {
            // The system would say 0, which means the end.
            return ValueTask.FromException<long>(new ArgumentException("At least one buffer must have room.", nameof(buffers)));
        }

        Enter(Receiving);
        return new VectoredReceiveCall(this, buffers).Begin(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        Enter(Sending);
        bool hasRing = EpollWorkerDriver.RingOfThisThread is not null;
        if (hasRing || Out.IsReady)
        {
            uint edges = Out.Edges;
            int sent, error;
            try
            {
                sent = SendCall.TrySend(Descriptor, buffer, out error);
            }
            catch
            {
                Exit(Sending); // the buffer is of no use
                throw;
            }

            if (sent >= 0)
            {
                Exit(Sending);
                return Slice.TryConsume() ? new ValueTask<int>(sent) : FreeSend().BeginEnded(sent);
            }

            if (error != SystemError.TryAgain)
            {
                Exit(Sending);
                return ValueTask.FromException<int>(SystemError.Of(error, $"send to {Name}"));
            }

            if (!hasRing)
            {
                Out.Refuse(edges);
            }
        }

        return FreeSend().Begin(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> SendAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellationToken);
        }

        Enter(Sending);
        return new VectoredSendCall(this, buffers).Begin(cancellationToken);
    }

    /// <inheritdoc/>
    public void Shutdown(SocketShutdown how) => ShutdownNow(how);

    /// <inheritdoc/>
    public void Abort()
    {
        try
        {
            ResetOnClose();
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        Close();
    }

    /// <summary>With a reset, as the BCL does: the other side must not take it for the end of what was to be sent.</summary>
    protected override void CloseLost() => Abort();

    private static bool HasRoom(ReadOnlySpan<Memory<byte>> buffers)
    {
        foreach (Memory<byte> buffer in buffers)
        {
            if (!buffer.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private ValueTask<int> Receive(Memory<byte> buffer, bool peek, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        Enter(Receiving);
        bool hasRing = EpollWorkerDriver.RingOfThisThread is not null;
        if (hasRing ? !IsDrained : In.IsReady)
        {
            uint edges = In.Edges;
            int received, error;
            try
            {
                received = ReceiveCall.TryReceive(Descriptor, buffer, peek, out error);
            }
            catch
            {
                Exit(Receiving); // the buffer is of no use
                throw;
            }

            if (received >= 0)
            {
                bool drained = !peek && HasDrained(received, buffer.Length);
                IsDrained = drained;
                if (drained && !hasRing)
                {
                    In.Empty(edges);
                }

                Exit(Receiving);
                return Slice.TryConsume() ? new ValueTask<int>(received) : FreeReceive().BeginEnded(received);
            }

            if (error != SystemError.TryAgain)
            {
                Exit(Receiving);
                return ValueTask.FromException<int>(SystemError.Of(error, $"receive from {Name}"));
            }

            if (!hasRing)
            {
                In.Refuse(edges);
            }
        }

        return FreeReceive().Begin(buffer, peek, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void OnClosing()
    {
        _receive?.CancelOnRing();
        _send?.CancelOnRing();
    }

    private ReceiveCall FreeReceive() => _receive is { IsFree: true } call ? call : _receive = new ReceiveCall(this);

    private SendCall FreeSend() => _send is { IsFree: true } call ? call : _send = new SendCall(this);

    private void ResetOnClose()
    {
        Enter(OneCall);
        Lingering.Reset(Descriptor);
        Exit(OneCall);
    }
}
