namespace AsyncStd.Runtimes.Drivers.Linux;

using System.IO;
using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers.Portable;
using AsyncStd.Runtimes.Drivers.Portable.Linux;

/// <summary>A socket for messages.</summary>
internal abstract class LinuxDatagramSocket : LinuxSocket, IDatagramSocket
{
    private readonly EndPoint? _bound;
    private DatagramReceiveCall? _receive;
    private DatagramSendCall? _send;
    private ReceiveBatchCall? _receiveBatch;
    private SendBatchCall? _sendBatch;
    private FullQueue? _fullQueue;
    private volatile bool _tellsDestination;

    private protected LinuxDatagramSocket(int descriptor, EndPoint? local, EndPoint? remote)
        : base(descriptor, local)
    {
        _bound = local;
        RemoteEndPoint = remote;
    }

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint { get; private set; }

    /// <summary>What a batch tells of each message.</summary>
    public DatagramRequest BatchPattern => new() { Buffer = default, TellsSender = true, EndPointFactory = EndPointFactory };

    /// <summary>The family of the addresses that it sends to.</summary>
    protected abstract AddressFamily Family { get; }

    /// <summary>Says what a send tried to do.</summary>
    public string SendTo(SocketAddress? remote)
        => remote is not null ? $"send from {Name} to {EndPointFactory.Create(remote)}"
            : RemoteEndPoint?.ToString() is { Length: > 0 } connected ? $"send from {Name} to {connected}"
            : $"send on {Name}";

    /// <summary>Says what a receive tried to do: of a connected socket it may fail because of the other side.</summary>
    public string ReceiveFrom()
        => RemoteEndPoint?.ToString() is { Length: > 0 } connected ? $"receive on {Name} from {connected}" : $"receive on {Name}";

    /// <inheritdoc/>
    public override void SetOption<T>(SocketOption<T> option, T value)
    {
        base.SetOption(option, value);
        if (ReferenceEquals(option, SocketOptions.DatagramDestinations))
        {
            _tellsDestination = value is true;
        }
    }

