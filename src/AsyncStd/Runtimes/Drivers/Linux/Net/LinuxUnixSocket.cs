namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

/// <summary>A Unix stream connection.</summary>
/// <param name="descriptor">The descriptor.</param>
/// <param name="local">The address of this side; null: it has none.</param>
/// <param name="remote">The same of the other side. Neither changes: see bind(2).</param>
internal sealed class LinuxUnixSocket(int descriptor, UnixDomainSocketEndPoint? local, UnixDomainSocketEndPoint? remote)
    : LinuxStreamSocket(descriptor, local ?? Unnamed, remote ?? Unnamed), IUnixStreamSocket
{
    /// <summary>Any Unix address: only what family it is matters.</summary>
    public static UnixDomainSocketEndPoint AnyEndPoint { get; } = new("/");

    /// <summary>The address of a socket that is not bound: a family and nothing else, see unix(7).</summary>
    public static UnixDomainSocketEndPoint Unnamed { get; } = (UnixDomainSocketEndPoint)AnyEndPoint.Create(new SocketAddress(AddressFamily.Unix, sizeof(short)));

    /// <inheritdoc/>
    public override string Name => $"Unix connection to {Named(RemoteEndPoint) ?? Named(LocalEndPoint) ?? "an unnamed socket"}";

    /// <inheritdoc/>
    public override bool StopsEarly => true;

    /// <inheritdoc/>
    protected override EndPoint EndPointFactory => AnyEndPoint;

    /// <inheritdoc/>
    public PeerIdentity GetPeerIdentity() => PeerCredentials.Of(this);

    /// <inheritdoc/>
    public ValueTask<int> SendHandlesAsync(ReadOnlyMemory<byte> payload, ReadOnlyMemory<SafeHandle> handles, CancellationToken cancellationToken)
        => SendHandlesCall.Run(this, Sending, payload, handles, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HandleReceipt> ReceiveHandlesAsync(Memory<byte> buffer, Memory<SafeHandle?> handles, CancellationToken cancellationToken)
        => ReceiveHandlesCall.Run(this, Receiving, buffer, handles, cancellationToken);

    private static string? Named(EndPoint endPoint) => endPoint.ToString() is { Length: > 0 } name ? name : null;
}
