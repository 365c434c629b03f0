namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;

/// <summary>Connecting a socket, and sending the first bytes.</summary>
/// <param name="socket">The connection that is to be; closed if it does not come about.</param>
/// <param name="stream">The same, as the caller gets it.</param>
internal sealed class PortableConnect<TStream>(PortableStreamSocket socket, TStream stream) : SocketCall<bool, TStream>(socket)
    where TStream : class, IStreamSocket
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(50);

    public override string Description => $"connect to {stream.RemoteEndPoint}";

    public ValueTask<TStream> Begin(EndPoint remote, ReadOnlyMemory<byte> early, CancellationToken cancellationToken)
        => Follow(Connect(remote, early, Prepare()), cancellationToken);

    protected override TStream Finish(bool inner) => stream;

    /// <summary>On Linux a Unix listener whose queue is full refuses at once and no event tells when there is room, see connect(2): it has to be tried again.</summary>
    private async ValueTask ConnectUntilRoom(EndPoint remote, CancellationToken stop)
    {
        for (TimeSpan pause = s_shortestPause; ; pause = pause < s_longestPause ? pause * 2 : pause)
        {
            try
            {
                await Owner.Socket.ConnectAsync(remote, stop).ConfigureAwait(false);
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock && remote is UnixDomainSocketEndPoint)
            {
            }

            await new AsyncStd.Task.SleepAwaitable(pause, stop);
        }
    }

    private async ValueTask<bool> Connect(EndPoint remote, ReadOnlyMemory<byte> early, CancellationToken stop)
    {
        try
        {
            await ConnectUntilRoom(remote, stop).ConfigureAwait(false);
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
