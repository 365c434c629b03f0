namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

/// <summary>A Unix connection on a socket of the base class library.</summary>
internal sealed class PortableUnixStreamSocket(Socket socket, EndPoint? local, EndPoint remote) : PortableStreamSocket(socket, local, remote), IUnixStreamSocket
{
    protected override string Kind => $"Unix connection to {PortableDatagramSocket.Shown(RemoteEndPoint)}";

    public PeerIdentity GetPeerIdentity() => PortableUnixCalls.Peer(this);

    public ValueTask<int> SendHandlesAsync(ReadOnlyMemory<byte> payload, ReadOnlyMemory<SafeHandle> handles, CancellationToken cancellationToken)
        => PortableUnixCalls.SendAsync(this, payload, handles, cancellationToken);

    public ValueTask<HandleReceipt> ReceiveHandlesAsync(Memory<byte> buffer, Memory<SafeHandle?> handles, CancellationToken cancellationToken)
        => PortableUnixCalls.ReceiveAsync(this, WaitAsync, buffer, handles, cancellationToken);

    private async ValueTask WaitAsync(Memory<byte> scratch, CancellationToken cancellationToken)
        => await PeekAsync(scratch, cancellationToken).ConfigureAwait(false);
}
