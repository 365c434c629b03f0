namespace AsyncStdStress.Scenarios;

using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdStress.Harness;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Many connections carry bytes that tell by their value to which connection and place they belong, with random sizes, cancelled reads and writes,
/// half-closes, and closes and resets in the middle: no byte is lost, doubled, or another connection's; and no descriptor is left.</summary>
internal sealed class SocketPatternsScenario : Scenario
{
    private const int FewConnections = 64;
    private const int ManyConnections = 1_000;
    private const int MostBytes = 12_800_000; // of all connections of a turn
    private const int LongestPiece = 5_000;
    private const int Slack = 40;

    public override string Name => "socket-patterns";

    public override string Unit => "bytes";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        RuntimeKind[] kinds = [RuntimeKind.WorkStealing, RuntimeKind.WorkStealing, RuntimeKind.ThreadPool, RuntimeKind.CurrentThread];
        IoKind[] drivers = [.. Enum.GetValues<IoKind>().Where(IsHere)];
        int? first = null;
        for (int turns = 0; !round.IsOver; turns++)
        {
            int connections = turns % 4 == 0 ? Math.Min(ManyConnections, MostConnections()) : FewConnections;
            using (Runtime runtime = WatchedRuntime.Build(round, kinds[random.Next(kinds.Length)], random.Next(1, 4), options => options.Io = drivers[random.Next(drivers.Length)]))
            {
                Random turn = new(random.Next());
                runtime.BlockOn(async () => await RunTurnAsync(round, turn, connections));
            }

            first ??= CountDescriptors();
            int now = CountDescriptors();
            round.Check(now <= first + Slack, $"there are {now} descriptors after a turn, and were {first} after the first one");
        }
    }

    private static async Task RunTurnAsync(Round round, Random random, int connections)
    {
        await using TcpListener listener = await TcpListener.BindAsync(
            "127.0.0.1:0", new TcpListenerOptions { ReceiveBufferSize = random.Next(2) == 0 ? null : 8192 });
        List<JoinHandle> tasks = [];
        for (int i = 0; i < connections; i++)
        {
            int key = random.Next();
            int length = random.Next(1, MostBytes / connections);
            bool breaks = random.Next(4) == 0;
            Random sending = new(random.Next());
            Random receiving = new(random.Next());
            ValueTask<TcpStream> accept = listener.AcceptAsync();
            TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
            TcpStream server = await accept;
            tasks.Add(Task.Spawn(async () => await SendAsync(client, key, length, breaks, sending)));
            tasks.Add(Task.Spawn(async () => await ReceiveAsync(round, server, key, length, breaks, receiving)));
        }

        foreach (JoinHandle task in tasks)
        {
            await task;
        }
    }

    private static async Task SendAsync(TcpStream stream, int key, int length, bool breaks, Random random)
    {
        await using TcpStream owned = stream;
        int sent = 0;
        int end = breaks ? random.Next(length) : length;
        while (sent < end)
        {
            byte[] piece = Pattern(key, sent, random.Next(1, Math.Min(LongestPiece, end - sent) + 1));
            using var source = new CancellationTokenSource();
            ValueTask<int> write = stream.WriteSomeAsync(piece, source.Token);
            if (random.Next(3) == 0)
            {
                source.Cancel();
            }

            try
            {
                sent += await write;
            }
            catch (OperationCanceledException)
            {
                await Task.YieldNow();
            }
        }

        if (breaks && random.Next(2) == 0)
        {
            stream.Abort();
            return;
        }

        stream.Shutdown(SocketShutdown.Send);
        await stream.ReadAsync(new byte[1]); // until the receiver has closed, too
    }

    private static async Task ReceiveAsync(Round round, TcpStream stream, int key, int length, bool breaks, Random random)
    {
        await using TcpStream owned = stream;
        var buffer = new byte[LongestPiece];
        int received = 0;
        while (true)
        {
            using var source = new CancellationTokenSource();
            ValueTask<int> read = stream.ReadAsync(buffer.AsMemory(0, random.Next(1, LongestPiece)), source.Token);
            if (random.Next(3) == 0)
            {
                source.Cancel();
            }

            int count;
            try
            {
                count = await read;
            }
            catch (OperationCanceledException)
            {
                await Task.YieldNow();
                continue;
            }
            catch (IOException) when (breaks)
            {
                return; // the reset that was asked for
            }

            if (count == 0)
            {
                break;
            }

            for (int i = 0; i < count; i++)
            {
                round.Check(buffer[i] == At(key, received + i), $"byte {received + i} of {length} is not what was sent");
            }

            received += count;
            round.Progress(count);
        }

        round.Check(breaks || received == length, $"{received} of {length} bytes have arrived");
    }

    private static byte At(int key, int position) => (byte)((uint)(key + (position * 2_654_435_761u)) >> 24);

    private static byte[] Pattern(int key, int start, int length)
    {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = At(key, start + i);
        }

        return bytes;
    }

    private static bool IsHere(IoKind io)
    {
        try
        {
            return DefaultNetwork.For(io) is not null;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>For how many connections, of two ends each, the process has descriptors; what else it opens meanwhile has some left.</summary>
    private static int MostConnections()
    {
        const string Limit = "Max open files";
        if (!OperatingSystem.IsLinux() || File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(Limit, StringComparison.Ordinal)) is not { } limit)
        {
            return FewConnections;
        }

        string soft = limit[Limit.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, out int most) ? Math.Max(1, (most - CountDescriptors() - 200) / 2) : ManyConnections; // else it is "unlimited"
    }

    /// <summary>Descriptors of this process, where the system tells.</summary>
    private static int CountDescriptors() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;
}
