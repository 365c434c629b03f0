namespace AsyncStdHostingTests.Http;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Hosting;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

/// <summary>The client's side.</summary>
public sealed class HttpHandlerTests
{
    [Fact]
    public async Task A_refused_connection_names_the_address()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // taken, and nobody listens
        using var client = new HttpClient(new AsyncStdHttpHandler());

        HttpRequestException failure = await Should.ThrowAsync<HttpRequestException>(client.GetStringAsync($"http://{socket.LocalEndPoint}/"));

        failure.Message.ShouldContain($"{socket.LocalEndPoint}");
    }

    [Fact]
    public async Task A_name_is_looked_up_by_the_runtime()
    {
        await using TestServer server = await TestServer.StartAsync(app => app.MapGet("/", (HttpRequest request) => request.Host.Host));
        using HttpClient client = server.Client();

        (await client.GetStringAsync($"http://localhost:{server.Address.Port}/")).ShouldBe("localhost");
    }

    [Theory, InlineData("1.1", HttpProtocols.Http1), InlineData("2.0", HttpProtocols.Http2)]
    public async Task A_request_ends_with_its_scope_and_leaves_the_client_usable(string version, HttpProtocols protocols)
    {
        var begun = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(
            app =>
            {
                app.MapGet("/never", async (HttpContext context) =>
                {
                    context.RequestAborted.Register(() => aborted.TrySetResult());
                    begun.TrySetResult();
                    await aborted.Task;
                });
                app.MapGet("/soon", () => "soon");
            },
            endpoint => endpoint.Protocols = protocols);
        using HttpClient client = server.Client(new Version(version));

        await server.Runtime.Spawn(async () =>
        {
            do
            {
                await Should.ThrowAsync<TimeoutException>(Task.Timeout(TimeSpan.FromMilliseconds(50), async () => await client.GetStringAsync("/never")).AsTask());
            }
            while (!begun.Task.IsCompleted); // on a busy machine a request may end before it is served
            (await client.GetStringAsync("/soon")).ShouldBe("soon");
        }).AsTask().WithPatience();

        await aborted.Task.WithPatience();
        (await client.GetStringAsync("/soon")).ShouldBe("soon"); // by code of no task, over what tasks have left
    }

    [Theory, InlineData("1.1", HttpProtocols.Http1), InlineData("2.0", HttpProtocols.Http2)]
    public async Task A_connection_outlives_the_task_that_happened_to_open_it(string version, HttpProtocols protocols)
    {
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapGet("/", (HttpContext context) => context.Connection.Id), endpoint => endpoint.Protocols = protocols);
        using HttpClient client = server.Client(new Version(version));
        string first = "";
        await server.Runtime.Spawn(async () =>
        {
            first = await client.GetStringAsync("/");
            AsyncStd.Task.Scope.Current.Cancel();
        }).AsTask().WithPatience();

        string second = await server.Runtime.Spawn(async () => await client.GetStringAsync("/")).AsTask().WithPatience();

        second.ShouldBe(first);
    }

    [Fact]
    public async Task The_factory_of_clients_takes_it()
    {
        await using TestServer server = await TestServer.StartAsync(app => app.MapGet("/", () => "hello"));
        var services = new ServiceCollection();
        services.AddHttpClient("mine").ConfigurePrimaryHttpMessageHandler(() => new AsyncStdHttpHandler(server.Runtime));
        await using ServiceProvider provider = services.BuildServiceProvider();

        HttpClient client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("mine");

        (await client.GetStringAsync(server.Address)).ShouldBe("hello");
    }

    [Fact]
    public async Task Connecting_takes_the_options_that_it_is_given()
    {
        using var client = new HttpClient(new AsyncStdHttpHandler(connection: new AsyncStd.Net.TcpConnectionOptions { LocalEndPoint = new IPEndPoint(IPAddress.Parse("127.0.0.7"), 0) }));
        await using TestServer server = await TestServer.StartAsync(app => app.MapGet("/", (HttpContext context) => $"{context.Connection.RemoteIpAddress}"));

        (await client.GetStringAsync(server.Address)).ShouldBe(OperatingSystem.IsLinux() ? "127.0.0.7" : "127.0.0.1");
    }
}
