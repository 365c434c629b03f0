namespace AsyncStdStress.Soak;

using System.Diagnostics;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>An echo server and its clients for half an hour: random sizes, cancels, half-closes and resets; each byte is checked, and what the process holds is printed each minute.</summary>
internal sealed class SoakRun(SoakOptions options)
{
    /// <summary>Descriptors other than sockets that may be opened after the first report: of threads, and of libraries that something needs late.</summary>
    private const int Slack = 40;

    private const long HeapSlack = 20_000_000;

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly SoakCounts _counts = new();
    private int? _firstOthers;
    private long? _firstHeap;
    private long _lastHeap;

    /// <returns>The exit code: 0 if nothing was wrong, no socket is left, and neither descriptors nor objects have piled up.</returns>
    public int Run()
    {
        int before = CountSockets();
        using (Runtime runtime = new RuntimeBuilder().Name("soak").Build())
        {
            Console.WriteLine($"seed {options.Seed}, {options.Minutes} minutes, {options.Connections} connections at a time, {Environment.ProcessorCount} processors");
            Console.WriteLine(runtime.Describe());
            runtime.BlockOn(async () => await RunAsync(runtime));
        }

        int left = CountSockets();
        int others = CountDescriptors() - left;
        Console.WriteLine($"sockets before {before}, after {left}; other descriptors at first {_firstOthers}, after {others}");
        return left <= before && others <= _firstOthers + Slack && _lastHeap <= (2 * _firstHeap) + HeapSlack ? 0 : 1;
    }

    private async Task RunAsync(Runtime runtime)
    {
        await using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
        JoinHandle server = Task.Spawn(async () =>
        {
            await foreach (TcpStream stream in listener.Incoming())
            {
                Task.Spawn(stream, static async stream => await EchoAsync(stream)).Detach();
            }
        });
        using var end = new CancellationTokenSource();
        Random seeds = new(options.Seed);
        JoinHandle[] clients =
            [.. Enumerable.Range(0, options.Connections).Select(_ => Start(new SoakClient(listener.LocalEndPoint, _counts, seeds.Next(), end.Token)))];
        long start = Stopwatch.GetTimestamp();
        for (TimeSpan rest = TimeSpan.FromMinutes(options.Minutes); rest > TimeSpan.Zero; rest -= s_minute)
        {
            long bytes = _counts.Bytes;
            Task first = Task.WhenAny(clients.Select(client => client.AsTask()));
            await Task.WhenAny(first, Task.Sleep(rest < s_minute ? rest : s_minute).AsTask());
            Report(runtime, Stopwatch.GetElapsedTime(start));
            if (first.IsCompleted)
            {
                break; // it failed, and says why below
            }

            if (_counts.Bytes == bytes && rest >= s_minute)
            {
                Console.Error.WriteLine("FAILED: nothing has moved for a minute");
                Console.Error.WriteLine(runtime.Dump());
                Environment.Exit(1); // whoever is stuck would be waited for without an end
            }
        }

        await end.CancelAsync();
        foreach (JoinHandle client in clients)
        {
            await client;
        }

        listener.Dispose();
        await server;

        static JoinHandle Start(SoakClient client) => Task.Spawn(client, static async client => await client.RunAsync());
    }

    private static async Task EchoAsync(TcpStream stream)
    {
        await using TcpStream owned = stream;
        try
        {
            await stream.CopyToAsync(stream);
            stream.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        }
        catch (IOException)
        {
            // A reset, which the client has asked for or is about to complain of.
        }
    }

    private void Report(Runtime runtime, TimeSpan elapsed)
    {
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        _firstOthers ??= CountDescriptors() - CountSockets();
        _firstHeap ??= heap;
        _lastHeap = heap;
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"{elapsed:hh\\:mm\\:ss}  {_counts}; {CountDescriptors()} descriptors, {heap / 1e6:F1} MB of objects, {process.WorkingSet64 / 1e6:F0} MB resident, "
                + $"{process.Threads.Count} threads, {runtime.Metrics.TasksAlive} tasks");
    }

    /// <summary>Descriptors of this process, where the system tells.</summary>
    private static int CountDescriptors() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;

    private static int CountSockets()
        => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Count(file => new FileInfo(file).LinkTarget is { } target && target.StartsWith("socket:", StringComparison.Ordinal)) : 0;
}
