namespace Samples.Gallery;

using System.Runtime.InteropServices;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Process;
using AsyncStd.Task;

/// <summary>An echo server on IPv4 and on IPv6: two listeners, whose connections are merged into one sequence.</summary>
internal static class TcpDualStackEcho
{
    public static async Task RunAsync(string[] args)
    {
        int port = args switch
        {
            [] => 0,
            [var text] when ushort.TryParse(text, out ushort number) => number,
            _ => throw new UsageException(),
        };

        await using TcpListener four = await TcpListener.BindAsync(("127.0.0.1", port));
        await using TcpListener six = await TcpListener.BindAsync(("::1", port));
        using var interrupt = new SignalStream(PosixSignal.SIGINT); // from here on Ctrl-C is waited for
        await Console.PrintlnAsync($"listening on {four.LocalEndPoint}");
        await Console.PrintlnAsync($"listening on {six.LocalEndPoint}");

        await Task.Race(
            async () => await ServeAsync(four.Incoming().Merge(six.Incoming())),
            async () => await interrupt.NextAsync());
        await Console.PrintlnAsync("stopped");
    }

    private static async Task ServeAsync(IAsyncEnumerable<TcpStream> incoming)
    {
        await using TaskGroup connections = new(new TaskGroupOptions { Supervise = true, OnFailure = (_, e) => Console.Error.WriteLine(e.Message) });
        await foreach (TcpStream stream in incoming)
        {
            await Console.PrintlnAsync($"from {stream.RemoteEndPoint.AddressFamily}");
            connections.Start(async () =>
            {
                await using (stream)
                {
                    await stream.CopyToAsync(stream);
                }
            });
        }
    }
}
