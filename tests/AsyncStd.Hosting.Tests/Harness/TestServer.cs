namespace AsyncStdHostingTests.Harness;

using System.Net;
using AsyncStd.Hosting;
using AsyncStd.Runtimes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>A web application on a runtime, on a free port of this machine.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private TestServer(WebApplication application) => Application = application;

    public WebApplication Application { get; }

    public Runtime Runtime => Application.Services.GetRequiredService<Runtime>();

    public Uri Address => new(Application.Urls.First());

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    public static async Task<TestServer> StartAsync(
        Action<WebApplication> map,
        Action<ListenOptions>? listen = null,
        Action<KestrelServerOptions>? kestrel = null,
        Action<AsyncStdTransportOptions>? transport = null,
        Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, endpoint => listen?.Invoke(endpoint));
            kestrel?.Invoke(options);
        });
        builder.WebHost.UseAsyncStd(transport);
        configure?.Invoke(builder);
        WebApplication application = builder.Build();
        map(application);
        await application.StartAsync().WithPatience();
        return new TestServer(application);
    }

    /// <summary>A client on the server's own runtime.</summary>
    public HttpClient Client(Version? version = null, Action<SocketsHttpHandler>? configure = null)
        => new(new AsyncStdHttpHandler(Runtime, configure: configure))
        {
            BaseAddress = Address,
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Patience.Limit,
        };

    public async ValueTask DisposeAsync()
    {
        await Application.StopAsync().WithPatience();
        await Application.DisposeAsync();
    }
}
