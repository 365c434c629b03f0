namespace AsyncStd.Net;

using System.Net;
using AsyncStd.Runtimes.Drivers;

// Options, broadcast and multicast.
public sealed partial class UdpSocket
{
    /// <summary>Whether messages may be sent to broadcast addresses, see SO_BROADCAST in socket(7).</summary>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public bool EnableBroadcast
    {
        get => _socket.GetOption(SocketOptions.Broadcast);
        set => _socket.SetOption(SocketOptions.Broadcast, value);
    }

    /// <summary>Through how many routers a message may pass, 1 to 255; for IPv6 the hop limit. See IP_TTL in ip(7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public int Ttl
    {
        get => _socket.GetOption(SocketOptions.TimeToLive);
        set => _socket.SetOption(SocketOptions.TimeToLive, value);
    }

    /// <summary>Whether sent multicast messages come back to this host, see IP_MULTICAST_LOOP in ip(7).</summary>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public bool MulticastLoopback
    {
        get => _socket.GetOption(SocketOptions.MulticastLoopback);
        set => _socket.SetOption(SocketOptions.MulticastLoopback, value);
    }

    /// <summary>Through how many routers a multicast message may pass, 0 to 255, see IP_MULTICAST_TTL in ip(7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public int MulticastTtl
    {
        get => _socket.GetOption(SocketOptions.MulticastTimeToLive);
        set => _socket.SetOption(SocketOptions.MulticastTimeToLive, value);
    }

    /// <summary>Whether received messages tell the address and the interface that they were sent to, see IP_PKTINFO in ip(7).</summary>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public bool ReceivesDestinations
    {
        get => _socket.GetOption(SocketOptions.DatagramDestinations);
        set => _socket.SetOption(SocketOptions.DatagramDestinations, value);
    }

    /// <summary>The system's buffer for received messages, in bytes. Linux reports twice what was set, see SO_RCVBUF in socket(7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public int ReceiveBufferSize
    {
        get => _socket.GetOption(SocketOptions.ReceiveBufferSize);
        set => _socket.SetOption(SocketOptions.ReceiveBufferSize, value);
    }

    /// <summary>The system's buffer for messages to be sent, in bytes. Linux reports twice what was set, see SO_SNDBUF in socket(7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public int SendBufferSize
    {
        get => _socket.GetOption(SocketOptions.SendBufferSize);
        set => _socket.SetOption(SocketOptions.SendBufferSize, value);
    }

    /// <summary>Chooses the interface that multicast messages leave by, see IP_MULTICAST_IF in ip(7).</summary>
    /// <param name="interfaceIndex">Its index; 0: the system's choice.</param>
    /// <exception cref="NotSupportedException">The network of the runtime cannot.</exception>
    /// <exception cref="IOException">There is no such interface.</exception>
    public void SetMulticastInterface(int interfaceIndex) => _socket.SetOption(SocketOptions.MulticastInterface, interfaceIndex);

    /// <summary>Receives messages to a group from now on.</summary>
    /// <param name="group">The group, of the socket's family.</param>
    /// <param name="localAddress">An IPv4 address of the interface to receive on; null: the system's choice.</param>
    /// <exception cref="ArgumentException">The address is no group, or of another family than the socket.</exception>
    /// <exception cref="IOException">There is no such interface, the group is joined already, or the system refused, see ip(7).</exception>
    public void JoinMulticastGroup(IPAddress group, IPAddress? localAddress = null)
        => _socket.JoinMulticast(new MulticastMembership { Group = group, LocalAddress = localAddress });

    /// <inheritdoc cref="JoinMulticastGroup(IPAddress, IPAddress?)"/>
    /// <param name="group">The group, of the socket's family.</param>
    /// <param name="interfaceIndex">The index of the interface to receive on; 0: the system's choice.</param>
    public void JoinMulticastGroup(IPAddress group, int interfaceIndex)
        => _socket.JoinMulticast(new MulticastMembership { Group = group, InterfaceIndex = interfaceIndex });

    /// <summary>Leaves a group that was joined with the same arguments.</summary>
    /// <param name="group">The group, of the socket's family.</param>
    /// <param name="localAddress">An IPv4 address of the interface; null: the system's choice.</param>
    /// <exception cref="ArgumentException">The address is no group, or of another family than the socket.</exception>
    /// <exception cref="IOException">The group was not joined, or the system refused, see ip(7).</exception>
    public void DropMulticastGroup(IPAddress group, IPAddress? localAddress = null)
        => _socket.LeaveMulticast(new MulticastMembership { Group = group, LocalAddress = localAddress });

    /// <inheritdoc cref="DropMulticastGroup(IPAddress, IPAddress?)"/>
    /// <param name="group">The group, of the socket's family.</param>
    /// <param name="interfaceIndex">The index of the interface; 0: the system's choice.</param>
    public void DropMulticastGroup(IPAddress group, int interfaceIndex)
        => _socket.LeaveMulticast(new MulticastMembership { Group = group, InterfaceIndex = interfaceIndex });
}
