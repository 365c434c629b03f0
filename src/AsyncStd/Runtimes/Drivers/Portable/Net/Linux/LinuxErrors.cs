namespace AsyncStd.Runtimes.Drivers.Portable.Linux;

using System.Net.Sockets;

/// <summary>Numbers of errno(3) in the base class library's words; the numbers are those of x86 and Arm.</summary>
internal static class LinuxErrors
{
    public static SocketError ToSocketError(int error) => error switch
    {
        1 or 13 => SocketError.AccessDenied,
        9 => SocketError.NotSocket,
        11 => SocketError.WouldBlock,
        12 or 105 or 109 => SocketError.NoBufferSpaceAvailable,
        22 => SocketError.InvalidArgument,
        23 or 24 => SocketError.TooManyOpenSockets,
        2 or 99 => SocketError.AddressNotAvailable,
        32 => SocketError.Shutdown,
        90 => SocketError.MessageSize,
        95 => SocketError.OperationNotSupported,
        97 => SocketError.AddressFamilyNotSupported,
        98 => SocketError.AddressAlreadyInUse,
        104 => SocketError.ConnectionReset,
        107 => SocketError.NotConnected,
        111 => SocketError.ConnectionRefused,
        _ => SocketError.SocketError,
    };
}
