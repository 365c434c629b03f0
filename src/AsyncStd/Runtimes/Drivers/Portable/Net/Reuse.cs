namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net.Sockets;

/// <summary>Sharing an address, and sharing a port: two options of Unix systems that the base class library sets as one.</summary>
/// <remarks>The numbers are those of sys/socket.h; Windows has only an option for addresses, of another meaning.</remarks>
internal static class Reuse
{
    private static readonly bool s_isApple = OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsFreeBSD();

    /// <summary>Whether several sockets can share a port.</summary>
    public static bool HasPort { get; } = OperatingSystem.IsLinux() || s_isApple;

    private static int Level => s_isApple ? 0xFFFF : 1;

    private static int Address => s_isApple ? 0x0004 : 2;

    private static int Port => s_isApple ? 0x0200 : 15;

    public static bool GetAddress(Socket socket)
        => HasPort ? Get(socket, Address) : (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress)! != 0;

    public static void SetAddress(Socket socket, bool value)
    {
        if (HasPort)
        {
            Set(socket, Address, value);
        }
        else
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, value);
        }
    }

    public static bool GetPort(Socket socket) => Get(socket, Port);

    public static void SetPort(Socket socket, bool value) => Set(socket, Port, value);

    private static bool Get(Socket socket, int name)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        socket.GetRawSocketOption(Level, name, value);
        return BitConverter.ToInt32(value) != 0;
    }

    private static void Set(Socket socket, int name, bool value)
        => socket.SetRawSocketOption(Level, name, BitConverter.GetBytes(value ? 1 : 0));
}
