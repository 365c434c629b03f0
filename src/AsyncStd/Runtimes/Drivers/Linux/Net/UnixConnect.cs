namespace AsyncStd.Runtimes.Drivers.Linux;

using System.IO;
using System.Net;
using System.Net.Sockets;

/// <summary>Connecting to a Unix listener.</summary>
/// <remarks>A non-blocking connect(2) to a listener whose queue is full says EAGAIN and starts nothing, and no event tells when there is room: it has to be
/// tried again, see unix(7).</remarks>
internal static class UnixConnect
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(50);

    public static async ValueTask RunAsync(SocketSource source, SocketAddress remote, string operation, CancellationToken cancellationToken)
    {
        for (TimeSpan pause = s_shortestPause; ; pause = pause < s_longestPause ? pause * 2 : pause)
        {
            try
            {
                await new ConnectCall(source, remote, operation).Begin(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.WouldBlock })
            {
            }

            await new AsyncStd.Task.SleepAwaitable(pause, cancellationToken);
        }
    }
}
