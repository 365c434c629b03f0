namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Task;

/// <summary>A UDP socket of the base class library.</summary>
internal class PortableDatagramSocket : PortableSocket, IDatagramSocket
{
    private readonly CallPool<DatagramReceive> _receives;
    private readonly CallPool<DatagramSend> _sends;
    private readonly CallPool<MessageReceive> _messages;
    private readonly EndPoint? _bound;
    private EndPoint? _remote;
    private bool _tellsDestinations;

    /// <param name="socket">The socket.</param>
    /// <param name="usesScratch">Whether a message is received beside the caller's buffer when that is small, because the system does not tell how much it cut
    /// off.</param>
    public PortableDatagramSocket(Socket socket, bool usesScratch)
        : base(socket, socket.LocalEndPoint)
    {
        UsesScratch = usesScratch;
        _bound = socket.LocalEndPoint;
        _remote = RemoteOf(socket);
        _receives = new CallPool<DatagramReceive>(pool => new DatagramReceive(this, pool));
        _sends = new CallPool<DatagramSend>(pool => new DatagramSend(this, pool));
        _messages = new CallPool<MessageReceive>(pool => new MessageReceive(this, pool));
    }

    public EndPoint? RemoteEndPoint => _remote;

    public bool UsesScratch { get; }

    /// <summary>Says what a receive does: of a connected socket it may fail because of the other side.</summary>
    public string ReceiveFrom()
    {
        string message = $"receive a message on {Shown(LocalEndPoint)}";
        return _remote?.ToString() is { Length: > 0 } connected ? $"{message} from {connected}" : message;
    }

    protected override string Kind => $"datagram socket {Shown(LocalEndPoint)}";

    public ValueTask ConnectAsync(EndPoint? remote, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        try
        {
            ThrowIfClosed();
            if (remote is null)
            {
                Linux.LinuxSockets.Disconnect(Socket, (_bound ?? LocalEndPoint).Serialize());
            }
            else
            {
                Socket.Connect(Mapped(remote));
            }

            _remote = remote;
            ReadAddress(); // a socket that is bound to every address has that of the route from now on, or no longer
            return ValueTask.CompletedTask;
        }
        catch (Exception e)
        {
            return ValueTask.FromException(Translate(e, remote is null ? $"disconnect the {Kind}" : $"connect the {Kind} to {remote}", cancellationToken));
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : WithoutResult(_sends.Rent().Begin(payload, null, _remote, cancellationToken));

    public ValueTask SendToAsync(ReadOnlyMemory<byte> payload, EndPoint remote, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : WithoutResult(_sends.Rent().Begin(payload, Mapped(remote).Serialize(), remote, cancellationToken));
    }

    public ValueTask SendToAsync(ReadOnlyMemory<byte> payload, SocketAddress remote, CancellationToken cancellationToken)
    {
        CheckFamily(remote, nameof(remote));
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : WithoutResult(_sends.Rent().Begin(payload, remote, null, cancellationToken));
    }

    public ValueTask<DatagramReceipt> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        => Receive(buffer, SocketFlags.None, null, tellsSender: false, cancellationToken);

    public ValueTask<DatagramReceipt> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        => Receive(buffer, SocketFlags.None, null, tellsSender: true, cancellationToken);

    public ValueTask<DatagramReceipt> ReceiveFromAsync(Memory<byte> buffer, SocketAddress sender, CancellationToken cancellationToken)
    {
        CheckFamily(sender, nameof(sender));
        return Receive(buffer, SocketFlags.None, sender, tellsSender: false, cancellationToken);
    }

    public ValueTask<DatagramReceipt> PeekFromAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        => Receive(buffer, SocketFlags.Peek, null, tellsSender: true, cancellationToken);

    public async ValueTask<int> SendBatchAsync(ReadOnlyMemory<OutgoingDatagram> messages, CancellationToken cancellationToken)
    {
        for (int i = 0; i < messages.Length; i++)
        {
            OutgoingDatagram message = messages.Span[i];
            try
            {
                await (message.Destination is { } destination
                    ? SendToAsync(message.Payload, destination, cancellationToken)
                    : SendAsync(message.Payload, cancellationToken)).ConfigureAwait(false);
            }
            catch when (i > 0)
            {
                return i; // what failed fails again when it comes first
            }
        }

        return messages.Length;
    }

    public async ValueTask<int> ReceiveBatchAsync(Memory<DatagramSlot> slots, CancellationToken cancellationToken)
    {
        if (slots.IsEmpty)
        {
            throw new ArgumentException("There must be room for one message.", nameof(slots));
        }

        int count = 0;
        do
        {
            DatagramSlot slot = slots.Span[count];
            try
            {
                slot.Receipt = await (slot.Sender is { } sender
                    ? ReceiveFromAsync(slot.Buffer, sender, cancellationToken)
                    : ReceiveFromAsync(slot.Buffer, cancellationToken)).ConfigureAwait(false);
            }
            catch when (count > 0)
            {
                return count;
            }

            slots.Span[count++] = slot;
        }
        while (count < slots.Length && HasMessage());

        return count;
    }

    public void JoinMulticast(MulticastMembership group) => PortableMulticast.Change(this, group, joins: true);

    public void LeaveMulticast(MulticastMembership group) => PortableMulticast.Change(this, group, joins: false);

    public void Shutdown(SocketShutdown how)
    {
        ThrowIfClosed();
        try
        {
            Socket.Shutdown(how);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Translate(e, $"shut down the {Kind}", default);
        }
    }

    /// <summary>An address as text; a socket without a name shows as such.</summary>
    internal static string Shown(EndPoint? address) => address?.ToString() is { Length: > 0 } text ? text : "without a name";

    /// <summary>Only a message with bytes shows; one without waits for the next call.</summary>
    private bool HasMessage()
    {
        try
        {
            return Socket.Available > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    protected override void StopCalls()
    {
        _receives.StopAll();
        _sends.StopAll();
        _messages.StopAll();
    }

    private static ValueTask WithoutResult(ValueTask<Nothing> sent)
    {
        if (sent.IsCompletedSuccessfully)
        {
            _ = sent.Result;
            return ValueTask.CompletedTask;
        }

        return DatagramSend.WithoutResult(sent);
    }

    private static EndPoint? RemoteOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint;
        }
        catch (SocketException)
        {
            return null; // it is not connected
        }
    }

    private ValueTask<DatagramReceipt> Receive(
        Memory<byte> buffer, SocketFlags flags, SocketAddress? sender, bool tellsSender, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<DatagramReceipt>(cancellationToken);
        }

        return _tellsDestinations && sender is null
            ? _messages.Rent().Begin(buffer, flags, tellsSender, cancellationToken)
            : _receives.Rent().Begin(buffer, flags, sender, tellsSender, cancellationToken);
    }

    internal override void OnOptionSet(SocketOption option)
    {
        base.OnOptionSet(option);
        if (ReferenceEquals(option, SocketOptions.DatagramDestinations))
        {
            _tellsDestinations = PortableOptions.Get(Socket, SocketOptions.DatagramDestinations);
        }
    }

    private EndPoint Mapped(EndPoint remote) => SocketSetup.Mapped(remote, Socket.AddressFamily);

    private void CheckFamily(SocketAddress address, string name)
    {
        ArgumentNullException.ThrowIfNull(address, name);
        if (address.Family != Socket.AddressFamily && address.Family != AddressFamily.Unspecified)
        {
            throw new ArgumentException($"The address is of family {address.Family}; the {Kind} is of {Socket.AddressFamily}.", name);
        }
    }
}
