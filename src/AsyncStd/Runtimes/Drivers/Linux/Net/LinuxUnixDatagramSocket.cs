namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

/// <summary>A Unix socket for messages.</summary>
internal sealed class LinuxUnixDatagramSocket(int descriptor, UnixDomainSocketEndPoint? local, UnixDomainSocketEndPoint? remote, BoundPath? pathToRemove = null)
    : LinuxDatagramSocket(descriptor, local, remote), IUnixDatagramSocket
{
    /// <inheritdoc/>
    public override string Name => local is null ? "unnamed Unix datagram socket" : $"Unix datagram socket on {local}";

    /// <inheritdoc/>
    protected override EndPoint EndPointFactory => LinuxUnixSocket.AnyEndPoint;

    /// <inheritdoc/>
    protected override AddressFamily Family => AddressFamily.Unix;

    /// <inheritdoc/>
    public PeerIdentity GetPeerIdentity() => PeerCredentials.Of(this);

    /// <inheritdoc/>
    public ValueTask<int> SendHandlesAsync(ReadOnlyMemory<byte> payload, ReadOnlyMemory<SafeHandle> handles, CancellationToken cancellationToken)
        => SendHandlesCall.Run(this, OneCall, payload, handles, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HandleReceipt> ReceiveHandlesAsync(Memory<byte> buffer, Memory<SafeHandle?> handles, CancellationToken cancellationToken)
        => ReceiveHandlesCall.Run(this, OneCall, buffer, handles, cancellationToken);

    /// <inheritdoc/>
    public override void JoinMulticast(MulticastMembership group) => throw NoMulticast();

    /// <inheritdoc/>
    public override void LeaveMulticast(MulticastMembership group) => throw NoMulticast();

    /// <inheritdoc/>
    protected override void CloseDescriptor(int descriptor)
    {
        base.CloseDescriptor(descriptor);
        pathToRemove?.Remove();
    }

    private static NotSupportedException NoMulticast() => new("Unix sockets have no multicast groups.");
}
