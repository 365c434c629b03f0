namespace Samples.Tour;

using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Stream;

/// <summary>Serves the index over HTTP on loopback, and asks it from many clients at once.</summary>
internal sealed class HttpStage(int clients, Findings findings) : ServingStage(clients, RequestsOfEach, findings)
{
    private const int RequestsOfEach = 150;

    public override string Name => "http";

    public override string BlockingForm => "a thread for each client and connection, HttpClient.Send";

    public override string AsyncStdForm => "TcpListener, TcpStream under HttpClient";

    public override async Task<string> RunAsync(Progress progress)
    {
        progress.Total = Requests;
        long files = 0;
        await using var listener = await TcpListener.BindAsync("127.0.0.1:0");

        await Task.Race(
            () => Server.ServeAsync(listener, stream => HttpTalk.TalkAsync(stream, Index)), // for ever, unless it loses
            async () =>
            {
                using var http = ClientOf(listener);
                await AsyncSequence.Range(0, Clients).ForEachConcurrentAsync(Clients, async client =>
                {
                    for (var i = 0; i < RequestsOfEach; i++)
                    {
                        var body = await http.GetByteArrayAsync(HttpTalk.PathOf(Question(client, i)));
                        Interlocked.Add(ref files, HttpTalk.FilesIn(body));
                        progress.Add();
                    }
                });
            });

        return Describe(files);
    }

    public override string RunBlocking(Progress progress, CancellationToken stop)
    {
        progress.Total = Requests;
        long files = 0;
        using var server = new BlockingServer((stream, _) => HttpTalk.TalkBlocking(stream, Index));
        using var http = new HttpClient { BaseAddress = new Uri($"http://{server.EndPoint}") };

        Threads.Start(Clients, client =>
        {
            for (var i = 0; i < RequestsOfEach; i++)
            {
                stop.ThrowIfCancellationRequested();
                using var request = new HttpRequestMessage(HttpMethod.Get, HttpTalk.PathOf(Question(client, i)));
                using var response = http.Send(request, stop);
                using var body = new MemoryStream();
                response.Content.ReadAsStream(stop).CopyTo(body);
                Interlocked.Add(ref files, HttpTalk.FilesIn(body.ToArray()));
                progress.Add();
            }
        }).Join();

        return Describe(files);
    }

    /// <summary>The BCL's client, on this library's connections.</summary>
    private static HttpClient ClientOf(TcpListener listener)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, stop) => await TcpStream.ConnectAsync((context.DnsEndPoint.Host, context.DnsEndPoint.Port), cancellationToken: stop),
        };

        return new HttpClient(handler) { BaseAddress = new Uri($"http://{listener.LocalEndPoint}") };
    }
}
