namespace AsyncStdHostingTests.Strangers;

using AsyncStd.Hosting;
using AsyncStd.Runtimes;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

/// <summary>A server that no one here wrote: asked by our client, and in front of our server.</summary>
public sealed class NginxTests
{
    private const int Length = 3_000_000;

    [FactNeeding("nginx")]
    public async Task Our_client_gets_what_nginx_serves()
    {
        await using TestServer server = await TestServer.StartAsync(_ => { });
        await using Nginx nginx = await Nginx.StartAsync(Pattern.Bytes(0, Length), server.Address);
        await using Runtime runtime = new RuntimeBuilder().ThreadCount(2).Build();
        using HttpClient client = Client(runtime, nginx);

        await runtime.Spawn(async () =>
        {
            await using Stream file = await client.GetStreamAsync("/file");
            (await Pattern.CheckAllAsync(file)).ShouldBe(Length);
            string[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.GetStringAsync("/short")));
            answers.ShouldAllBe(answer => answer == "short");
        }).AsTask().WithPatience();
    }

    [FactNeeding("nginx")]
    public async Task Nginx_passes_bodies_on_between_our_client_and_our_server()
    {
        await using TestServer server = await TestServer.StartAsync(app =>
        {
            app.MapPost("/", async (HttpRequest request) => $"{await Pattern.CheckAllAsync(request.Body)}");
            app.MapGet("/", (HttpResponse response) => Pattern.WriteAsync(response.Body, Length));
        });
        await using Nginx nginx = await Nginx.StartAsync([], server.Address);
        using HttpClient client = Client(server.Runtime, nginx);

        using HttpResponseMessage up = await client.PostAsync("/back/", new PatternContent(Length));
        await using Stream down = await client.GetStreamAsync("/back/");

        (await up.Content.ReadAsStringAsync()).ShouldBe($"{Length}");
        (await Pattern.CheckAllAsync(down)).ShouldBe(Length);
    }

    private static HttpClient Client(Runtime runtime, Nginx nginx) => new(new AsyncStdHttpHandler(runtime)) { BaseAddress = nginx.Address, Timeout = Patience.Limit };
}
