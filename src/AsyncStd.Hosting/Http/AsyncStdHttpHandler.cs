namespace AsyncStd.Hosting;

using System.Net;
using AsyncStd.Net;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Stream = System.IO.Stream;

/// <summary>The end of an <see cref="HttpClient"/> that connects by a runtime: its resolver, its sockets, all addresses of a name tried as <see cref="TcpStream"/> does.</summary>
/// <remarks>
/// <para>Everything else is <see cref="SocketsHttpHandler"/>: pooling, HTTP/1.1 and HTTP/2, TLS, proxies, cookies.</para>
/// <para><em>Cancellation</em>: the token, or the scope of the calling task: a request is abandoned with it, and its connection is not used again unless it was HTTP/2.</para>
/// </remarks>
/// <example><code>
/// using AsyncStd.Hosting;
///
/// static async Task&lt;string> FetchAsync()
/// {
///     using var client = new HttpClient(new AsyncStdHttpHandler());
///     return await client.GetStringAsync("http://localhost:8080/");
/// }
/// </code></example>
public sealed class AsyncStdHttpHandler : DelegatingHandler
{
    /// <summary>Makes a handler.</summary>
    /// <param name="runtime">The runtime; null for the current one.</param>
    /// <param name="connection">How to connect; null for what suits HTTP, which is to send small pieces at once.</param>
    /// <param name="configure">Sets anything else of the inner handler.</param>
    public AsyncStdHttpHandler(Runtime? runtime = null, TcpConnectionOptions? connection = null, Action<SocketsHttpHandler>? configure = null)
        : base(MakeInner(ConnectBy(runtime ?? Runtime.Current, connection), configure))
    {
    }

    private AsyncStdHttpHandler(SocketsHttpHandler inner)
        : base(inner)
    {
    }

    /// <summary>Makes a handler whose requests all go to a Unix socket, whatever host they name.</summary>
    /// <param name="path">The path.</param>
    /// <param name="runtime">The runtime; null for the current one.</param>
    /// <param name="configure">Sets anything else of the inner handler.</param>
    /// <returns>The handler.</returns>
    public static AsyncStdHttpHandler ToUnixSocket(string path, Runtime? runtime = null, Action<SocketsHttpHandler>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Runtime home = runtime ?? Runtime.Current;
        return new AsyncStdHttpHandler(MakeInner(
            async (_, cancellationToken) =>
            {
                using RuntimeEntryScope entry = home.Enter();
                return await UnixStream.ConnectAsync(path, cancellationToken).ConfigureAwait(false);
            },
            configure));
    }

    /// <summary>What connects: for a <see cref="SocketsHttpHandler.ConnectCallback"/> of one's own handler.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="connection">How to connect; null for what suits HTTP.</param>
    /// <returns>The callback.</returns>
    public static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> ConnectBy(Runtime runtime, TcpConnectionOptions? connection = null)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        TcpConnectionOptions options = connection ?? new TcpConnectionOptions { NoDelay = true };
        return async (context, cancellationToken) =>
        {
            DnsEndPoint target = context.DnsEndPoint;
            using RuntimeEntryScope entry = runtime.Enter();
            return await TcpStream.ConnectAsync(NetAddress.Of(target.Host, target.Port), options, cancellationToken).ConfigureAwait(false);
        };
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Scope scope = Scope.Current;
        if (scope.IsNone)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, scope.Token);
        return await base.SendAsync(request, either.Token).ConfigureAwait(false);
    }

    private static SocketsHttpHandler MakeInner(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect, Action<SocketsHttpHandler>? configure)
    {
        var inner = new SocketsHttpHandler { ConnectCallback = connect };
        configure?.Invoke(inner);
        return inner;
    }
}
