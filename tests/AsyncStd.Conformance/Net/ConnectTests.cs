namespace AsyncStdConformance.Net;

using System.Net;
using System.Net.Sockets;
using System.Text;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStdConformance.Harness;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Connecting, and failing to.</summary>
public sealed class ConnectTests
{
    [Theory, OnEveryNetwork]
    public void A_refused_connection_names_the_address(NetCase on)
        => on.Run(async runtime =>
        {
            using var nobody = new Nobody();

            IOException failure = await Should.ThrowAsync<IOException>(async () => await TcpStream.ConnectAsync(nobody.Address));

            failure.Message.ShouldContain(nobody.Address.ToString());
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        });

    [Theory, OnEveryNetwork]
    public void Each_address_is_tried_until_one_answers(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            using var nobody = new Nobody();

            using TcpStream stream = await TcpStream.ConnectAsync(NetAddress.Any(nobody.Address, nobody.Address, listener.LocalEndPoint));
            IOException failure = await Should.ThrowAsync<IOException>(
                async () => await TcpStream.ConnectAsync(NetAddress.Any(nobody.Address, nobody.Address)));

            stream.RemoteEndPoint.ShouldBe(listener.LocalEndPoint);
            failure.Message.ShouldContain("no address of 2 works");
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        });

    [Theory, OnEveryNetwork]
    public void An_address_of_a_family_that_the_host_lacks_gives_way_to_the_next_one(NetCase on)
        => on.Run(
            async runtime =>
            {
                NetAddress own = NetAddress.Any(new IPEndPoint(IPAddress.IPv6Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0));
                using TcpListener listener = await TcpListener.BindAsync(own);
                using UdpSocket socket = await UdpSocket.BindAsync(own);
                NetAddress both = NetAddress.Any(new IPEndPoint(IPAddress.IPv6Loopback, listener.LocalEndPoint.Port), listener.LocalEndPoint);

                using TcpStream stream = await TcpStream.ConnectAsync(both);

                listener.LocalEndPoint.Address.ShouldBe(IPAddress.Loopback);
                socket.LocalEndPoint.Address.ShouldBe(IPAddress.Loopback);
                stream.RemoteEndPoint.ShouldBe(listener.LocalEndPoint);
                await Should.ThrowAsync<NotSupportedException>(async () => await TcpStream.ConnectAsync("[::1]:9"));
                await Should.ThrowAsync<NotSupportedException>(async () => await TcpStream.ConnectAsync(NetAddress.Any(new IPEndPoint(IPAddress.IPv6Loopback, 9), new IPEndPoint(IPAddress.IPv6Loopback, 10))));
            },
            static network => new WithoutIPv6(network));

    [Theory, OnEveryNetwork]
    public void A_loser_fails_as_it_will_and_the_winner_is_handed_out(NetCase on)
        => on.Run(
            async runtime =>
            {
                using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
                NetAddress both = NetAddress.Any(new IPEndPoint(IPAddress.IPv6Loopback, listener.LocalEndPoint.Port), listener.LocalEndPoint);

                using TcpStream stream = await TcpStream.ConnectAsync(both, new TcpConnectionOptions { AttemptDelay = TimeSpan.FromMilliseconds(1) });

                stream.RemoteEndPoint.ShouldBe(listener.LocalEndPoint);
            },
            static network => new WithoutIPv6(network, isSlow: true));

    [Theory, OnEveryNetwork]
    public void An_address_that_does_not_answer_does_not_hold_up_the_next_one(NetCase on)
        => on.Run(async runtime =>
        {
            using var silent = new SilentListener();
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");

            using TcpStream stream = await TcpStream.ConnectAsync(
                NetAddress.Any(silent.Address, listener.LocalEndPoint), new TcpConnectionOptions { AttemptDelay = TimeSpan.FromMilliseconds(10) });

            stream.RemoteEndPoint.ShouldBe(listener.LocalEndPoint);
        });

    [Theory, OnEveryNetwork]
    public void A_time_limit_ends_the_attempt_and_is_named(NetCase on)
        => on.Run(async runtime =>
        {
            using var silent = new SilentListener();

            IOException failure = await Should.ThrowAsync<IOException>(
                async () => await TcpStream.ConnectAsync(silent.Address, new TcpConnectionOptions { Timeout = TimeSpan.FromMilliseconds(20) }));

            failure.Message.ShouldContain(silent.Address.ToString());
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.TimedOut);
        });

    [Theory, OnEveryNetwork]
    public void A_cancelled_attempt_ends_at_once(NetCase on)
        => on.Run(async runtime =>
        {
            using var silent = new SilentListener();
            using var source = new CancellationTokenSource();
            ValueTask<TcpStream> connect = TcpStream.ConnectAsync(silent.Address, cancellationToken: source.Token);

            await source.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(async () => await connect);
        });

    [Theory, OnEveryNetwork]
    public void What_is_cancelled_tells_the_token_of_its_caller(NetCase on)
        => on.Run(async runtime =>
        {
            using var silent = new SilentListener();
            foreach (NetAddress address in new[] { silent.Address, NetAddress.Any(silent.Address, silent.Address) })
            {
                using var source = new CancellationTokenSource();
                ValueTask<TcpStream> connect = TcpStream.ConnectAsync(address, cancellationToken: source.Token);

                await source.CancelAsync();

                (await Should.ThrowAsync<OperationCanceledException>(async () => await connect)).CancellationToken.ShouldBe(source.Token);
            }
        });

    [Theory, OnEveryNetwork]
    public void An_unreachable_address_is_named(NetCase on)
        => on.Run(async runtime =>
        {
            IOException failure = await Should.ThrowAsync<IOException>(async () => await TcpStream.ConnectAsync("224.0.0.1:9")); // no connection leads to a group

            failure.Message.ShouldContain("224.0.0.1:9");
            failure.InnerException.ShouldBeOfType<SocketException>();
        });

    [Theory, OnEveryNetwork]
    public void Times_that_make_no_sense_are_refused(NetCase on)
        => on.Run(async runtime =>
        {
            using var nobody = new Nobody();
            foreach (TcpConnectionOptions options in new TcpConnectionOptions[]
            {
                new() { Timeout = TimeSpan.Zero },
                new() { AttemptDelay = TimeSpan.FromTicks(-1) },
            })
            {
                await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await TcpStream.ConnectAsync(nobody.Address, options));
            }
        });

    [Theory, OnEveryNetwork]
    public void An_attempt_ends_when_its_task_is_asked_to_stop(NetCase on)
        => on.Run(async runtime =>
        {
            using var silent = new SilentListener();
            var single = Task.Spawn(async () => await TcpStream.ConnectAsync(silent.Address));
            var race = Task.Spawn(async () => await TcpStream.ConnectAsync(NetAddress.Any(silent.Address, silent.Address)));
            await Task.YieldNow();

            single.Cancel();
            race.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await single);
            await Should.ThrowAsync<OperationCanceledException>(async () => await race);
        });

    [Theory, OnEveryNetwork]
    public void A_name_is_looked_up(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("localhost:0");

            using TcpStream stream = await TcpStream.ConnectAsync(("localhost", listener.LocalEndPoint.Port));

            IPAddress.IsLoopback(stream.RemoteEndPoint.Address).ShouldBeTrue();
        });

    [Theory, OnEveryNetwork]
    public void The_first_bytes_are_sent_when_the_call_ends(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            byte[] early = Encoding.ASCII.GetBytes("early");

            using TcpStream client = await TcpStream.ConnectAsync(
                listener.LocalEndPoint, new TcpConnectionOptions { EarlyData = early, FastOpen = true, NoDelay = true });

            using TcpStream server = await listener.AcceptAsync();
            var buffer = new byte[5];
            await server.ReadExactlyAsync(buffer);
            buffer.ShouldBe(early);
            client.NoDelay.ShouldBeTrue();
            if (OperatingSystem.IsLinux())
            {
                const int tcp = 6, fastOpenConnect = 30; // IPPROTO_TCP, TCP_FASTOPEN_CONNECT
                using Socket socket = client.IntoSocket();
                var isSet = new byte[sizeof(int)];
                socket.GetRawSocketOption(tcp, fastOpenConnect, isSet).ShouldBe(sizeof(int));
                BitConverter.ToInt32(isSet).ShouldBe(1);
            }
        });

    [Theory, OnEveryNetwork]
    public void The_own_address_can_be_chosen(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            for (int attempt = 1; ; attempt++)
            {
                IPEndPoint own = await FreePortAsync();
                try
                {
                    using TcpStream client = await TcpStream.ConnectAsync(
                        listener.LocalEndPoint, new TcpConnectionOptions { LocalEndPoint = own, ReuseAddress = true });

                    client.LocalEndPoint.ShouldBe(own);
                    return;
                }
                catch (IOException e) when (attempt < 100 && e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
                {
                    // another test has taken the free port meanwhile
                }
            }
        });

    private static async Task<IPEndPoint> FreePortAsync()
    {
        using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
        return listener.LocalEndPoint;
    }

    /// <summary>An address that refuses: it is taken, so no other test listens there, but nobody listens.</summary>
    private sealed class Nobody : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public Nobody() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

        public void Dispose() => _socket.Dispose();
    }

    /// <summary>A listener whose queue is full, so that the system leaves further requests unanswered.</summary>
    private sealed class SilentListener : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _filling = [];

        public SilentListener()
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen(0);
            for (int i = 0; i < 3; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _filling.Add(socket);
                try
                {
                    socket.Connect(_listener.LocalEndPoint!);
                }
                catch (SocketException)
                {
                    socket.Poll(TimeSpan.FromMilliseconds(20), SelectMode.SelectWrite);
                }
            }
        }

        public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

        public void Dispose()
        {
            _filling.ForEach(each => each.Dispose());
            _listener.Dispose();
        }
    }
}
