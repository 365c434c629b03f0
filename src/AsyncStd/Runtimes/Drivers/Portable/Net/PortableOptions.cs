namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers.Portable.Linux;

/// <summary>The options of <see cref="SocketOptions"/> in the base class library's words.</summary>
internal static class PortableOptions
{
    private static readonly Dictionary<SocketOption, Accessor> s_accessors = new(ReferenceEqualityComparer.Instance)
    {
        [SocketOptions.NoDelay] = Of(SocketOptions.NoDelay, Needs.Tcp, static s => s.NoDelay, static (s, v) => s.NoDelay = v),
        [SocketOptions.KeepAlive] = Of(SocketOptions.KeepAlive, Needs.Tcp, GetKeepAlive, SetKeepAlive),
        [SocketOptions.Linger] = Of(SocketOptions.Linger, Needs.Stream, GetLinger, SetLinger),
        [SocketOptions.ReceiveBufferSize] = Of(SocketOptions.ReceiveBufferSize, Needs.Nothing, static s => s.ReceiveBufferSize, static (s, v) => s.ReceiveBufferSize = Positive(v)),
        [SocketOptions.SendBufferSize] = Of(SocketOptions.SendBufferSize, Needs.Nothing, static s => s.SendBufferSize, static (s, v) => s.SendBufferSize = Positive(v)),
        [SocketOptions.TimeToLive] = Of(SocketOptions.TimeToLive, Needs.Internet, static s => s.Ttl, static (s, v) => s.Ttl = (short)InRange(v, 1, 255)),
        [SocketOptions.TrafficClass] = Of(SocketOptions.TrafficClass, Needs.IPv4, static s => Int(s, SocketOptionLevel.IP, SocketOptionName.TypeOfService), static (s, v) => s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, InRange(v, 0, 255))),
        [SocketOptions.DontFragment] = Of(SocketOptions.DontFragment, Needs.IPv4, static s => s.DontFragment, static (s, v) => s.DontFragment = v),
        [SocketOptions.ReuseAddress] = Of(SocketOptions.ReuseAddress, Needs.Nothing, Reuse.GetAddress, Reuse.SetAddress),
        [SocketOptions.IPv6Only] = Of(SocketOptions.IPv6Only, Needs.IPv6, static s => !s.DualMode, static (s, v) => s.DualMode = !v),
        [SocketOptions.Broadcast] = Of(SocketOptions.Broadcast, Needs.Datagram, static s => s.EnableBroadcast, static (s, v) => s.EnableBroadcast = v),
        [SocketOptions.MulticastLoopback] = Of(SocketOptions.MulticastLoopback, Needs.InternetDatagram, static s => s.MulticastLoopback, static (s, v) => s.MulticastLoopback = v),
        [SocketOptions.MulticastTimeToLive] = Of(SocketOptions.MulticastTimeToLive, Needs.InternetDatagram, static s => Int(s, LevelOf(s), SocketOptionName.MulticastTimeToLive), static (s, v) => s.SetSocketOption(LevelOf(s), SocketOptionName.MulticastTimeToLive, InRange(v, 0, 255))),
        [SocketOptions.DatagramDestinations] = Of(SocketOptions.DatagramDestinations, Needs.InternetDatagram, static s => Int(s, LevelOf(s), SocketOptionName.PacketInformation) != 0, static (s, v) => s.SetSocketOption(LevelOf(s), SocketOptionName.PacketInformation, v)),
    };

    static PortableOptions()
    {
        if (Reuse.HasPort)
        {
            s_accessors[SocketOptions.ReusePort] = Of(SocketOptions.ReusePort, Needs.Internet, Reuse.GetPort, Reuse.SetPort);
        }

        if (OperatingSystem.IsLinux())
        {
            s_accessors[SocketOptions.UserTimeout] = Of(SocketOptions.UserTimeout, Needs.Tcp, LinuxOptions.GetUserTimeout, LinuxOptions.SetUserTimeout);
            s_accessors[SocketOptions.MulticastInterface] = Of(SocketOptions.MulticastInterface, Needs.InternetDatagram, LinuxOptions.GetMulticastInterface, LinuxOptions.SetMulticastInterface);
        }
    }

    /// <summary>What a socket must be for an option.</summary>
    private enum Needs
    {
        Nothing,
        Stream,
        Tcp,
        Datagram,
        Internet,
        InternetDatagram,
        IPv4,
        IPv6,
    }

    public static bool IsKnown(SocketOption option) => s_accessors.ContainsKey(option);

    public static T Get<T>(Socket socket, SocketOption<T> option) => Find(socket, option).Get(socket);

    public static void Set<T>(Socket socket, SocketOption<T> option, T value) => Find(socket, option).Set(socket, value);

    private static Accessor<T> Find<T>(Socket socket, SocketOption<T> option)
    {
        if (!s_accessors.TryGetValue(option, out Accessor? accessor))
        {
            throw SocketFailure.Missing($"socket option '{option}'");
        }

        return Fits(socket, accessor.Needs)
            ? (Accessor<T>)accessor
            : throw new NotSupportedException($"Socket option '{option}' is for other sockets than {socket.AddressFamily} {socket.SocketType}.");
    }

    private static bool Fits(Socket socket, Needs needs)
    {
        bool isInternet = socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
        bool isStream = socket.SocketType == SocketType.Stream;
        return needs switch
        {
            Needs.Stream => isStream,
            Needs.Tcp => isStream && isInternet,
            Needs.Datagram => !isStream,
            Needs.Internet => isInternet,
            Needs.InternetDatagram => isInternet && !isStream,
            Needs.IPv4 => socket.AddressFamily == AddressFamily.InterNetwork,
            Needs.IPv6 => socket.AddressFamily == AddressFamily.InterNetworkV6,
            _ => true,
        };
    }

    private static SocketOptionLevel LevelOf(Socket socket) => socket.AddressFamily == AddressFamily.InterNetworkV6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP;

    private static int Int(Socket socket, SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;

    private static int Positive(int value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }

    private static int InRange(int value, int least, int most, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
        return value;
    }

    private static KeepAliveSettings? GetKeepAlive(Socket socket)
        => Int(socket, SocketOptionLevel.Socket, SocketOptionName.KeepAlive) == 0
            ? null
            : new KeepAliveSettings
            {
                Idle = TimeSpan.FromSeconds(Int(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)),
                Interval = TimeSpan.FromSeconds(Int(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval)),
                ProbeCount = Int(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount),
            };

    private static void SetKeepAlive(Socket socket, KeepAliveSettings? settings)
    {
        if (settings?.Idle is { } idle)
        {
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, Seconds(idle));
        }

        if (settings?.Interval is { } interval)
        {
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Seconds(interval));
        }

        if (settings?.ProbeCount is { } count)
        {
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, InRange(count, 1, 127));
        }

        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, settings is not null);
    }

    private static TimeSpan? GetLinger(Socket socket)
        => socket.LingerState is { Enabled: true } linger ? TimeSpan.FromSeconds(linger.LingerTime) : null;

    private static void SetLinger(Socket socket, TimeSpan? time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time ?? TimeSpan.Zero, TimeSpan.Zero, nameof(time));
        socket.LingerState = new LingerOption(time is not null, time is { } given && given > TimeSpan.Zero ? Seconds(given) : 0);
    }

    /// <summary>The system counts whole seconds, at least one.</summary>
    private static int Seconds(TimeSpan time)
    {
        double seconds = Math.Ceiling(time.TotalSeconds);
        return seconds is >= 1 and <= 32_767
            ? (int)seconds
            : throw new ArgumentOutOfRangeException(nameof(time), time, "A time must be above zero and at most 32,767 seconds.");
    }

    private static Accessor<T> Of<T>(SocketOption<T> option, Needs needs, Func<Socket, T> get, Action<Socket, T> set)
    {
        _ = option; // only its type matters: that of the value
        return new Accessor<T>(needs, get, set);
    }

    private abstract class Accessor(Needs needs)
    {
        public Needs Needs { get; } = needs;
    }

    private sealed class Accessor<T>(Needs needs, Func<Socket, T> get, Action<Socket, T> set) : Accessor(needs)
    {
        public T Get(Socket socket) => get(socket);

        public void Set(Socket socket, T value) => set(socket, value);
    }
}
