namespace Samples.Tour;

using System.Net;
using System.Net.Sockets;

/// <summary>Talks to everybody who connects, each on a thread of its own, until it is disposed.</summary>
internal sealed class BlockingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(TcpClient Client, Threads Thread)> _connections = [];
    private readonly Action<Stream, CancellationToken> _talk;
    private readonly Threads _acceptor;

    public BlockingServer(Action<Stream, CancellationToken> talk)
    {
        _talk = talk;
        _listener.Start(backlog: 1024);
        _acceptor = Threads.Start(1, _ => Accept());
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _acceptor.Join();
        foreach (var (client, thread) in _connections)
        {
            client.Close();
            thread.Join();
        }

        _stop.Dispose();
    }

    private void Accept()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = _listener.AcceptTcpClient();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException && _stop.IsCancellationRequested)
            {
                return; // stopping the listener is the only way out of a call that blocks
            }

            client.NoDelay = true;
            _connections.Add((client, Threads.Start(1, _ => Talk(client))));
        }
    }

    private void Talk(TcpClient client)
    {
        try
        {
            using var stream = client.GetStream();
            _talk(stream, _stop.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The other side has hung up, or this one is being stopped.
        }
    }
}
