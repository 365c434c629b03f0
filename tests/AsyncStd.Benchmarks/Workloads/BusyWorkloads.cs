namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using TcpListener = AsyncStd.Net.TcpListener;
using TcpStream = AsyncStd.Net.TcpStream;

/// <summary>Sockets beside a task that always has something to do.</summary>
internal static class BusyWorkloads
{
    private const int Rounds = 50;

    /// <summary>Long enough for all workers to have gone to sleep.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(3);

    /// <summary>Two workers sleep. A request wakes one, whose task goes on to compute, 3 ms in each slice, until a second request was answered on another connection: how long
    /// does that take?</summary>
    public static WorkloadResult Sockets()
    {
        using Runtime runtime = new RuntimeBuilder().ThreadCount(2).Build();
        var done = new Round();
        TcpListener listener = runtime.BlockOn(static async () => await TcpListener.BindAsync("127.0.0.1:0"));
        using Socket first = Connect((IPEndPoint)listener.LocalEndPoint);
        JoinHandle computing = runtime.Spawn(async () => await ComputeAfterEachAsync(await listener.AcceptAsync(), done));
        Exchange(first);
        using Socket second = Connect((IPEndPoint)listener.LocalEndPoint);
        JoinHandle echoing = runtime.Spawn(async () => await EchoAsync(await listener.AcceptAsync(), done));
        Exchange(second);
        var waits = new double[Rounds];
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < Rounds; i++)
        {
            Thread.Sleep(s_rest);
            Exchange(first);
            long start = Stopwatch.GetTimestamp();
            Exchange(second);
            waits[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        first.Close();
        second.Close();
        done.Next();
        Task.BlockOn(computing);
        Task.BlockOn(echoing);
        Array.Sort(waits);
        return new WorkloadResult(Rounds) { Seconds = elapsed.TotalSeconds, Extras = [("median_ms", waits[Rounds / 2]), ("max_ms", waits[^1])] };
    }

    private static async Task ComputeAfterEachAsync(TcpStream stream, Round done)
    {
        await using (stream)
        {
            byte[] request = new byte[1];
            while (await stream.ReadAsync(request) > 0)
            {
                int round = done.Number;
                await stream.WriteAsync(request);
                while (done.Number == round)
                {
                    long start = Stopwatch.GetTimestamp();
                    while (Stopwatch.GetElapsedTime(start) < s_slice)
                    {
                        Thread.SpinWait(100);
                    }

                    await Task.YieldNow();
                }
            }
        }
    }

    private static async Task EchoAsync(TcpStream stream, Round done)
    {
        await using (stream)
        {
            byte[] request = new byte[1];
            while (await stream.ReadAsync(request) > 0)
            {
                done.Next();
                await stream.WriteAsync(request);
            }
        }
    }

    private static Socket Connect(IPEndPoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(address);
        return socket;
    }

    private static void Exchange(Socket socket)
    {
        byte[] message = new byte[1];
        socket.Send(message);
        Expect.Equal(socket.Receive(message), 1);
    }

    /// <summary>How many second requests were answered.</summary>
    private sealed class Round
    {
        private int _number;

        public int Number => Volatile.Read(ref _number);

        public void Next() => Interlocked.Increment(ref _number);
    }
}