    /// <inheritdoc/>
    public ValueTask ConnectAsync(EndPoint? remote, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        try
        {
            Call(remote is null ? "disconnect" : $"connect to {remote} with", socket =>
            {
                if (remote is null)
                {
                    LinuxSockets.Disconnect(socket, (_bound ?? LocalEndPoint).Serialize());
                }
                else
                {
                    socket.Connect(SocketSetup.Mapped(remote, Family));
                }

                ReadAddress(); // a socket that is bound to every address has that of the route from now on, or no longer

                return 0;
            });
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return ValueTask.FromException(e);
        }

        RemoteEndPoint = remote;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => Send(payload, null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SendToAsync(ReadOnlyMemory<byte> payload, EndPoint remote, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return SendToAsync(payload, SocketSetup.Mapped(remote, Family).Serialize(), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SendToAsync(ReadOnlyMemory<byte> payload, SocketAddress remote, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remote);
        CheckFamily(remote, nameof(remote));
        return Send(payload, remote, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<DatagramReceipt> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        => Receive(new DatagramRequest { Buffer = buffer, TellsDestination = _tellsDestination }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DatagramReceipt> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        => Receive(
            new DatagramRequest { Buffer = buffer, TellsSender = true, TellsDestination = _tellsDestination, EndPointFactory = EndPointFactory },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DatagramReceipt> ReceiveFromAsync(Memory<byte> buffer, SocketAddress sender, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        CheckFamily(sender, nameof(sender));
        if (sender.Buffer.Length < SocketAddress.GetMaximumAddressSize(Family))
        {
            throw new ArgumentException($"The address object holds {sender.Buffer.Length} bytes; this socket's addresses take up to {SocketAddress.GetMaximumAddressSize(Family)}.", nameof(sender));
        }

        return Receive(new DatagramRequest { Buffer = buffer, Sender = sender, TellsDestination = _tellsDestination }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<DatagramReceipt> PeekFromAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        => Receive(
            new DatagramRequest { Buffer = buffer, TellsSender = true, Peek = true, TellsDestination = _tellsDestination, EndPointFactory = EndPointFactory },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> SendBatchAsync(ReadOnlyMemory<OutgoingDatagram> messages, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        Enter(OneCall);
        if (messages.IsEmpty)
        {
            Exit(OneCall);
            return new ValueTask<int>(0);
        }

        if (Out.IsReady)
        {
            uint edges = Out.Edges;
            int sent, error;
            try
            {
                sent = DatagramBatch.TrySend(Descriptor, messages.Span, out error);
            }
            catch
            {
                Exit(OneCall); // a buffer is of no use
                throw;
            }

            if (sent >= 0)
            {
                Exit(OneCall);
                return Slice.TryConsume() ? new ValueTask<int>(sent) : FreeSendBatch().BeginEnded(sent);
            }

            if (error != SystemError.TryAgain)
            {
                Exit(OneCall);
                return ValueTask.FromException<int>(SystemError.Of(error, SendTo(messages.Span[0].Destination)));
            }

            if (NoEventTells(messages.Span[0].Destination))
            {
                return WaitForRoomAsync(messages, cancellationToken);
            }

            Out.Refuse(edges);
        }

        return FreeSendBatch().Begin(messages, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveBatchAsync(Memory<DatagramSlot> slots, CancellationToken cancellationToken)
    {
        if (slots.IsEmpty)
        {
            throw new ArgumentException("At least one slot is needed.", nameof(slots));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        Enter(OneCall);
        if (In.IsReady)
        {
            uint edges = In.Edges;
            int received, error;
            try
            {
                received = DatagramBatch.TryReceive(Descriptor, slots.Span, BatchPattern, out error);
            }
            catch
            {
                Exit(OneCall); // a buffer is of no use
                throw;
            }

            // A batch ends at an error that waits, too: that it is short does not say that the socket is empty.
            if (received >= 0)
            {
                Exit(OneCall);
                return Slice.TryConsume() ? new ValueTask<int>(received) : FreeReceiveBatch().BeginEnded(received);
            }

            if (error != SystemError.TryAgain)
            {
                Exit(OneCall);
                return ValueTask.FromException<int>(SystemError.Of(error, ReceiveFrom()));
            }

            In.Refuse(edges);
        }

        return FreeReceiveBatch().Begin(slots, cancellationToken);
    }

    /// <inheritdoc/>
    public virtual void JoinMulticast(MulticastMembership group)
        => ChangeMulticast(group, joins: true);

    /// <inheritdoc/>
    public virtual void LeaveMulticast(MulticastMembership group)
        => ChangeMulticast(group, joins: false);

    /// <inheritdoc/>
    public void Shutdown(SocketShutdown how) => ShutdownNow(how);

    /// <inheritdoc/>
    protected override void OnClosing()
    {
        base.OnClosing();
        Volatile.Read(ref _fullQueue)?.End();
    }

    /// <summary>A call has ended, and can be used again.</summary>
    public void Keep(DatagramReceiveCall call) => _receive = call;

    /// <inheritdoc cref="Keep(DatagramReceiveCall)"/>
    public void Keep(DatagramSendCall call) => _send = call;

    /// <inheritdoc cref="Keep(DatagramReceiveCall)"/>
    public void Keep(ReceiveBatchCall call) => _receiveBatch = call;

    /// <inheritdoc cref="Keep(DatagramReceiveCall)"/>
    public void Keep(SendBatchCall call) => _sendBatch = call;

    private void ChangeMulticast(MulticastMembership group, bool joins)
    {
        ArgumentNullException.ThrowIfNull(group);
        Call($"{PortableMulticast.Describe(group, joins)} with", socket =>
        {
            PortableMulticast.Change(socket, group, joins);
            return 0;
        });
    }

    private ValueTask Send(ReadOnlyMemory<byte> payload, SocketAddress? remote, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Enter(OneCall);
        if (Out.IsReady || NoEventTells(remote))
        {
            uint edges = Out.Edges;
            int error;
            try
            {
                error = DatagramSendCall.Send(Descriptor, payload, remote);
            }
            catch
            {
                Exit(OneCall); // the buffer is of no use
                throw;
            }

            if (error != SystemError.TryAgain)
            {
                Exit(OneCall);
                return error != 0 ? ValueTask.FromException(SystemError.Of(error, SendTo(remote)))
                    : Slice.TryConsume() ? ValueTask.CompletedTask
                    : FreeSend().BeginEnded();
            }

            if (NoEventTells(remote))
            {
                return WaitForRoomAsync(payload, remote!, cancellationToken);
            }

            Out.Refuse(edges);
        }

        return FreeSend().Begin(payload, remote, cancellationToken);
    }

    /// <summary>Whether a send that is refused is not told of room: see <see cref="FullQueue"/>.</summary>
    private static bool NoEventTells(SocketAddress? remote) => remote is { Family: AddressFamily.Unix };

    private async ValueTask WaitForRoomAsync(ReadOnlyMemory<byte> payload, SocketAddress remote, CancellationToken cancellationToken)
        => await FullQueueOfAnother().TryUntilRoomAsync(
            (out bool sent) =>
            {
                int error = DatagramSendCall.Send(Descriptor, payload, remote);
                sent = error == 0;
                return sent || (error == SystemError.TryAgain ? false : throw SystemError.Of(error, SendTo(remote)));
            },
            cancellationToken).ConfigureAwait(false);

    private ValueTask<int> WaitForRoomAsync(ReadOnlyMemory<OutgoingDatagram> messages, CancellationToken cancellationToken)
        => FullQueueOfAnother().TryUntilRoomAsync(
            (out int sent) =>
            {
                sent = DatagramBatch.TrySend(Descriptor, messages.Span, out int error);
                return sent >= 0 || (error == SystemError.TryAgain ? false : throw SystemError.Of(error, SendTo(messages.Span[0].Destination)));
            },
            cancellationToken);

    private FullQueue FullQueueOfAnother() => Volatile.Read(ref _fullQueue) ?? Interlocked.CompareExchange(ref _fullQueue, new FullQueue(this), null) ?? _fullQueue;

    private ValueTask<DatagramReceipt> Receive(in DatagramRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<DatagramReceipt>(cancellationToken);
        }

        Enter(OneCall);
        if (In.IsReady)
        {
            uint edges = In.Edges;
            bool isReceived;
            DatagramReceipt receipt;
            int error;
            try
            {
                isReceived = DatagramReceive.TryReceive(Descriptor, request, out receipt, out error);
            }
            catch
            {
                Exit(OneCall); // the buffer is of no use
                throw;
            }

            if (isReceived)
            {
                Exit(OneCall);
                return Slice.TryConsume() ? new ValueTask<DatagramReceipt>(receipt) : FreeReceive().BeginEnded(receipt);
            }

            if (error != SystemError.TryAgain)
            {
                Exit(OneCall);
                return ValueTask.FromException<DatagramReceipt>(SystemError.Of(error, ReceiveFrom()));
            }

            In.Refuse(edges);
        }

        return FreeReceive().Begin(request, cancellationToken);
    }

    private void CheckFamily(SocketAddress address, string parameter)
    {
        if (address.Family != Family)
        {
            throw new ArgumentException($"The address is of family {address.Family}; {Name} is of family {Family}.", parameter);
        }
    }

    // Several calls may wait at a time: the one object of a kind that is kept goes to whoever takes it.
    private DatagramReceiveCall FreeReceive() => Interlocked.Exchange(ref _receive, null) ?? new DatagramReceiveCall(this);

    private DatagramSendCall FreeSend() => Interlocked.Exchange(ref _send, null) ?? new DatagramSendCall(this);

    private ReceiveBatchCall FreeReceiveBatch() => Interlocked.Exchange(ref _receiveBatch, null) ?? new ReceiveBatchCall(this);

    private SendBatchCall FreeSendBatch() => Interlocked.Exchange(ref _sendBatch, null) ?? new SendBatchCall(this);
}
