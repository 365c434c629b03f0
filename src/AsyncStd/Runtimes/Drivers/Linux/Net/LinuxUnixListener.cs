namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Net.Sockets;

/// <summary>A Unix stream listener.</summary>
internal sealed class LinuxUnixListener(int descriptor, UnixDomainSocketEndPoint local, BoundPath? pathToRemove) : LinuxListener<IUnixStreamSocket>(descriptor, local)
{
    /// <inheritdoc/>
    public override string Name => $"Unix listener on {local}";

    /// <inheritdoc/>
    protected override EndPoint EndPointFactory => LinuxUnixSocket.AnyEndPoint;

    /// <inheritdoc/>
    protected override IUnixStreamSocket MakeStream(int descriptor, EndPoint? remote) => new LinuxUnixSocket(descriptor, local, (UnixDomainSocketEndPoint?)remote) { MayLinger = MayLinger };

    /// <inheritdoc/>
    protected override void CloseDescriptor(int descriptor)
    {
        base.CloseDescriptor(descriptor);
        pathToRemove?.Remove();
    }
}
