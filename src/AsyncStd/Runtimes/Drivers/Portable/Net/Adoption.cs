namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net.Sockets;

/// <summary>Looks whether a socket is what it is taken over as.</summary>
internal static class Adoption
{
    public static bool IsTcp(Socket socket) => IsInternet(socket) && socket.SocketType == SocketType.Stream;

    public static bool IsUdp(Socket socket) => IsInternet(socket) && socket.SocketType == SocketType.Dgram && socket.IsBound;

    public static bool IsUnixStream(Socket socket) => socket is { AddressFamily: AddressFamily.Unix, SocketType: SocketType.Stream };

    public static bool IsUnixDatagram(Socket socket) => socket is { AddressFamily: AddressFamily.Unix, SocketType: SocketType.Dgram };

    /// <param name="socket">The socket.</param>
    /// <param name="isKind">Whether it is of the kind.</param>
    /// <param name="isListening">Whether it must listen or be connected; null: neither matters.</param>
    /// <param name="kind">The kind in words.</param>
    /// <exception cref="ArgumentException">It is not, or it is closed.</exception>
    public static void Check(Socket socket, Func<Socket, bool> isKind, bool? isListening, string kind)
    {
        ArgumentNullException.ThrowIfNull(socket);
        bool fits;
        try
        {
            fits = !socket.SafeHandle.IsClosed && isKind(socket) && (isListening is null || IsListening(socket) == isListening)
                && (isListening != false || socket.RemoteEndPoint is not null);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new ArgumentException($"The socket is not {kind}: {e.Message}", nameof(socket), e);
        }

        if (!fits)
        {
            throw new ArgumentException($"The socket is not {kind}, but {socket.AddressFamily} {socket.SocketType}.", nameof(socket));
        }
    }

    private static bool IsInternet(Socket socket) => socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;

    private static bool IsListening(Socket socket)
        => (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)! != 0;
}
