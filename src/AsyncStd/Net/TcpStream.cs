namespace AsyncStd.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>A TCP connection: a <see cref="System.IO.Stream"/>, so that <c>SslStream</c>, <c>StreamReader</c> and <c>JsonSerializer</c> take it as it is.</summary>
/// <inheritdoc cref="SocketStream" path="/remarks"/>
/// <example><code>
/// using AsyncStd.Net;
///
/// static async Task&lt;string?> FirstLineAsync()
/// {
///     await using TcpStream stream = await TcpStream.ConnectAsync("localhost:25");
///     using var reader = new StreamReader(stream);
///     return await reader.ReadLineAsync();
/// }
/// </code></example>
public sealed partial class TcpStream : SocketStream
{
    internal TcpStream(IStreamSocket socket)
        : base(socket)
    {
    }

    /// <summary>Whether small pieces are sent at once instead of being collected, see TCP_NODELAY in tcp(7).</summary>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public bool NoDelay
    {
        get => Socket.GetOption(SocketOptions.NoDelay);
        set => Socket.SetOption(SocketOptions.NoDelay, value);
    }

    /// <summary>Through how many routers a packet may pass, 1 to 255; for IPv6 the hop limit. See IP_TTL in ip(7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public int Ttl
    {
        get => Socket.GetOption(SocketOptions.TimeToLive);
        set => Socket.SetOption(SocketOptions.TimeToLive, value);
    }

    /// <summary>How long closing waits for unsent data before it resets the connection, in whole seconds, rounded up, to 32,767 s; zero resets at once; null: closing
    /// returns at once and the system goes on sending. See SO_LINGER in socket(7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public TimeSpan? LingerTime
    {
        get => Socket.GetOption(SocketOptions.Linger);
        set => Socket.SetOption(SocketOptions.Linger, value);
    }

    /// <summary>How the connection is probed when idle; null: not at all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public TcpKeepAlive? KeepAlive
    {
        get => TcpKeepAlive.From(Socket.GetOption(SocketOptions.KeepAlive));
        set => Socket.SetOption(SocketOptions.KeepAlive, value?.ToDriver());
    }

    /// <summary>The system's buffer for received data, in bytes. Linux reports twice what was set, see SO_RCVBUF in socket(7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public int ReceiveBufferSize
    {
        get => Socket.GetOption(SocketOptions.ReceiveBufferSize);
        set => Socket.SetOption(SocketOptions.ReceiveBufferSize, value);
    }

    /// <summary>The system's buffer for data to be sent, in bytes. Linux reports twice what was set, see SO_SNDBUF in socket(7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public int SendBufferSize
    {
        get => Socket.GetOption(SocketOptions.SendBufferSize);
        set => Socket.SetOption(SocketOptions.SendBufferSize, value);
    }

    /// <summary>The address of this side, with the port that was taken.</summary>
    public new IPEndPoint LocalEndPoint => (IPEndPoint)base.LocalEndPoint;

    /// <summary>The address of the other side.</summary>
    public new IPEndPoint RemoteEndPoint => (IPEndPoint)base.RemoteEndPoint;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The socket, with no call under way; the stream's from now on.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="ArgumentException">It is no connected TCP socket.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public static TcpStream FromSocket(Socket socket) => new(Ambient.ForLeaf.Network.AdoptTcpStream(socket));

    /// <summary>Gives the socket away; this stream is disposed afterwards.</summary>
    /// <returns>The socket, blocking, owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">A read or write is under way.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public Socket IntoSocket() => TakeSocket();
}
