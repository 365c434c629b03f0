namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;

/// <summary>Receiving one message together with the address it was sent to. Allocates, as the base class library does for it.</summary>
internal sealed class MessageReceive(PortableDatagramSocket owner, CallPool<MessageReceive> pool)
    : SocketCall<SocketReceiveMessageFromResult, DatagramReceipt>(owner)
{
    private bool _tellsSender;

    public override string Description => owner.ReceiveFrom();

    public ValueTask<DatagramReceipt> Begin(Memory<byte> buffer, SocketFlags flags, bool tellsSender, CancellationToken cancellationToken)
    {
        ValueTask<SocketReceiveMessageFromResult> inner;
        try
        {
            CancellationToken stop = Prepare();
            _tellsSender = tellsSender;
            EndPoint any = Owner.Socket.AddressFamily == AddressFamily.InterNetworkV6 ? new IPEndPoint(IPAddress.IPv6Any, 0) : new IPEndPoint(IPAddress.Any, 0);
            inner = Owner.Socket.ReceiveMessageFromAsync(buffer, flags, any, stop);
        }
        catch (Exception e)
        {
            return Fail(e);
        }

        return Follow(inner, cancellationToken);
    }

    protected override DatagramReceipt Finish(SocketReceiveMessageFromResult inner) => new()
    {
        Length = inner.ReceivedBytes,
        IsTruncated = (inner.SocketFlags & SocketFlags.Truncated) != 0,
        RemoteEndPoint = _tellsSender ? inner.RemoteEndPoint : null,
        DestinationAddress = inner.PacketInformation.Address,
        InterfaceIndex = inner.PacketInformation.Interface,
    };

    protected override void OnEnded()
    {
        base.OnEnded();
        pool.Return(this);
    }
}
