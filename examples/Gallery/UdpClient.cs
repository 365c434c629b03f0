namespace Samples.Gallery;

using System.Text;
using AsyncStd.Net;
using AsyncStd.Prelude;

/// <summary>One datagram there, one back. Datagrams get lost, so there is a limit, and another attempt.</summary>
internal static class UdpClient
{
    private const int Attempts = 5;

    public static async Task RunAsync(string[] args)
    {
        if (args is not [var address, var text])
        {
            throw new UsageException();
        }

        await using UdpSocket socket = await UdpSocket.BindAsync("127.0.0.1:0");
        await socket.ConnectAsync(address);
        string answer = await Task.Retry(() => AskAsync(socket, text), new() { Attempts = Attempts, ShouldRetry = e => e is TimeoutException });
        await Console.PrintlnAsync($"answer: {answer}");
    }

    private static async Task<string> AskAsync(UdpSocket socket, string text)
    {
        var buffer = new byte[64 * 1024];
        await socket.SendAsync(Encoding.UTF8.GetBytes(text));
        ReceivedDatagram received = await Task.Timeout(TimeSpan.FromSeconds(1), () => socket.ReceiveAsync(buffer));

        return Encoding.UTF8.GetString(buffer, 0, received.Length);
    }
}
