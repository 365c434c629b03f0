namespace AsyncStd.Net;

using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>A Unix stream connection: a <see cref="System.IO.Stream"/> between processes of one machine.</summary>
/// <inheritdoc cref="SocketStream" path="/remarks"/>
/// <example><code>
/// using AsyncStd.Net;
///
/// static async Task&lt;int> PairAsync()
/// {
///     (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
///     await using (left)
///     await using (right)
///     {
///         await left.WriteAsync("ping"u8.ToArray());
///         return await right.ReadAsync(new byte[4]);
///     }
/// }
/// </code></example>
public sealed class UnixStream : SocketStream
{
    private readonly IUnixStreamSocket _socket;

    internal UnixStream(IUnixStreamSocket socket)
        : base(socket) => _socket = socket;

    /// <summary>The path of this side; empty for one that was never bound.</summary>
    public new UnixDomainSocketEndPoint LocalEndPoint => (UnixDomainSocketEndPoint)base.LocalEndPoint;

    /// <summary>The path of the other side; empty for a peer that was never bound.</summary>
    public new UnixDomainSocketEndPoint RemoteEndPoint => (UnixDomainSocketEndPoint)base.RemoteEndPoint;

    /// <summary>Connects to a listener.</summary>
    /// <param name="path">The path; on Linux also an abstract name, which begins with a zero character.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>The connection; the caller disposes it.</returns>
    /// <exception cref="IOException">Nothing stands at the path, nobody listens, or the system refused, see unix(7). The message names the path.</exception>
    /// <exception cref="ArgumentException">The path is empty, or longer than the system allows; the message names it.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime has no Unix sockets.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no socket is left.</remarks>
    public static async ValueTask<UnixStream> ConnectAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new UnixStream(await Leaf.Network.ConnectUnixAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes two streams that are connected to each other, see socketpair(2).</summary>
    /// <param name="cancellationToken">Cancels before anything was made.</param>
    /// <returns>Both ends; the caller disposes each.</returns>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime makes no pairs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no socket is left.</remarks>
    public static async ValueTask<(UnixStream First, UnixStream Second)> PairAsync(CancellationToken cancellationToken = default)
    {
        (IUnixStreamSocket first, IUnixStreamSocket second) = await Leaf.Network.CreateUnixStreamPairAsync(cancellationToken).ConfigureAwait(false);
        return (new UnixStream(first), new UnixStream(second));
    }

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The socket, with no call under way; the stream's from now on.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="ArgumentException">It is no connected Unix stream socket.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public static UnixStream FromSocket(Socket socket) => new(Ambient.ForLeaf.Network.AdoptUnixStream(socket));

    /// <summary>Gives the socket away; this stream is disposed afterwards.</summary>
    /// <returns>The socket, blocking, owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">A read or write is under way.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public Socket IntoSocket() => TakeSocket();

    /// <summary>Tells who was at the other end when the connection was made.</summary>
    /// <returns>User, group, and process where known.</returns>
    /// <exception cref="NotSupportedException">The network of the runtime does not tell.</exception>
    /// <exception cref="IOException">The system refused, see SO_PEERCRED in unix(7).</exception>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public UnixCredentials GetPeerCredentials() => UnixCredentials.From(_socket.GetPeerIdentity());

    /// <summary>Writes bytes and copies of open handles with the first of them.</summary>
    /// <param name="buffer">The bytes; not empty.</param>
    /// <param name="handles">Handles of files or sockets; they stay open here. At most 253.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    /// <returns>How many bytes were taken: at least one, and with them every handle.</returns>
    /// <exception cref="ArgumentException">There are no bytes, a handle is closed, or there are too many.</exception>
    /// <exception cref="InvalidOperationException">Another write is under way.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed, perhaps meanwhile.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime cannot.</exception>
    /// <exception cref="IOException">The connection was reset, or the system refused, see SCM_RIGHTS in unix(7).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: neither bytes nor handles were sent.</remarks>
    public ValueTask<int> WriteHandlesAsync(ReadOnlyMemory<byte> buffer, ReadOnlyMemory<SafeHandle> handles, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<int>(refusal) : _socket.SendHandlesAsync(buffer, handles, cancellationToken);

    /// <summary>Reads bytes and the handles that came with them.</summary>
    /// <param name="buffer">Where the bytes go; not empty.</param>
    /// <param name="handles">Where the handles go, from the start; the caller disposes them. Those that do not fit are closed, and the result says so.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many bytes and how many handles, and whether any were cut off.</returns>
    /// <exception cref="ArgumentException">The buffer is empty.</exception>
    /// <exception cref="InvalidOperationException">Another read is under way.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed, perhaps meanwhile.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime cannot.</exception>
    /// <exception cref="IOException">The connection was reset, or the system refused, see SCM_RIGHTS in unix(7).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: neither bytes nor handles are lost.</remarks>
    public async ValueTask<ReceivedHandles> ReadHandlesAsync(
        Memory<byte> buffer, Memory<SafeHandle?> handles, CancellationToken cancellationToken = default)
    {
        if (Leaf.Refusal is { } refusal)
        {
            throw refusal;
        }

        return ReceivedHandles.From(await _socket.ReceiveHandlesAsync(buffer, handles, cancellationToken).ConfigureAwait(false));
    }
}
