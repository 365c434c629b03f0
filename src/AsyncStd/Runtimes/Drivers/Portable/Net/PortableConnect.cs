namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;

/// <summary>Connecting a socket, and sending the first bytes.</summary>
/// <param name="socket">The connection that is to be; closed if it does not come about.</param>
/// <param name="stream">The same, as the caller gets it.</param>
internal sealed class PortableConnect<TStream>(PortableStreamSocket socket, TStream stream) : SocketCall<bool, TStream>(socket)
    where TStream : class, IStreamSocket
{
    public override string Description => $"connect to {stream.RemoteEndPoint}";

    public ValueTask<TStream> Begin(EndPoint remote, ReadOnlyMemory<byte> early, CancellationToken cancellationToken)
        => Follow(Connect(remote, early, Prepare()), cancellationToken);

    protected override TStream Finish(bool inner) => stream;

    private async ValueTask<bool> Connect(EndPoint remote, ReadOnlyMemory<byte> early, CancellationToken stop)
    {
        try
        {
            await Owner.Socket.ConnectAsync(remote, stop).ConfigureAwait(false);
            if (!early.IsEmpty)
            {
                await Owner.Socket.SendAsync(early, SocketFlags.None, stop).ConfigureAwait(false);
            }

            return true;
        }
        catch
        {
            Owner.Socket.Dispose();
            throw;
        }
    }
}
