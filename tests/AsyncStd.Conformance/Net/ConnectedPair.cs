namespace AsyncStdConformance.Net;

using AsyncStd.Net;

/// <summary>Both ends of a TCP connection over the loopback interface.</summary>
internal sealed class ConnectedPair : IDisposable
{
    private ConnectedPair(TcpStream client, TcpStream server) => (Client, Server) = (client, server);

    public TcpStream Client { get; }

    public TcpStream Server { get; }

    /// <param name="bufferSize">Small buffers, so that a writer soon has to wait; null for the system's choice.</param>
    public static async Task<ConnectedPair> MakeAsync(int? bufferSize = null)
    {
        using TcpListener listener = await TcpListener.BindAsync(
            "127.0.0.1:0", new TcpListenerOptions { ReceiveBufferSize = bufferSize, SendBufferSize = bufferSize });
        ValueTask<TcpStream> accept = listener.AcceptAsync();
        TcpStream client = await TcpStream.ConnectAsync(
            listener.LocalEndPoint, new TcpConnectionOptions { ReceiveBufferSize = bufferSize, SendBufferSize = bufferSize });
        return new ConnectedPair(client, await accept);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
