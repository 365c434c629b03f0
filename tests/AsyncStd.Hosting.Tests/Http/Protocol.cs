namespace AsyncStdHostingTests.Http;

using System.Net;
using System.Security.Cryptography.X509Certificates;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

/// <summary>The ways in which HTTP is spoken over one connection.</summary>
public enum Protocol
{
    Http1,
    Http1Tls,
    Http2,
    Http2Tls,
}

/// <summary>A server and a client that speak one of them.</summary>
internal sealed class Conversation(TestServer server, HttpClient client, X509Certificate2 certificate) : IAsyncDisposable
{
    public TestServer Server => server;

    public HttpClient Client => client;

    public static async Task<Conversation> StartAsync(Protocol protocol, Action<WebApplication> map, Action<KestrelServerOptions>? kestrel = null)
    {
        X509Certificate2 certificate = Certificates.Make();
        bool isTls = protocol is Protocol.Http1Tls or Protocol.Http2Tls;
        bool isTwo = protocol is Protocol.Http2 or Protocol.Http2Tls;
        TestServer server = await TestServer.StartAsync(
            map,
            endpoint =>
            {
                endpoint.Protocols = isTwo ? HttpProtocols.Http2 : HttpProtocols.Http1;
                if (isTls)
                {
                    endpoint.UseHttps(certificate);
                }
            },
            kestrel,
            configure: builder => builder.WebHost.UseKestrelHttpsConfiguration());
        HttpClient client = server.Client(isTwo ? HttpVersion.Version20 : HttpVersion.Version11, Certificates.TrustAnything);
        return new Conversation(server, client, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        certificate.Dispose();
    }
}
