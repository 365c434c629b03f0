namespace Samples.Tour;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Stream;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Many clients ask for what takes an hour, and give up after a tenth of a second. A straggler, who has no limit, is cancelled.</summary>
internal sealed class GiveUpStage(int clients, Findings findings) : Stage
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    public override string Name => "give up";

    public override string Unit => "clients";

    public override string BlockingForm => "NetworkStream.ReadTimeout; the straggler's socket is closed";

    public override string AsyncStdForm => "Task.Timeout; JoinHandle.CancelAsync";

    public override async Task<string> RunAsync(Progress progress)
    {
        progress.Total = clients + 1;
        var gaveUp = 0;
        await using var listener = await TcpListener.BindAsync("127.0.0.1:0");

        var server = Task.Spawn(() => Server.ServeAsync(listener, stream => LineTalk.TalkAsync(stream, findings.Index)), "server");
        var straggler = Task.Spawn(() => AskAsync(listener.LocalEndPoint), "straggler");
        await AsyncSequence.Range(0, clients).ForEachConcurrentAsync(clients, async _ =>
        {
            try
            {
                await Task.Timeout(s_patience, () => AskAsync(listener.LocalEndPoint));
            }
            catch (TimeoutException)
            {
                Interlocked.Increment(ref gaveUp);
                progress.Add();
            }
        });

        var answer = await straggler.CancelAsync(); // has ended when this returns, and so has its connection
        progress.Add();
        await server.CancelAsync();

        return Describe(gaveUp, isCancelled: !answer.HasValue);
    }

    public override string RunBlocking(Progress progress, CancellationToken stop)
    {
        progress.Total = clients + 1;
        var gaveUp = 0;
        var isCancelled = false;
        using var server = new BlockingServer((stream, stopServer) => LineTalk.TalkBlocking(stream, findings.Index, stopServer));

        using var connection = new TcpClient();
        var straggler = Threads.Start(1, _ => isCancelled = HasToGiveUp(connection, server.EndPoint, Timeout.InfiniteTimeSpan));
        Threads.Start(clients, _ =>
        {
            using var own = new TcpClient();
            if (HasToGiveUp(own, server.EndPoint, s_patience))
            {
                Interlocked.Increment(ref gaveUp);
                progress.Add();
            }
        }).Join();

        connection.Close(); // the only way to reach a thread that is in a read
        straggler.Join();
        progress.Add();

        return Describe(gaveUp, isCancelled);
    }

    private static async Task<int> AskAsync(IPEndPoint server)
    {
        await using var stream = await TcpStream.ConnectAsync(server);

        return await LineTalk.AskAsync(stream, new BufReader(stream), LineTalk.Slow);
    }

    private static bool HasToGiveUp(TcpClient connection, IPEndPoint server, TimeSpan patience)
    {
        connection.Connect(server);
        using var stream = connection.GetStream();
        stream.ReadTimeout = (int)patience.TotalMilliseconds;
        using var answers = new StreamReader(stream);
        try
        {
            LineTalk.AskBlocking(stream, answers, LineTalk.Slow);
            return false;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return true;
        }
    }

    private static string Describe(int gaveUp, bool isCancelled)
        => $"{gaveUp:N0} gave up after {s_patience.TotalMilliseconds:N0} ms, {(isCancelled ? 1 : 0)} was cancelled";
}
