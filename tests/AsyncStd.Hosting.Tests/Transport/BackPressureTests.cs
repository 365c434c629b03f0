namespace AsyncStdHostingTests.Transport;

using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

/// <summary>A side that does not read holds the other one up, and no memory.</summary>
public sealed class BackPressureTests
{
    private const int Piece = 64 * 1024;

    [Fact]
    public async Task A_client_that_reads_nothing_holds_up_who_answers()
    {
        const long Whole = 1L << 30;
        long written = 0;
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapGet("/", async (HttpResponse response) =>
            {
                var piece = new byte[Piece];
                while (written < Whole)
                {
                    await response.Body.WriteAsync(piece);
                    Volatile.Write(ref written, written + Piece);
                }
            }),
            kestrel: options => options.Limits.MinResponseDataRate = null);
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint, receiveBufferSize: 64 * 1024);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: here\r\n\r\n");

        long held = await Standstill.OfAsync(() => Volatile.Read(ref written));

        held.ShouldBeInRange(1, 32L << 20); // what the system buffers, and little more
        client.Reset();
    }

    [Fact]
    public async Task An_application_that_reads_nothing_holds_up_who_sends()
    {
        var end = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(
            _ => { },
            endpoint => endpoint.Run(_ => end.Task),
            transport: options => options.MaxReadBufferSize = 128 * 1024);
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        long sent = 0;
        Task sending = Task.Run(async () =>
        {
            var piece = new byte[Piece];
            while (true)
            {
                int count = await client.Socket.SendAsync(piece);
                Volatile.Write(ref sent, sent + count);
            }
        });

        long held = await Standstill.OfAsync(() => Volatile.Read(ref sent));

        held.ShouldBeInRange(1, 32L << 20);
        end.SetResult();
        client.Dispose();
        await Should.ThrowAsync<Exception>(sending.WithPatience());
    }

    [Fact]
    public async Task What_was_held_up_goes_on_and_is_whole()
    {
        const long Length = 40_000_000;
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapGet("/", (HttpResponse response) => Pattern.WriteAsync(response.Body, Length)),
            kestrel: options => options.Limits.MinResponseDataRate = null);
        using HttpClient client = server.Client();
        using HttpResponseMessage answer = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await Task.Yield(); // the server is held up by now, or will be

        long read = await Pattern.CheckAllAsync(await answer.Content.ReadAsStreamAsync()).WithPatience();

        read.ShouldBe(Length);
    }
}
