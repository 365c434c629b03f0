namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;

/// <summary>A TCP connection on a socket of the base class library.</summary>
internal class PortableStreamSocket : PortableSocket, IStreamSocket
{
    private StreamReceive? _receive;
    private StreamSend? _send;

    public PortableStreamSocket(Socket socket, EndPoint? local, EndPoint remote)
        : base(socket, local)
    {
        RemoteEndPoint = remote;
    }

    public EndPoint RemoteEndPoint { get; }

    protected override string Kind => $"connection to {RemoteEndPoint}";

    /// <summary>Made with the first use: an idle connection holds no more than it needs. Whoever makes one looks afterwards whether the socket was closed.</summary>
    private StreamReceive Receive => Volatile.Read(ref _receive) ?? Interlocked.CompareExchange(ref _receive, new StreamReceive(this), null) ?? _receive;

    private StreamSend Send => Volatile.Read(ref _send) ?? Interlocked.CompareExchange(ref _send, new StreamSend(this), null) ?? _send;

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        => Receive.Begin(buffer, SocketFlags.None, cancellationToken);

    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        => Receive.Begin(buffer, SocketFlags.Peek, cancellationToken);

    public ValueTask<long> ReceiveAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
        => Receive.BeginVectored(buffers, cancellationToken);

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        => Send.Begin(buffer, cancellationToken);

    public ValueTask<long> SendAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
        => Send.BeginVectored(buffers, cancellationToken);

    public void Shutdown(SocketShutdown how)
    {
        ThrowIfClosed();
        try
        {
            Socket.Shutdown(how);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Translate(e, $"shut down the {Kind}", default);
        }
    }

    protected override void StopCalls()
    {
        Volatile.Read(ref _receive)?.Stop();
        Volatile.Read(ref _send)?.Stop();
    }
}
