namespace Samples.Gallery;

using System.Net.Sockets;
using System.Text;
using AsyncStd.Net;
using AsyncStd.Prelude;

/// <summary>One message there, one back. The server has the message when it sees the end of the stream; then it answers.</summary>
internal static class TcpClient
{
    public static async Task RunAsync(string[] args)
    {
        if (args is not [var address, var text])
        {
            throw new UsageException();
        }

        await using TcpStream stream = await TcpStream.ConnectAsync(address);
        await Console.PrintlnAsync($"connected to {stream.RemoteEndPoint}");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        stream.Shutdown(SocketShutdown.Send);
        string answer = await stream.ReadToStringAsync();
        await Console.PrintlnAsync($"answer: {answer}");
    }
}
