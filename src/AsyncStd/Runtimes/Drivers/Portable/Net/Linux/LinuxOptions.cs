namespace AsyncStd.Runtimes.Drivers.Portable.Linux;

using System.Net.Sockets;
using System.Runtime.Versioning;

/// <summary>Options that the base class library has no name for, by the numbers of the kernel's headers.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxOptions
{
    private const int Ip = 0;
    private const int Tcp = 6;
    private const int IPv6 = 41;
    private const int MulticastInterfaceV4 = 32;
    private const int MulticastInterfaceV6 = 17;
    private const int UserTimeout = 18;
    private const int FastOpen = 23;
    private const int FastOpenConnect = 30;

    public static TimeSpan GetUserTimeout(Socket socket) => TimeSpan.FromMilliseconds(Get(socket, Tcp, UserTimeout));

    public static void SetUserTimeout(Socket socket, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromMilliseconds(int.MaxValue));
        Set(socket, Tcp, UserTimeout, (int)Math.Ceiling(time.TotalMilliseconds));
    }

    /// <summary>See IP_MULTICAST_IF in ip(7): the kernel tells the address only, so for IPv4 what was set is not told.</summary>
    public static int GetMulticastInterface(Socket socket)
        => socket.AddressFamily == AddressFamily.InterNetworkV6
            ? Get(socket, IPv6, MulticastInterfaceV6)
            : throw new NotSupportedException("The system does not tell the interface of IPv4 multicast messages by its index.");

    public static void SetMulticastInterface(Socket socket, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            Set(socket, IPv6, MulticastInterfaceV6, index);
            return;
        }

        Span<byte> request = stackalloc byte[12]; // struct ip_mreqn: group, address, index
        request.Clear();
        BitConverter.TryWriteBytes(request[8..], index);
        socket.SetRawSocketOption(Ip, MulticastInterfaceV4, request);
    }

    /// <summary>How many connections of a listener may send data with their request, see TCP_FASTOPEN in tcp(7).</summary>
    public static void SetFastOpenBacklog(Socket socket, int backlog) => Set(socket, Tcp, FastOpen, backlog);

    /// <summary>From now on connecting waits for the first bytes and sends them along.</summary>
    public static void SetFastOpenConnect(Socket socket) => Set(socket, Tcp, FastOpenConnect, 1);

    private static int Get(Socket socket, int level, int name)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        socket.GetRawSocketOption(level, name, value);
        return BitConverter.ToInt32(value);
    }

    private static void Set(Socket socket, int level, int name, int value)
        => socket.SetRawSocketOption(level, name, BitConverter.GetBytes(value));
}
