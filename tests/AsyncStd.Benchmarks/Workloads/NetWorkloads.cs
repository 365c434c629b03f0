namespace AsyncStdBenchmarks.Workloads;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Task;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Servers for a client in another process: each prints <c>LISTENING port</c> and serves until its standard input closes.</summary>
internal static class NetWorkloads
{
    private const int BufferSize = 16_384;
    private const int RequestSize = 64;
    private const int LongestDatagram = 65_536;

    /// <summary>Sends back what comes, on each connection.</summary>
    public static WorkloadResult Echo() => Serve(static stream => { Task.Spawn(stream, static async stream => await EchoAsync(stream)); });

    /// <summary>The same with the stream of incoming connections, which goes on when descriptors are short.</summary>
    public static WorkloadResult EchoIncoming() => UntilInputEnds(async () =>
    {
        using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
        Announce(listener.LocalEndPoint);
        await foreach (TcpStream stream in listener.Incoming())
        {
            _ = Task.Spawn(stream, static async stream => await EchoAsync(stream));
        }
    });

    /// <summary>Accepts and closes.</summary>
    public static WorkloadResult Accept() => Serve(static stream => stream.Dispose());

    /// <summary>One request, one reply, and the server closes.</summary>
    public static WorkloadResult Request() => Serve(static stream => { Task.Spawn(stream, static async stream => await ReplyAsync(stream)); });

    /// <summary>Sends each message back to its sender.</summary>
    public static WorkloadResult EchoDatagrams() => UntilInputEnds(async () =>
    {
        using UdpSocket socket = await UdpSocket.BindAsync("127.0.0.1:0");
        Announce(socket.LocalEndPoint);
        var buffer = new byte[LongestDatagram];
        var sender = new SocketAddress(AddressFamily.InterNetwork);
        while (true)
        {
            ReceivedDatagram message = await socket.ReceiveFromAsync(buffer, sender);
            await socket.SendToAsync(buffer.AsMemory(0, message.Length), sender);
        }
    });

    /// <summary>Serves in a task until the standard input ends, and leaves it running: the process ends.</summary>
    public static WorkloadResult UntilInputEnds(Func<TaskBody> serve)
    {
        Task.BlockOn(async () =>
        {
            JoinHandle server = Task.Spawn(serve);
            JoinHandle<string> input = Task.SpawnBlocking(static () => Console.In.ReadToEnd());
            if (await Task.WhenAny(server.AsTask(), input.AsTask()) == server.AsTask())
            {
                await server; // it ends only by a failure
            }
        });
        return new WorkloadResult(1);
    }

    public static void Announce(IPEndPoint endPoint)
    {
        Console.WriteLine($"LISTENING {endPoint.Port}");
        Console.Out.Flush();
    }

    private static WorkloadResult Serve(Action<TcpStream> begin) => UntilInputEnds(async () =>
    {
        using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0", new TcpListenerOptions { NoDelay = true });
        Announce(listener.LocalEndPoint);
        while (true)
        {
            begin(await listener.AcceptAsync());
        }
    });

    private static async ValueTask EchoAsync(TcpStream stream)
    {
        using (stream)
        {
            var buffer = new byte[BufferSize];
            try
            {
                int count;
                while ((count = await stream.ReadAsync(buffer)) > 0)
                {
                    await stream.WriteAsync(buffer.AsMemory(0, count));
                }
            }
            catch (IOException)
            {
                // The client is gone.
            }
        }
    }

    private static async ValueTask ReplyAsync(TcpStream stream)
    {
        using (stream)
        {
            var buffer = new byte[RequestSize];
            try
            {
                await stream.ReadExactlyAsync(buffer);
                await stream.WriteAsync(buffer);
            }
            catch (IOException)
            {
                // The client is gone, or said too little.
            }
        }
    }
}
