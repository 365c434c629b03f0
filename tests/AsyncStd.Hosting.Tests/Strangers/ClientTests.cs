namespace AsyncStdHostingTests.Strangers;

using System.Globalization;
using System.Text.RegularExpressions;
using AsyncStd.Hosting;
using AsyncStd.Runtimes;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

/// <summary>Clients that no one here wrote, against Kestrel on a runtime.</summary>
public sealed partial class ClientTests
{
    [FactNeeding("wrk")]
    public Task Wrk_gets_only_good_answers_from_the_sockets_of_the_system() => WrkAsync(IoKind.Auto);

    [FactNeeding("wrk")]
    public Task Wrk_gets_only_good_answers_from_the_portable_sockets() => WrkAsync(IoKind.Portable);

    [FactNeeding("curl")]
    public async Task Curl_speaks_http_1_and_2_with_and_without_tls()
    {
        using var certificate = Certificates.Make();
        await using TestServer clear = await TestServer.StartAsync(Map, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        await using TestServer clearTwo = await TestServer.StartAsync(Map, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        await using TestServer secure = await TestServer.StartAsync(
            Map, endpoint => endpoint.UseHttps(certificate), configure: builder => builder.WebHost.UseKestrelHttpsConfiguration());

        (await CurlAsync("--http1.1", $"{clear.Address}")).ShouldBe("HTTP/1.1");
        (await CurlAsync("--http2-prior-knowledge", $"{clearTwo.Address}")).ShouldBe("HTTP/2");
        (await CurlAsync("--http2", "--insecure", $"{secure.Address}")).ShouldBe("HTTP/2");
        (await CurlAsync("--http1.1", "--insecure", $"{secure.Address}")).ShouldBe("HTTP/1.1");

        static void Map(WebApplication app) => app.MapGet("/", (HttpRequest request) => request.Protocol);
    }

    [FactNeeding("curl")]
    public async Task Curl_uploads_and_downloads_what_was_there()
    {
        const int Length = 5_000_000;
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.PathOf("up"), Pattern.Bytes(0, Length));
        await using TestServer server = await TestServer.StartAsync(app =>
        {
            app.MapPut("/up", async (HttpRequest request) => $"{await Pattern.CheckAllAsync(request.Body)}"); // curl adds the name of the file
            app.MapGet("/", (HttpResponse response) => Pattern.WriteAsync(response.Body, Length));
        });

        (await CurlAsync("--upload-file", folder.PathOf("up"), $"{server.Address}")).ShouldBe($"{Length}");
        await CurlAsync("--output", folder.PathOf("down"), $"{server.Address}");

        Pattern.Check(await File.ReadAllBytesAsync(folder.PathOf("down")), 0);
    }

    [FactNeeding("nc")]
    public async Task Netcat_speaks_http_by_hand()
    {
        await using TestServer server = await TestServer.StartAsync(app => app.MapGet("/", () => "hello"));

        string answer = await Programs.RunAsync(
            "nc", ["-w", "20", "127.0.0.1", $"{server.Address.Port}"], "GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 200 OK");
        answer.ShouldContain("hello");
    }

    [FactNeeding("openssl")]
    public async Task Openssl_agrees_on_http_2()
    {
        using var certificate = Certificates.Make();
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapGet("/", () => "hello"), endpoint => endpoint.UseHttps(certificate), configure: builder => builder.WebHost.UseKestrelHttpsConfiguration());

        string answer = await Programs.RunAsync("openssl", ["s_client", "-alpn", "h2", "-connect", $"127.0.0.1:{server.Address.Port}"]);

        answer.ShouldContain("ALPN protocol: h2");
    }

    private static Task<string> CurlAsync(params string[] arguments) => Programs.RunAsync("curl", ["--silent", "--show-error", "--max-time", "50", .. arguments]);

    private static async Task WrkAsync(IoKind io)
    {
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapGet("/hello/{name}", (string name) => $"Hello, {name}!"),
            configure: builder => builder.AddAsyncStd(runtime => runtime.Configure(options => options.Io = io)));

        // A machine that is busy with something else may answer nothing within a second: then again.
        for (int attempt = 1, requests = 0; requests == 0; attempt++)
        {
            string report = await Programs.RunAsync("wrk", ["-t", "1", "-c", "64", "-d", "1s", $"{server.Address}hello/world"]);

            report.ShouldNotContain("Non-2xx");
            report.ShouldNotContain("Socket errors");
            requests = int.Parse(Requests().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
            attempt.ShouldBeLessThan(30);
        }
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();
}
