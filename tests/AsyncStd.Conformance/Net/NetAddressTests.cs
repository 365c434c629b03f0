namespace AsyncStdConformance.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Addresses as text, and names.</summary>
public sealed class NetAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:80", "127.0.0.1:80")]
    [InlineData("[::1]:0", "[::1]:0")]
    [InlineData("[fe80::1%3]:65535", "[fe80::1%3]:65535")]
    public void An_address_in_text_form_needs_no_look_up(string text, string endPoint)
    {
        NetAddress address = text;

        address.Host.ShouldBeNull();
        address.EndPoints.ShouldHaveSingleItem().ToString().ShouldBe(endPoint);
        NetAddress.TryParse(text, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_name_keeps_its_port()
    {
        NetAddress address = "example.org:443";

        address.Host.ShouldBe("example.org");
        address.Port.ShouldBe(443);
        address.EndPoints.ShouldBeEmpty();
        address.ToString().ShouldBe("example.org:443");
    }

    [Theory]
    [InlineData("", "no port")]
    [InlineData("host", "no port")]
    [InlineData("host:", "no port")]
    [InlineData("host:99999", "0 to 65535")]
    [InlineData("host:-1", "0 to 65535")]
    [InlineData("host: 80", "0 to 65535")]
    [InlineData(":80", "no host")]
    [InlineData("::1:80", "brackets")]
    [InlineData("[::1:80", "brackets")]
    [InlineData("[1.2.3.4]:80", "no IPv6 address")]
    [InlineData("1200::AB00:1234::2552:7777:1313:34300", "brackets")]
    [InlineData("[1200::AB00:1234::2552:7777:1313]:34300", "no IPv6 address")]
    [InlineData("[nonsense]:80", "no IPv6 address")]
    [InlineData("http://host:80", "brackets")]
    [InlineData("a b:80", "no name")]
    [InlineData("[[::1]]:80", "no IPv6 address")]
    [InlineData("[[::1]:99]:80", "no IPv6 address")]
    public void Nonsense_is_refused_with_what_is_wrong(string text, string problem)
    {
        ArgumentException failure = Should.Throw<ArgumentException>(() => NetAddress.Parse(text));

        failure.Message.ShouldContain(problem);
        failure.Message.ShouldContain($"'{text}'");
        NetAddress.TryParse(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void Tuples_and_end_points_are_addresses()
    {
        NetAddress byName = ("host", 1);
        NetAddress byAddress = (IPAddress.Loopback, 2);
        NetAddress byText = ("::1", 3);
        NetAddress several = NetAddress.Any(new IPEndPoint(IPAddress.Loopback, 4), new IPEndPoint(IPAddress.IPv6Loopback, 5));

        Should.Throw<ArgumentException>(() => NetAddress.Of("[::1]:99", 80)).Message.ShouldContain("[::1]:99");
        Should.Throw<ArgumentException>(() => NetAddress.Of("[[::1]]", 80)).Message.ShouldContain("[[::1]]");
        Should.Throw<ArgumentException>(() => NetAddress.Of("[127.0.0.1]", 80)).Message.ShouldContain("[127.0.0.1]");
        NetAddress.Of("[::1]", 80).EndPoints.ShouldBe([new IPEndPoint(IPAddress.IPv6Loopback, 80)]);
        byName.Host.ShouldBe("host");
        byAddress.EndPoints.ShouldBe([new IPEndPoint(IPAddress.Loopback, 2)]);
        byText.EndPoints.ShouldBe([new IPEndPoint(IPAddress.IPv6Loopback, 3)]);
        several.EndPoints.Count.ShouldBe(2);
        Should.Throw<ArgumentException>(() => NetAddress.Any());
        Should.Throw<ArgumentOutOfRangeException>(() => (NetAddress)("host", 70_000));
        Should.Throw<ArgumentException>(() => (NetAddress)("", 80));
    }

    [Theory, OnEveryNetwork]
    public void A_look_up_brings_end_points_with_the_port(NetCase on)
        => on.Run(async runtime =>
        {
            IReadOnlyList<IPEndPoint> found = await Dns.LookupAsync("localhost:99");

            found.ShouldNotBeEmpty();
            found.ShouldAllBe(each => IPAddress.IsLoopback(each.Address) && each.Port == 99);
            found.ShouldContain(new IPEndPoint(IPAddress.Loopback, 99));
            (await Dns.LookupAsync(("localhost", 99))).ShouldBe(found, ignoreOrder: true);
            (await Dns.LookupAsync("127.0.0.1:7")).ShouldBe([new IPEndPoint(IPAddress.Loopback, 7)]);
            Place.ShouldBeOn(runtime);
        });

    [Theory, OnEveryNetwork]
    public void A_name_that_nobody_knows_is_named(NetCase on)
        => on.Run(async runtime =>
        {
            IOException failure = await Should.ThrowAsync<IOException>(async () => await TcpStream.ConnectAsync("no-such-host.invalid:80"));

            failure.Message.ShouldContain("no-such-host.invalid");
            failure.InnerException.ShouldBeOfType<SocketException>();
        });

    [Theory, OnEveryRuntime]
    public void The_resolver_is_that_of_the_runtime_and_a_cancelled_look_up_ends_at_once(RuntimeCase on)
    {
        var names = new OwnNames();
        on.Run(
            async runtime =>
            {
                (await Dns.LookupAsync("own.name:5")).ShouldBe([new IPEndPoint(IPAddress.Parse("10.1.2.3"), 5)]);

                JoinHandle<IReadOnlyList<IPEndPoint>> stopped = Task.Spawn(async () => await Dns.LookupAsync("silent:5"));
                await Task.YieldNow();
                stopped.Cancel();
                await Should.ThrowAsync<OperationCanceledException>(async () => await stopped);
            },
            options => options.Network = names);
    }

    [Theory, OnEveryRuntime]
    public void A_resolver_that_knows_a_name_without_an_address_is_no_crash(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                foreach (Func<Task> use in new Func<Task>[]
                {
                    async () => await Dns.LookupAsync("homeless:5"),
                    async () => await TcpStream.ConnectAsync("homeless:5"),
                    async () => await TcpListener.BindAsync("homeless:5"),
                    async () => await UdpSocket.BindAsync("homeless:5"),
                })
                {
                    IOException failure = await Should.ThrowAsync<IOException>(use);

                    failure.Message.ShouldBe("Cannot look up 'homeless': it has no address.");
                    failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.NoData);
                }
            },
            options => options.Network = new OwnNames());

    [Theory, OnEveryNetwork]
    public void An_address_has_a_name_or_the_failure_names_it(NetCase on)
        => on.Run(async runtime =>
        {
            try
            {
                (await runtime.Network.Names.ResolveNameAsync(IPAddress.Loopback, default)).ShouldNotBeEmpty();
            }
            catch (IOException failure)
            {
                failure.Message.ShouldContain("127.0.0.1");
            }

            runtime.Network.Names.HostName.ShouldNotBeEmpty();
            await Should.ThrowAsync<ArgumentException>(async () => await runtime.Network.Names.ResolveAsync("", AddressFamily.Unspecified, default));
        });
}
