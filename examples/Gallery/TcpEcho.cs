namespace Samples.Gallery;

using System.Runtime.InteropServices;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Process;
using AsyncStd.Task;

/// <summary>A server with a task for each connection, until Ctrl-C. Try <c>nc</c>, or the example tcp-client.</summary>
internal static class TcpEcho
{
    public static async Task RunAsync(string[] args)
    {
        await using TcpListener listener = await TcpListener.BindAsync(args is [var address] ? address : "127.0.0.1:0");
        using var interrupt = new SignalStream(PosixSignal.SIGINT); // from here on Ctrl-C is waited for
        await Console.PrintlnAsync($"listening on {listener.LocalEndPoint}");

        await Task.Race(
            async () => await ServeAsync(listener),
            async () => await interrupt.NextAsync());
        await Console.PrintlnAsync("stopped");
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        // Who leaves the group waits for its tasks. One that fails leaves the others alone.
        await using TaskGroup connections = new(new TaskGroupOptions { Supervise = true, OnFailure = (_, e) => Console.Error.WriteLine(e.Message) });
        await foreach (TcpStream stream in listener.Incoming())
        {
            connections.Start(() => EchoAsync(stream));
        }
    }

    private static async Task EchoAsync(TcpStream stream)
    {
        await using (stream)
        {
            await stream.CopyToAsync(stream);
        }
    }
}
