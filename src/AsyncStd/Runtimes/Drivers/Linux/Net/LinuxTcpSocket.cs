namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;

/// <summary>A TCP connection.</summary>
internal sealed class LinuxTcpSocket(int descriptor, IPEndPoint? local, IPEndPoint remote) : LinuxStreamSocket(descriptor, local, remote)
{
    /// <inheritdoc/>
    public override string Name => $"TCP connection to {RemoteEndPoint}";

    /// <inheritdoc/>
    protected override EndPoint EndPointFactory => RemoteEndPoint;
}
