namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Task;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>What a server's connection costs that only waits to be sent something; the clients are in a process of their own.</summary>
internal static class IdleConnectionWorkloads
{
    private const int First = 100;
    private const string PortVariable = "ASYNC_STD_BENCHMARK_PORT";
    private const string ClientWorkload = "idle_connections_client";
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(300);

    /// <summary>Resident memory for each of many connections that a task waits on; a hundred go ahead and are not counted.</summary>
    public static WorkloadResult OfLibrary(long size) => Task.BlockOn(async () =>
    {
        using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
        using Process client = StartClient(listener.LocalEndPoint.Port, First + size);
        return await MeasureAsync(size, async () =>
        {
            TcpStream stream = await listener.AcceptAsync();
            _ = Task.Spawn(stream, static async stream => await stream.ReadAsync(Memory<byte>.Empty));
        });
    });

    /// <summary>The same on sockets of the base class library.</summary>
    public static WorkloadResult OfBaseClasses(long size) => Task.Run(async () =>
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        using Process client = StartClient(((IPEndPoint)listener.LocalEndPoint!).Port, First + size);
        return await MeasureAsync(size, async () =>
        {
            Socket socket = await listener.AcceptAsync();
            _ = Task.Run(async () => await socket.ReceiveAsync(Memory<byte>.Empty));
        });
    }).GetAwaiter().GetResult();

    /// <summary>Connects so often and keeps all connections until the standard input ends.</summary>
    public static WorkloadResult Client(long size)
    {
        int port = int.Parse(Environment.GetEnvironmentVariable(PortVariable) ?? "", CultureInfo.InvariantCulture);
        List<Socket> sockets = [];
        for (long i = 0; i < size; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, port);
            sockets.Add(socket);
        }

        Console.In.ReadToEnd();
        GC.KeepAlive(sockets);
        return new WorkloadResult(size);
    }

    private static Process StartClient(int port, long count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(IdleConnectionWorkloads).Assembly.Location);
        }

        foreach (string argument in new[] { "--workload", ClientWorkload, "--size", count.ToString(CultureInfo.InvariantCulture), "--no-warmup" })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[PortVariable] = port.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    private static async Task<WorkloadResult> MeasureAsync(long size, Func<Task> acceptOne)
    {
        for (int i = 0; i < First; i++)
        {
            await acceptOne();
        }

        await Task.Delay(s_rest);
        long residentBefore = ProcessMemory.Resident;
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        for (long i = 0; i < size; i++)
        {
            await acceptOne();
        }

        await Task.Delay(s_rest);
        long residentAfter = ProcessMemory.Resident;
        long heapAfter = GC.GetTotalMemory(forceFullCollection: true);
        return new WorkloadResult(size)
        {
            Extras =
            [
                ("bytes_per_connection", (residentAfter - residentBefore) / (double)size),
                ("heap_bytes_per_connection", (heapAfter - heapBefore) / (double)size),
            ],
        };
    }
}
