namespace Samples.Gallery;

using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;

/// <summary>A read that is given up in time: from a server that answers, and from one that says nothing. No token is passed to anything.</summary>
internal static class SocketTimeouts
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_impatience = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(string[] args)
    {
        await using TcpListener quick = await TcpListener.BindAsync("127.0.0.1:0");
        await using TcpListener silent = await TcpListener.BindAsync("127.0.0.1:0"); // connections wait in its backlog for ever
        await using var answering = Task.Spawn(() => AnswerAsync(quick)).CancelOnDispose();

        string answer = await AskAsync(quick, s_patience);
        await Console.PrintlnAsync($"received: {answer}");
        try
        {
            await AskAsync(silent, s_impatience);
        }
        catch (IOException e) when (e.InnerException is TimeoutException)
        {
            await Console.PrintlnAsync($"given up: {e.Message}");
        }
    }

    private static async Task<string> AskAsync(TcpListener server, TimeSpan limit)
    {
        await using TcpStream stream = await TcpStream.ConnectAsync(server.LocalEndPoint);

        return await Io.Timeout(limit, () => stream.ReadToStringAsync());
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        await foreach (TcpStream stream in listener.Incoming())
        {
            await using (stream)
            {
                await stream.WriteFmtAsync($"good morning");
            }
        }
    }
}
