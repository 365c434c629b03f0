namespace Samples.Gallery;

using System.Runtime.InteropServices;
using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Process;
using AsyncStd.Task;

/// <summary>
/// A chat, until Ctrl-C. The first line of a client is its name; the next ones are <c>bob, carol: hello</c>. One task for each connection reads;
/// they all tell the broker, the only one that knows who is there, so there is no lock; see <see cref="ChatBroker"/>.
/// </summary>
/// <remarks>
/// The end goes from the sources on. Ctrl-C stops the connections' tasks. With the last of them the channel to the broker closes, so the
/// broker ends after what was said before, and closes its channels to the clients. What is in them is still sent.
/// </remarks>
internal static class ChatServer
{
    private const int LongestLine = 1000;

    public static async Task RunAsync(string[] args)
    {
        await using TcpListener listener = await TcpListener.BindAsync(args is [var address] ? address : "127.0.0.1:0");
        using var interrupt = new SignalStream(PosixSignal.SIGINT); // from here on Ctrl-C is waited for
        await Console.PrintlnAsync($"listening on {listener.LocalEndPoint}");

        var (events, inbox) = Channel.Bounded<ChatEvent>(64);
        var broker = Task.Spawn(() => new ChatBroker().RunAsync(inbox), "broker");
        using (events)
        {
            await Task.Race(
                async () => await AcceptAsync(listener, events),
                async () => await interrupt.NextAsync());
        }

        await broker;
        await Console.PrintlnAsync("stopped");
    }

    private static async Task AcceptAsync(TcpListener listener, Sender<ChatEvent> events)
    {
        // One client that fails does no harm to the others. When this is cancelled, its tasks are, and are waited for.
        await using TaskGroup connections = new(new TaskGroupOptions { Supervise = true, OnFailure = (_, e) => Console.Error.WriteLine(e.Message) });
        await foreach (TcpStream stream in listener.Incoming())
        {
            connections.Start(() => ReadAsync(stream, events));
        }
    }

    private static async Task ReadAsync(TcpStream stream, Sender<ChatEvent> events)
    {
        (ReadHalf input, WriteHalf output) = stream.Split();
        await using var reader = new BufReader(input);
        if (await JoinAsync(reader, output, events) is not { } peer)
        {
            return;
        }

        try
        {
            while (await reader.ReadLineAsync(LongestLine) is { } line)
            {
                if (line.Split(':', 2, StringSplitOptions.TrimEntries) is [var to, var text])
                {
                    await events.SendAsync(new ChatEvent.Said(peer, to.Split(',', StringSplitOptions.TrimEntries), text));
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            await Console.EprintlnAsync($"{peer.Name}: {e.Message}");
        }

        await events.SendAsync(new ChatEvent.Left(peer));
    }

    /// <summary>Reads the name, and hands the other direction over to the broker; null for somebody who leaves without a name.</summary>
    private static async Task<ChatPeer?> JoinAsync(BufReader reader, WriteHalf output, Sender<ChatEvent> events)
    {
        bool isHandedOver = false;
        try
        {
            if (await reader.ReadLineAsync(LongestLine) is not { Length: > 0 } name)
            {
                return null;
            }

            var peer = new ChatPeer(name, output);
            await events.SendAsync(new ChatEvent.Joined(peer));
            isHandedOver = true;

            return peer;
        }
        finally
        {
            if (!isHandedOver)
            {
                await output.DisposeAsync();
            }
        }
    }
}
