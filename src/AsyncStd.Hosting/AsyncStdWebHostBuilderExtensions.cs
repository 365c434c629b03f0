namespace AsyncStd.Hosting;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

/// <summary>Puts Kestrel on a runtime.</summary>
public static class AsyncStdWebHostBuilderExtensions
{
    /// <summary>Makes Kestrel accept, receive and send on the host's runtime, and run requests there.</summary>
    /// <param name="builder">The web host's builder, for instance <c>builder.WebHost</c> of a web application.</param>
    /// <param name="configure">Sets the transport's options by code, which wins over the configuration section <c>AsyncStdTransport</c>.</param>
    /// <returns>The same builder. It adds the runtime, too, as <c>AddAsyncStd</c> does.</returns>
    /// <remarks>Inside a request <see cref="AsyncStd.Runtimes.Runtime.Current"/> is the host's runtime, and plain awaits come back to it. HTTP/3 and named pipes keep their own
    /// transports. Call it after <c>UseKestrel</c>, if you call that: of several transports Kestrel takes the last.</remarks>
    public static IWebHostBuilder UseAsyncStd(this IWebHostBuilder builder, Action<AsyncStdTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services =>
        {
            services.AddAsyncStd();
            if (services.All(service => service.ImplementationType != typeof(AsyncStdTransportFactory)))
            {
                services.AddSingleton<IConfigureOptions<AsyncStdTransportOptions>, TransportOptionsSetup>();
                services.AddSingleton<IValidateOptions<AsyncStdTransportOptions>, TransportOptionsSetup>();
                services.AddSingleton<IConnectionListenerFactory, AsyncStdTransportFactory>();
                services.AddSingleton<IStartupFilter, RequestsOnRuntime>();
            }

            if (configure is not null)
            {
                services.Configure(configure);
            }
        });
    }
}
