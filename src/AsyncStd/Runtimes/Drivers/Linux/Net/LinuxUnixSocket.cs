namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

/// <summary>A Unix stream connection.</summary>
internal sealed class LinuxUnixSocket(int descriptor, UnixDomainSocketEndPoint? local, UnixDomainSocketEndPoint? remote)
    : LinuxStreamSocket(descriptor, local, remote), IUnixStreamSocket
{
    /// <summary>Any Unix address: only what family it is matters.</summary>
    public static UnixDomainSocketEndPoint AnyEndPoint { get; } = new("/");

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
