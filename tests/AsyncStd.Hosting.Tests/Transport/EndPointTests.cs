namespace AsyncStdHostingTests.Transport;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Hosting;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>What can be listened on.</summary>
public sealed class EndPointTests
{
    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using TestServer first = await TestServer.StartAsync(_ => { });

        IOException failure = await Should.ThrowAsync<IOException>(StartAsync(builder => builder.WebHost.ConfigureKestrel(options => options.Listen(first.EndPoint))));

        failure.Message.ShouldContain($"{first.EndPoint}");
        failure.InnerException.ShouldBeOfType<AddressInUseException>().Message.ShouldContain($"{first.EndPoint}");
    }

    [Fact]
    public async Task An_address_that_is_not_of_this_host_is_named()
    {
        SocketException failure = await Should.ThrowAsync<SocketException>(
            StartAsync(builder => builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Parse("203.0.113.1"), 0)))); // see RFC 5737

        failure.SocketErrorCode.ShouldBe(SocketError.AddressNotAvailable);
        failure.Message.ShouldContain("203.0.113.1");
    }

    [Fact]
    public async Task A_unix_socket_serves_and_its_path_goes_with_the_server()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("server.sock");
        await using (WebApplication application = await StartAsync(builder => builder.WebHost.ConfigureKestrel(options => options.ListenUnixSocket(path))))
        {
            using var client = new HttpClient(AsyncStdHttpHandler.ToUnixSocket(path));

            (await client.GetStringAsync("http://whatever/")).ShouldBe("hello");
            await application.StopAsync().WithPatience();
        }

        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task Any_address_is_any_of_both_families()
    {
        await using WebApplication application = await StartAsync(builder => builder.WebHost.ConfigureKestrel(options => options.ListenAnyIP(0)));
        int port = new Uri(application.Urls.First()).Port;

        foreach (string host in Socket.OSSupportsIPv6 ? ["127.0.0.1", "[::1]"] : new[] { "127.0.0.1" })
        {
            using var client = new HttpClient(new AsyncStdHttpHandler());
            (await client.GetStringAsync($"http://{host}:{port}/")).ShouldBe("hello");
        }
    }

    [Fact]
    public async Task A_socket_that_somebody_else_opened_is_listened_on()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        ulong handle = (ulong)socket.SafeHandle.DangerousGetHandle();
        socket.SafeHandle.SetHandleAsInvalid(); // it is the server's from now on
        await using WebApplication application = await StartAsync(builder => builder.WebHost.ConfigureKestrel(options => options.ListenHandle(handle)));
        using var client = new HttpClient(new AsyncStdHttpHandler());

        (await client.GetStringAsync($"http://127.0.0.1:{port}/")).ShouldBe("hello");
    }

    [Fact]
    public async Task What_cannot_be_listened_on_is_named()
    {
        await using TestServer server = await TestServer.StartAsync(_ => { });
        var factory = server.Application.Services.GetServices<IConnectionListenerFactory>().OfType<AsyncStdTransportFactory>().Single();

        NotSupportedException failure = await Should.ThrowAsync<NotSupportedException>(async () => await factory.BindAsync(new DnsEndPoint("localhost", 1)));

        failure.Message.ShouldContain("localhost");
        factory.CanBind(new DnsEndPoint("localhost", 1)).ShouldBeFalse();
    }

    private static async Task<WebApplication> StartAsync(Action<WebApplicationBuilder> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseAsyncStd();
        configure(builder);
        WebApplication application = builder.Build();
        application.MapGet("/", () => "hello");
        await application.StartAsync().WithPatience();
        return application;
    }
}
