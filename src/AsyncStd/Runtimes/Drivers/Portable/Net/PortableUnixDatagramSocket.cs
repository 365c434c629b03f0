namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net.Sockets;
using System.Runtime.InteropServices;

/// <summary>A Unix datagram socket of the base class library.</summary>
internal sealed class PortableUnixDatagramSocket(Socket socket, bool usesScratch) : PortableDatagramSocket(socket, usesScratch), IUnixDatagramSocket
{
    protected override string Kind => $"Unix datagram socket {Shown(LocalEndPoint)}";

    public PeerIdentity GetPeerIdentity() => PortableUnixCalls.Peer(this);

    public ValueTask<int> SendHandlesAsync(ReadOnlyMemory<byte> payload, ReadOnlyMemory<SafeHandle> handles, CancellationToken cancellationToken)
        => PortableUnixCalls.SendAsync(this, payload, handles, cancellationToken);

    public ValueTask<HandleReceipt> ReceiveHandlesAsync(Memory<byte> buffer, Memory<SafeHandle?> handles, CancellationToken cancellationToken)
        => PortableUnixCalls.ReceiveAsync(this, WaitAsync, buffer, handles, cancellationToken);

    private async ValueTask WaitAsync(Memory<byte> scratch, CancellationToken cancellationToken)
        => await PeekFromAsync(scratch, cancellationToken).ConfigureAwait(false);
}
