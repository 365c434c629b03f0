namespace Samples.Gallery;

using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;

/// <summary>
/// Two directions at once. Lines typed go to the server, and lines from the server are printed. At the end of the input the server is told so, and what it
/// has still to say is printed. When the server ends first, nobody waits for another line.
/// </summary>
internal static class ChatClient
{
    public static async Task RunAsync(string[] args)
    {
        if (args is not [var address, var name])
        {
            throw new UsageException();
        }

        await using TcpStream stream = await TcpStream.ConnectAsync(address);
        await stream.WriteFmtAsync($"{name}\n");

        // Leaving the block stops the task, in the middle of its wait for a line.
        await using (Task.Spawn(() => SendAsync(stream)).CancelOnDispose())
        {
            await foreach (string line in stream.Lines())
            {
                await Console.PrintlnAsync(line);
            }
        }
    }

    private static async Task SendAsync(TcpStream stream)
    {
        await foreach (string line in Console.Stdin.Lines())
        {
            await stream.WriteFmtAsync($"{line}\n");
        }

        stream.Shutdown(SocketShutdown.Send);
    }
}
