namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net.Sockets;

/// <summary>Descriptors that begin their life with the driver.</summary>
internal static unsafe class Descriptor
{
    private const int GetFlags = 3; // F_GETFL
    private const int SetFlags = 4; // F_SETFL

    /// <summary>Takes the descriptor out of a socket of the BCL that nobody else knows and that is of no use afterwards.</summary>
    /// <exception cref="SocketException">The system refused, see fcntl(2).</exception>
    public static int Take(Socket socket)
    {
        int descriptor = Of(socket);

        // Not disposed of: closing would wait for the handle to be released, which it never is.
        socket.SafeHandle.SetHandleAsInvalid();
        GC.SuppressFinalize(socket);
        return descriptor;
    }

    /// <summary>The descriptor of a socket of the BCL, made non-blocking.</summary>
    /// <exception cref="SocketException">The system refused, see fcntl(2).</exception>
    public static int Of(Socket socket)
    {
        socket.Blocking = false;
        int descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        int flags = NativeSocket.Control(descriptor, GetFlags, 0);
        if (flags < 0 || NativeSocket.Control(descriptor, SetFlags, flags | NativeSocket.NonBlocking) < 0)
        {
            throw new SocketException();
        }

        return descriptor;
    }

    /// <summary>Makes two Unix sockets that are connected to each other.</summary>
    /// <exception cref="SocketException">The system refused, see socketpair(2).</exception>
    public static (int First, int Second) Pair(int type)
    {
        int* pair = stackalloc int[2];
        return NativeSocket.CreatePair(NativeSocket.FamilyUnix, type | NativeSocket.NonBlocking | NativeSocket.CloseOnExec, 0, pair) == 0
            ? (pair[0], pair[1])
            : throw new SocketException(); // of the thread's last error
    }
}
