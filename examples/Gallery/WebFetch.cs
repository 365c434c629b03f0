namespace Samples.Gallery;

using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;

/// <summary>HttpClient over this library's sockets: one callback. The server is a few lines that the example starts itself.</summary>
internal static class WebFetch
{
    public static async Task RunAsync(string[] args)
    {
        await using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
        await using var serving = Task.Spawn(() => ServeAsync(listener)).CancelOnDispose();

        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, token) => await TcpStream.ConnectAsync((context.DnsEndPoint.Host, context.DnsEndPoint.Port), cancellationToken: token),
        };
        using var client = new HttpClient(handler);
        using HttpResponseMessage response = await client.GetAsync($"http://{listener.LocalEndPoint}/");
        string body = await response.Content.ReadAsStringAsync();

        await Console.PrintlnAsync($"HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}");
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            await Console.PrintlnAsync($"{name}: {string.Join(", ", values)}");
        }

        await Console.PrintlnAsync($"{body.Length} characters: {body}");
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        await foreach (TcpStream stream in listener.Incoming())
        {
            await using (stream)
            {
                await using var reader = new BufReader(stream, leaveOpen: true);
                while (await reader.ReadLineAsync(maxLength: 8192) is { Length: > 0 })
                {
                }

                await stream.WriteFmtAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nGood morning");
            }
        }
    }
}
