namespace Samples.Gallery;

using System.Runtime.InteropServices;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Process;

/// <summary>Datagrams back to where they came from, until Ctrl-C.</summary>
internal static class UdpEcho
{
    public static async Task RunAsync(string[] args)
    {
        await using UdpSocket socket = await UdpSocket.BindAsync(args is [var address] ? address : "127.0.0.1:0");
        using var interrupt = new SignalStream(PosixSignal.SIGINT); // from here on Ctrl-C is waited for
        await Console.PrintlnAsync($"listening on {socket.LocalEndPoint}");

        await Task.Race(
            async () => await EchoAsync(socket),
            async () => await interrupt.NextAsync());
        await Console.PrintlnAsync("stopped");
    }

    private static async Task EchoAsync(UdpSocket socket)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            ReceivedDatagram received = await socket.ReceiveFromAsync(buffer);
            await socket.SendToAsync(buffer.AsMemory(0, received.Length), received.RemoteEndPoint!);
        }
    }
}
