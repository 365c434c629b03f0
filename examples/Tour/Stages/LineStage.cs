namespace Samples.Tour;

using System.Net.Sockets;
using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Stream;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Serves the index by a protocol of lines on loopback, and asks it from many clients at once.</summary>
internal sealed class LineStage(int clients, Findings findings) : ServingStage(clients, RequestsOfEach, findings)
{
    private const int RequestsOfEach = 500;

    public override string Name => "lines";

    public override string BlockingForm => "a thread for each client and connection, NetworkStream";

    public override string AsyncStdForm => "TcpListener, TcpStream, Lines";

    public override async Task<string> RunAsync(Progress progress)
    {
        progress.Total = Requests;
        long files = 0;
        await using var listener = await TcpListener.BindAsync("127.0.0.1:0");

        await Task.Race(
            () => Server.ServeAsync(listener, stream => LineTalk.TalkAsync(stream, Index)),
            () => AsyncSequence.Range(0, Clients).ForEachConcurrentAsync(Clients, async client =>
            {
                await using var stream = await TcpStream.ConnectAsync(listener.LocalEndPoint);
                var answers = new BufReader(stream);
                for (var i = 0; i < RequestsOfEach; i++)
                {
                    Interlocked.Add(ref files, await LineTalk.AskAsync(stream, answers, Question(client, i)));
                    progress.Add();
                }
            }).AsTask());

        return Describe(files);
    }

    public override string RunBlocking(Progress progress, CancellationToken stop)
    {
        progress.Total = Requests;
        long files = 0;
        using var server = new BlockingServer((stream, stopServer) => LineTalk.TalkBlocking(stream, Index, stopServer));

        Threads.Start(Clients, client =>
        {
            using var connection = new TcpClient { NoDelay = true };
            connection.Connect(server.EndPoint);
            using var stream = connection.GetStream();
            using var answers = new StreamReader(stream);
            for (var i = 0; i < RequestsOfEach; i++)
            {
                stop.ThrowIfCancellationRequested();
                Interlocked.Add(ref files, LineTalk.AskBlocking(stream, answers, Question(client, i)));
                progress.Add();
            }
        }).Join();

        return Describe(files);
    }
}
