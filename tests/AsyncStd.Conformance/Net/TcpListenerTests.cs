namespace AsyncStdConformance.Net;

using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Listening and accepting.</summary>
public sealed class TcpListenerTests
{
    [Theory, OnEveryNetwork]
    public void A_connection_that_nobody_has_taken_goes_with_the_garbage(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
            await AcceptAndForgetAsync();

            Task<int> end = client.ReadAsync(new byte[1]).AsTask();
            for (int attempt = 0; attempt < 1000 && !end.IsCompleted; attempt++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.YieldNow();
            }

            end.IsCompleted.ShouldBeTrue("the descriptor is open still");
            IOException failure = await Should.ThrowAsync<IOException>(end); // not as if all had been sent that was to be
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);

            [MethodImpl(MethodImplOptions.NoInlining)]
            async Task AcceptAndForgetAsync() => await listener.AcceptAsync();
        });

    [Theory, OnEveryNetwork]
    public void A_port_in_use_is_named(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener first = await TcpListener.BindAsync("127.0.0.1:0");

            IOException failure = await Should.ThrowAsync<IOException>(async () => await TcpListener.BindAsync(first.LocalEndPoint));

            failure.Message.ShouldContain(first.LocalEndPoint.ToString());
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
        });

    [Theory, OnEveryNetwork]
    public void A_disposed_listener_frees_its_port(NetCase on)
        => on.Run(async runtime =>
        {
            TcpListener first = await TcpListener.BindAsync("127.0.0.1:0");
            IPEndPoint address = first.LocalEndPoint;
            await first.DisposeAsync();

            using TcpListener second = await BindAgainAsync(address);

            second.LocalEndPoint.ShouldBe(address);
        });

    [Theory, OnEveryNetwork]
    public void Of_several_addresses_the_first_that_works_is_bound(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener first = await TcpListener.BindAsync("127.0.0.1:0");

            using TcpListener second = await TcpListener.BindAsync(NetAddress.Any(first.LocalEndPoint, new IPEndPoint(IPAddress.Loopback, 0)));
            IOException failure = await Should.ThrowAsync<IOException>(async () => await TcpListener.BindAsync(NetAddress.Any(first.LocalEndPoint, second.LocalEndPoint)));

            second.LocalEndPoint.Port.ShouldNotBe(first.LocalEndPoint.Port);
            failure.Message.ShouldContain(first.LocalEndPoint.ToString());
            failure.Message.ShouldContain(second.LocalEndPoint.ToString());
        });

    [Theory, OnEveryNetwork]
    public void A_cancelled_accept_loses_no_connection(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            for (int i = 0; i < 10; i++)
            {
                using var source = new CancellationTokenSource();
                ValueTask<TcpStream> accept = listener.AcceptAsync(source.Token);
                await source.CancelAsync();
                await Should.ThrowAsync<OperationCanceledException>(async () => await accept);
            }

            using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
            using TcpStream server = await listener.AcceptAsync();
            server.RemoteEndPoint.ShouldBe(client.LocalEndPoint);
        });

    [Theory, OnEveryNetwork]
    public void Several_accepts_wait_and_each_gets_one_connection(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            List<JoinHandle<TcpStream>> accepts = [.. Enumerable.Range(0, 5).Select(_ => Task.Spawn(async () => await listener.AcceptAsync()))];
            List<TcpStream> clients = [];
            for (int i = 0; i < 5; i++)
            {
                clients.Add(await TcpStream.ConnectAsync(listener.LocalEndPoint));
            }

            List<int> ports = [];
            foreach (JoinHandle<TcpStream> accept in accepts)
            {
                using TcpStream stream = await accept;
                ports.Add(stream.RemoteEndPoint.Port);
            }

            ports.ShouldBe(clients.Select(client => client.LocalEndPoint.Port), ignoreOrder: true);
            clients.ForEach(client => client.Dispose());
        });

    [Theory, OnEveryNetwork]
    public void Disposing_ends_waiting_accepts(NetCase on)
        => on.Run(async runtime =>
        {
            TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            JoinHandle<TcpStream> first = Task.Spawn(async () => await listener.AcceptAsync());
            JoinHandle<TcpStream> second = Task.Spawn(async () => await listener.AcceptAsync());
            await Task.YieldNow();

            listener.Dispose();

            await Should.ThrowAsync<ObjectDisposedException>(async () => await first);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await second);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await listener.AcceptAsync());
        });

    [Theory, OnEveryNetwork]
    public void Incoming_connections_are_a_stream_that_ends_with_the_listener(NetCase on)
        => on.Run(async runtime =>
        {
            TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            IPEndPoint address = listener.LocalEndPoint;
            JoinHandle clients = Task.Spawn(async () =>
            {
                for (int i = 0; i < 3; i++)
                {
                    using TcpStream client = await TcpStream.ConnectAsync(address);
                    await client.ReadAsync(new byte[1]);
                }
            });
            int count = 0;
            await foreach (TcpStream stream in listener.Incoming())
            {
                stream.Dispose();
                if (++count == 3)
                {
                    listener.Dispose();
                }
            }

            count.ShouldBe(3);
            await clients;
        });

    [Theory, OnEveryNetwork]
    public void At_the_limit_the_next_connection_is_accepted_when_one_is_disposed(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            List<TcpStream> clients = [];
            for (int i = 0; i < 3; i++)
            {
                clients.Add(await TcpStream.ConnectAsync(listener.LocalEndPoint));
            }

            IAsyncEnumerator<TcpStream> incoming = listener.Incoming(new IncomingOptions { ConnectionLimit = 2 }).GetAsyncEnumerator();
            (await incoming.MoveNextAsync()).ShouldBeTrue();
            TcpStream first = incoming.Current;
            (await incoming.MoveNextAsync()).ShouldBeTrue();
            TcpStream second = incoming.Current;
            JoinHandle<bool> third = Task.Spawn(async () => await incoming.MoveNextAsync());
            await Task.YieldNow();
            await Task.YieldNow();
            third.IsCompleted.ShouldBeFalse();

            first.Dispose();

            (await third).ShouldBeTrue();
            incoming.Current.RemoteEndPoint.ShouldBe(clients[2].LocalEndPoint);
            incoming.Current.Dispose();
            second.Dispose();
            clients.ForEach(client => client.Dispose());
            await incoming.DisposeAsync();
        });

    [Theory, OnEveryNetwork]
    public void A_stream_of_connections_at_its_limit_ends_when_the_listener_is_disposed(NetCase on)
        => on.Run(async runtime =>
        {
            TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
            IAsyncEnumerator<TcpStream> incoming = listener.Incoming(new IncomingOptions { ConnectionLimit = 1 }).GetAsyncEnumerator();
            (await incoming.MoveNextAsync()).ShouldBeTrue();
            using TcpStream open = incoming.Current;
            JoinHandle<bool> next = Task.Spawn(async () => await incoming.MoveNextAsync());
            await Task.YieldNow();
            await Task.YieldNow();
            next.IsCompleted.ShouldBeFalse();

            listener.Dispose();

            (await next.AsTask().WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeFalse();
            await incoming.DisposeAsync();
        });

    [Theory, OnEveryNetwork]
    public void What_is_out_of_range_is_refused_before_the_port_is_taken(NetCase on)
        => on.Run(async runtime =>
        {
            for (int attempt = 0; ; attempt++)
            {
                IPEndPoint address;
                await using (TcpListener free = await TcpListener.BindAsync("127.0.0.1:0"))
                {
                    address = free.LocalEndPoint;
                }

                await Should.ThrowAsync<ArgumentOutOfRangeException>(
                    async () => await TcpListener.BindAsync(address, new TcpListenerOptions { KeepAlive = new TcpKeepAlive { Idle = TimeSpan.Zero } }));
                try
                {
                    await using TcpListener again = await TcpListener.BindAsync(address);
                    return;
                }
                catch (IOException) when (attempt < 100)
                {
                    // another test has taken the free port meanwhile
                }
            }
        });

    [Theory, OnEveryNetwork]
    public void A_listener_for_IPv6_alone_leaves_the_port_of_IPv4_free(NetCase on)
        => on.Run(async runtime =>
        {
            if ((runtime.Network.Capabilities & AsyncStd.Runtimes.Drivers.NetworkCapabilities.DualMode) == 0)
            {
                return;
            }

            for (int attempt = 0; ; attempt++)
            {
                using TcpListener six = await TcpListener.BindAsync("[::]:0", new TcpListenerOptions { IPv6Only = true });
                try
                {
                    using TcpListener four = await TcpListener.BindAsync((IPAddress.Any, six.LocalEndPoint.Port));
                    using TcpStream client = await TcpStream.ConnectAsync((IPAddress.Loopback, six.LocalEndPoint.Port));
                    using TcpStream server = await four.AcceptAsync();
                    server.RemoteEndPoint.ShouldBe(client.LocalEndPoint);
                    return;
                }
                catch (IOException e) when (attempt < 100 && e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
                {
                    // another test has taken the port of the other family
                }
            }
        });

    [Theory, OnEveryNetwork]
    public void An_address_in_its_closing_state_is_bound_unless_that_is_forbidden(NetCase on)
        => on.Run(async runtime =>
        {
            if (!OperatingSystem.IsLinux())
            {
                return;
            }

            foreach (bool? reuse in new bool?[] { null, true })
            {
                IPEndPoint address = await CloseFirstAsync();

                IOException failure = await Should.ThrowAsync<IOException>(async () => await TcpListener.BindAsync(address, new TcpListenerOptions { ReuseAddress = false }));
                failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
                using TcpListener again = await BindAgainAsync(address, new TcpListenerOptions { ReuseAddress = reuse });
            }

            // Whoever closes first waits in case the last message was lost.
            static async Task<IPEndPoint> CloseFirstAsync()
            {
                await using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
                await using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
                TcpStream server = await listener.AcceptAsync();
                await server.DisposeAsync();
                (await client.ReadAsync(new byte[1])).ShouldBe(0);
                return listener.LocalEndPoint;
            }
        });

    [Theory, OnEveryNetwork]
    public void Options_reach_the_accepted_connection(NetCase on)
        => on.Run(async runtime =>
        {
            var keepAlive = new TcpKeepAlive { Idle = TimeSpan.FromSeconds(9), Interval = TimeSpan.FromSeconds(8), ProbeCount = 7 };
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0", new TcpListenerOptions { NoDelay = true, KeepAlive = keepAlive, Backlog = 5 });
            using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
            using TcpStream server = await listener.AcceptAsync();

            server.NoDelay.ShouldBeTrue();
            server.KeepAlive.ShouldBe(keepAlive);
            client.NoDelay.ShouldBeFalse();
            await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await TcpListener.BindAsync("127.0.0.1:0", new TcpListenerOptions { Backlog = 0 }));
        });

    [Theory, OnEveryNetwork]
    public void Listeners_share_a_port_if_all_say_so(NetCase on)
        => on.Run(async runtime =>
        {
            if ((runtime.Network.Capabilities & AsyncStd.Runtimes.Drivers.NetworkCapabilities.ReusePort) == 0)
            {
                await Should.ThrowAsync<NotSupportedException>(async () => await TcpListener.BindAsync("127.0.0.1:0", new TcpListenerOptions { ReusePort = true }));
                return;
            }

            var options = new TcpListenerOptions { ReusePort = true };
            using TcpListener first = await TcpListener.BindAsync("127.0.0.1:0", options);
            using TcpListener second = await TcpListener.BindAsync(first.LocalEndPoint, options);

            second.LocalEndPoint.ShouldBe(first.LocalEndPoint);
        });

    [Theory, OnEveryNetwork]
    public void A_listening_socket_can_be_taken_over_and_given_back(NetCase on)
        => on.Run(async runtime =>
        {
            TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            IPEndPoint address = listener.LocalEndPoint;
            using Socket socket = listener.IntoSocket();
            using TcpStream client = await TcpStream.ConnectAsync(address);

            using TcpListener again = TcpListener.FromSocket(socket);
            using TcpStream server = await again.AcceptAsync();

            server.RemoteEndPoint.ShouldBe(client.LocalEndPoint);
        });

    [Theory, OnEveryNetwork]
    public void Both_families_reach_one_listener_that_is_for_both(NetCase on)
        => on.Run(async runtime =>
        {
            if ((runtime.Network.Capabilities & AsyncStd.Runtimes.Drivers.NetworkCapabilities.DualMode) == 0)
            {
                return;
            }

            using TcpListener listener = await TcpListener.BindAsync("[::]:0", new TcpListenerOptions { IPv6Only = false });
            using TcpStream four = await TcpStream.ConnectAsync((IPAddress.Loopback, listener.LocalEndPoint.Port));
            using TcpStream first = await listener.AcceptAsync();
            using TcpStream six = await TcpStream.ConnectAsync((IPAddress.IPv6Loopback, listener.LocalEndPoint.Port));
            using TcpStream second = await listener.AcceptAsync();

            first.RemoteEndPoint.Address.IsIPv4MappedToIPv6.ShouldBeTrue();
            second.RemoteEndPoint.Address.ShouldBe(IPAddress.IPv6Loopback);
        });

    /// <summary>A process that is being started in another test holds a listener too, until it runs its program.</summary>
    private static async Task<TcpListener> BindAgainAsync(IPEndPoint address, TcpListenerOptions? options = null)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TcpListener.BindAsync(address, options);
            }
            catch (IOException e) when (attempt < 10_000 && e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
            {
                Thread.Sleep(1);
            }
        }
    }
}
