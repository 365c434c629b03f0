namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Net.Sockets;

/// <summary>A UDP socket.</summary>
internal sealed class LinuxUdpSocket(int descriptor, IPEndPoint local, IPEndPoint? remote) : LinuxDatagramSocket(descriptor, local, remote)
{
    /// <inheritdoc/>
    public override string Name => $"UDP socket on {local}";

    /// <inheritdoc/>
    protected override EndPoint EndPointFactory => local;

    /// <inheritdoc/>
    protected override AddressFamily Family => local.AddressFamily;
}
