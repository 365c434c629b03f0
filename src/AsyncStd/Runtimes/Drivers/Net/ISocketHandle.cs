namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

/// <summary>What all sockets have in common.</summary>
/// <remarks>
/// <para>Closing ends calls under way: each ends with its result if it had one, else with <see cref="ObjectDisposedException"/>,
/// and the
/// descriptor is given back to the system after the last of them, never before. <see cref="IDisposable.Dispose"/> does that
/// without waiting
/// and never throws. After closing every call throws <see cref="ObjectDisposedException"/>.</para>
/// <para>Failures and cancellation follow the rules of <see cref="INetwork"/>.</para>
/// </remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface ISocketHandle : IDisposable
{
    /// <summary>The address it is bound to, with the port that was taken; still told after closing, for messages.</summary>
    EndPoint LocalEndPoint { get; }

    /// <summary>Reads an option.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    /// <param name="option">The option, from <see cref="SocketOptions"/> or of the driver's own.</param>
    /// <returns>The value.</returns>
    /// <exception cref="NotSupportedException">The driver, or this kind of socket, does not know it.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The system refused, see getsockopt(2).</exception>
    T GetOption<T>(SocketOption<T> option);

    /// <summary>Sets an option.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    /// <param name="option">The option, from <see cref="SocketOptions"/> or of the driver's own.</param>
    /// <param name="value">The value; the system may round it or limit it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is out of its range.</exception>
    /// <exception cref="NotSupportedException">The driver, or this kind of socket, does not know it.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The system refused, see setsockopt(2).</exception>
    void SetOption<T>(SocketOption<T> option, T value);

    /// <summary>Lends the system's handle, for calls that this interface lacks.</summary>
    /// <param name="handle">The handle; it stays this object's, so it must be neither closed nor used after this object is
    /// closed.</param>
    /// <returns>False if there is none, as in a simulation.</returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    bool TryGetSafeSocketHandle([NotNullWhen(true)] out SafeSocketHandle? handle);

    /// <summary>Gives the system's handle away; this object is closed afterwards.</summary>
    /// <param name="handle">The handle, owned by the caller, blocking or not as the driver used it; a <see cref="Socket"/> can be
    /// made of it.</param>
    /// <returns>False if there is none, as in a simulation; this object then stays open.</returns>
    /// <exception cref="InvalidOperationException">A call is under way, or the driver holds bytes that it has received
    /// ahead.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    bool TryRelease([NotNullWhen(true)] out SafeSocketHandle? handle);

    /// <summary>Closes the socket, and waits until that is done: for calls under way, and as long as
    /// <see cref="SocketOptions.Linger"/> says. Closing a closed socket does nothing.</summary>
    /// <param name="cancellationToken">Asks to stop waiting.</param>
    /// <returns>A task that ends when the socket is closed.</returns>
    /// <exception cref="IOException">The system reported an error, see close(2). The socket is closed all the same.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: only the waiting ends; the socket is closed behind.</remarks>
    ValueTask CloseAsync(CancellationToken cancellationToken);
}
