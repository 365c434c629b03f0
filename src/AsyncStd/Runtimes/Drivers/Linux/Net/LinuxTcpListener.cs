namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;

/// <summary>A TCP listener. What is set on it, accepted connections inherit: buffers, no-delay, keep-alive, see tcp(7) and accept(2).</summary>
internal sealed class LinuxTcpListener : LinuxListener<IStreamSocket>
{
    private readonly IPEndPoint _address;
    private readonly IPEndPoint? _localOfConnections;

    public LinuxTcpListener(int descriptor, IPEndPoint local)
        : base(descriptor, local)
    {
        _address = local;
        _localOfConnections = local.Address.Equals(IPAddress.Any) || local.Address.Equals(IPAddress.IPv6Any) ? null : local;
    }

    /// <inheritdoc/>
    public override string Name => $"TCP listener on {_address}";

    /// <inheritdoc/>
    protected override EndPoint EndPointFactory => _address;

    /// <inheritdoc/>
    protected override IStreamSocket MakeStream(int descriptor, EndPoint? remote) => new LinuxTcpSocket(descriptor, _localOfConnections, (IPEndPoint)remote!) { MayLinger = MayLinger };
}
