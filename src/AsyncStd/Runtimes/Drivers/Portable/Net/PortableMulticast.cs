namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;

/// <summary>Joining and leaving multicast groups.</summary>
internal static class PortableMulticast
{
    public static void Change(PortableDatagramSocket owner, MulticastMembership group, bool joins)
    {
        ArgumentNullException.ThrowIfNull(group);
        owner.ThrowIfClosed();
        try
        {
            Change(owner.Socket, group, joins);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw owner.Translate(e, Describe(group, joins), default);
        }
    }

    /// <summary>What it is called in messages.</summary>
    public static string Describe(MulticastMembership group, bool joins) => $"{(joins ? "join" : "leave")} multicast group {group.Group}";

    /// <exception cref="SocketException">The system refused.</exception>
    public static void Change(Socket socket, MulticastMembership group, bool joins)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (socket.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
        {
            throw SocketFailure.Missing("multicast for Unix sockets");
        }

        if (group.Source is not null)
        {
            throw SocketFailure.Missing("multicast from a single source");
        }

        if (group.Group.AddressFamily != socket.AddressFamily || !IsGroup(group.Group))
        {
            throw new ArgumentException($"{group.Group} is no multicast group of the socket's family, {socket.AddressFamily}.", nameof(group));
        }

        SocketOptionName name = joins ? SocketOptionName.AddMembership : SocketOptionName.DropMembership;
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.SetSocketOption(SocketOptionLevel.IPv6, name, new IPv6MulticastOption(group.Group, group.InterfaceIndex));
        }
        else
        {
            MulticastOption option = group is { InterfaceIndex: 0, LocalAddress: { } local }
                ? new MulticastOption(group.Group, local)
                : new MulticastOption(group.Group, group.InterfaceIndex);
            socket.SetSocketOption(SocketOptionLevel.IP, name, option);
        }
    }

    private static bool IsGroup(IPAddress address)
        => address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : (address.GetAddressBytes()[0] & 0xF0) == 0xE0;
}
