namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

/// <summary>What Unix sockets can do because both ends are on one machine.</summary>
/// <remarks>Buffers and handle lists belong to the driver from the call until the returned task ends. Calls count as receiving
/// and sending calls of their socket. Failures and cancellation follow the rules of <see cref="INetwork"/>.</remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IUnixSocket : ISocketHandle
{
    /// <summary>Tells who was at the other end when the connection was made, without waiting.</summary>
    /// <returns>User, group, and process where known.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.PeerCredentials"/>.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">It is not connected, or the system refused, see SO_PEERCRED in unix(7).</exception>
    PeerIdentity GetPeerIdentity();

    /// <summary>Sends bytes and copies of open handles with the first of them, to the connected address.</summary>
    /// <param name="payload">The bytes; not empty.</param>
    /// <param name="handles">The handles, files or sockets; they stay open here, and the caller's.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were sent: at least one, and with them every handle.</returns>
    /// <exception cref="ArgumentException"><paramref name="payload"/> is empty, a handle is closed, or there are more than the
    /// system carries at once (253 on Linux).</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.DescriptorPassing"/>.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The connection was reset, or the system refused, see SCM_RIGHTS in unix(7).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: neither bytes nor handles were sent.</remarks>
    ValueTask<int> SendHandlesAsync(ReadOnlyMemory<byte> payload, ReadOnlyMemory<SafeHandle> handles, CancellationToken cancellationToken);

    /// <summary>Receives bytes and the handles that came with them.</summary>
    /// <param name="buffer">Where the bytes go; not empty.</param>
    /// <param name="handles">Where the handles go, from the start; owned by the caller, and not inherited by child
    /// processes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes and handles, and whether some handles did not fit and were closed.</returns>
    /// <exception cref="ArgumentException"><paramref name="buffer"/> is empty.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.DescriptorPassing"/>.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The connection was reset, or the system refused, see SCM_RIGHTS in unix(7).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: neither bytes nor handles are lost.</remarks>
    ValueTask<HandleReceipt> ReceiveHandlesAsync(Memory<byte> buffer, Memory<SafeHandle?> handles, CancellationToken cancellationToken);
}
