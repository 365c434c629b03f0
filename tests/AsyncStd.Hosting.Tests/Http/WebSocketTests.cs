namespace AsyncStdHostingTests.Http;

using System.Net.WebSockets;
using AsyncStd.Hosting;
using AsyncStd.Runtimes;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

/// <summary>A request that becomes something else.</summary>
public sealed class WebSocketTests
{
    [Fact]
    public async Task An_upgraded_connection_carries_messages_both_ways_on_the_runtime()
    {
        const int Length = 300_000;
        string? runtime = null;
        await using TestServer server = await TestServer.StartAsync(app =>
        {
            app.UseWebSockets();
            app.Run(async (HttpContext context) =>
            {
                using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
                var buffer = new byte[10_000];
                while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } got)
                {
                    runtime = Runtime.Current.Name;
                    await socket.SendAsync(buffer.AsMemory(0, got.Count), WebSocketMessageType.Binary, got.EndOfMessage, CancellationToken.None);
                }

                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
            });
        });
        using var invoker = new HttpMessageInvoker(new AsyncStdHttpHandler(server.Runtime));
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws" }.Uri, invoker, CancellationToken.None).WithPatience();

        Task sending = client.SendAsync(Pattern.Bytes(0, Length), WebSocketMessageType.Binary, true, CancellationToken.None);

        var received = new byte[Length];
        int count = 0;
        while (count < Length)
        {
            count += (await client.ReceiveAsync(received.AsMemory(count), CancellationToken.None).AsTask().WithPatience()).Count;
        }

        Pattern.Check(received, 0);
        await sending.WithPatience();
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None).WithPatience();
        client.CloseStatusDescription.ShouldBe("bye");
        runtime.ShouldBe("host");
    }
}
