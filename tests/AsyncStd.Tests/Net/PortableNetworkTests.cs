namespace AsyncStdTests.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Runtimes.Drivers.Portable;
using AsyncStdTests.Runtimes;

/// <summary>What the portable driver does elsewhere than on the system at hand, and what a runtime makes of its options.</summary>
public sealed class PortableNetworkTests
{
    [Fact]
    public void Where_the_system_does_not_tell_what_it_cut_off_a_message_is_received_beside_the_buffer()
        => Run(async network =>
        {
            IDatagramSocket server = await network.BindUdpAsync(new IPEndPoint(IPAddress.Loopback, 0), UdpBindOptions.Default, default);
            IDatagramSocket client = await network.BindUdpAsync(new IPEndPoint(IPAddress.Loopback, 0), UdpBindOptions.Default, default);
            foreach (int length in new[] { 0, 3, 4, 5, 65_507 })
            {
                await client.SendToAsync(new byte[length], server.LocalEndPoint, default);
                var buffer = new byte[4];
                DatagramReceipt peeked = await server.PeekFromAsync(buffer, default);
                DatagramReceipt receipt = await server.ReceiveFromAsync(buffer, default);

                receipt.ShouldBe(peeked);
                receipt.Length.ShouldBe(Math.Min(length, 4));
                receipt.IsTruncated.ShouldBe(length > 4);
                receipt.RemoteEndPoint.ShouldBe(client.LocalEndPoint);
            }

            await client.SendToAsync(new byte[65_507], server.LocalEndPoint, default);
            (await server.ReceiveAsync(new byte[65_536], default)).Length.ShouldBe(65_507);
            server.Dispose();
            client.Dispose();
        });

    [Fact]
    public void Families_take_turns_beginning_with_the_one_that_is_preferred()
    {
        IPEndPoint six1 = new(IPAddress.IPv6Loopback, 1), six2 = new(IPAddress.IPv6Loopback, 2), four1 = new(IPAddress.Loopback, 1), four2 = new(IPAddress.Loopback, 2);

        ConnectRace.Interleave([six1, six2, four1, four2]).ShouldBe([six1, four1, six2, four2]);
        ConnectRace.Interleave([four1, four2]).ShouldBe([four1, four2]);
    }

    [Fact]
    public void An_option_that_the_driver_does_not_know_is_refused_by_name()
        => Run(async network =>
        {
            IDatagramSocket socket = await network.BindUdpAsync(new IPEndPoint(IPAddress.Loopback, 0), UdpBindOptions.Default, default);
            var own = new SocketOption<int>("own");

            network.Supports(own).ShouldBeFalse();
            network.Supports(SocketOptions.Broadcast).ShouldBeTrue();
            Should.Throw<NotSupportedException>(() => socket.GetOption(own)).Message.ShouldContain("'own'");
            Should.Throw<NotSupportedException>(() => socket.SetOption(SocketOptions.NoDelay, true)).Message.ShouldContain("no-delay");
            socket.Dispose();
        });

    [Fact]
    public void A_runtime_says_which_network_it_has()
    {
        using Runtime chosen = TestRuntime.Builder().Configure(options => options.Io = IoKind.Portable).Build();
        using Runtime given = TestRuntime.Builder().Configure(options => options.Network = new PortableNetwork()).Build();

        chosen.Describe().ShouldContain("  network: portable (asked for)");
        chosen.Network.Name.ShouldBe("portable");
        given.Describe().ShouldContain("  network: portable");
        chosen.Network.ShouldNotBeSameAs(given.Network);
    }

    [Fact]
    public void A_listener_that_shares_no_address_in_its_closing_state_can_be_made()
        => Run(async network =>
        {
            IStreamListener<IStreamSocket> listener = await network.ListenTcpAsync(
                new IPEndPoint(IPAddress.Loopback, 0), new TcpListenOptions { ReuseAddress = false }, default);

            listener.GetOption(SocketOptions.ReuseAddress).ShouldBeFalse();
            listener.Dispose();
        });

    private static void Run(Func<INetwork, Task> body)
    {
        using Runtime runtime = TestRuntime.Builder().Use(RuntimeKind.CurrentThread).Build();
        runtime.BlockOn(() => body(new PortableNetwork(usesScratch: true)));
    }
}
