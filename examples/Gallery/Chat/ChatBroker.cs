namespace Samples.Gallery;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Knows who is there, and passes messages on. Each client has a channel and a task that writes; a client that does not keep up is dropped.</summary>
internal sealed class ChatBroker
{
    private const int LongestQueue = 100;

    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (ChatPeer Peer, Sender<string> Queue)> _peers = [];
    private readonly TaskGroup _writers = new(new TaskGroupOptions { Supervise = true, OnFailure = (_, e) => Console.Error.WriteLine(e.Message) });

    public async Task RunAsync(Receiver<ChatEvent> events)
    {
        await foreach (ChatEvent next in events)
        {
            switch (next)
            {
                case ChatEvent.Joined(var peer):
                    await AddAsync(peer);
                    break;
                case ChatEvent.Said(var peer, var to, var text) when IsHere(peer):
                    Array.ForEach(to, name => Tell(name, $"{peer.Name}: {text}"));
                    break;
                case ChatEvent.Left(var peer) when IsHere(peer):
                    Remove(peer.Name);
                    TellAll($"{peer.Name} has left");
                    await Console.PrintlnAsync($"{peer.Name} has left");
                    break;
            }
        }

        TellAll("the server closes");
        _peers.Keys.ToList().ForEach(Remove);
        _writers.Close();
        try
        {
            await Task.Timeout(s_farewell, async () => await _writers.WaitAsync());
        }
        catch (TimeoutException)
        {
            _writers.Cancel(); // those who do not read
        }

        await _writers.DisposeAsync();
    }

    private async Task AddAsync(ChatPeer peer)
    {
        if (_peers.ContainsKey(peer.Name))
        {
            _writers.Start(() => RefuseAsync(peer));
            return;
        }

        TellAll($"{peer.Name} has joined");
        var (queue, lines) = Channel.Bounded<string>(LongestQueue);
        _peers.Add(peer.Name, (peer, queue));
        _writers.Start(() => WriteAsync(peer.Output, lines), peer.Name);
        await Console.PrintlnAsync($"{peer.Name} has joined");
    }

    private bool IsHere(ChatPeer peer) => _peers.TryGetValue(peer.Name, out var known) && known.Peer == peer;

    private void TellAll(string text) => _peers.Keys.ToList().ForEach(name => Tell(name, $"* {text}"));

    private void Tell(string name, string line)
    {
        if (_peers.TryGetValue(name, out var known) && known.Queue.TrySend(line) != TrySendResult.Sent)
        {
            Remove(name);
        }
    }

    /// <summary>Closes the channel: its writer still writes what is in it, and then closes the connection.</summary>
    private void Remove(string name)
    {
        _peers.Remove(name, out var known);
        known.Queue.Dispose();
    }

    private static async Task RefuseAsync(ChatPeer peer)
    {
        await using (peer.Output)
        {
            await peer.Output.WriteFmtAsync($"* the name {peer.Name} is taken\n");
        }
    }

    private static async Task WriteAsync(WriteHalf output, Receiver<string> lines)
    {
        await using (output)
        {
            using (lines)
            {
                await foreach (string line in lines)
                {
                    await output.WriteFmtAsync($"{line}\n");
                }
            }
        }
    }
}
