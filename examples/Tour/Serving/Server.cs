namespace Samples.Tour;

using AsyncStd.Net;
using AsyncStd.Task;

/// <summary>Talks to everybody who connects, each in a task of its own, until its scope is cancelled.</summary>
internal static class Server
{
    public static async Task ServeAsync(TcpListener listener, Func<TcpStream, Task> talk) =>
        await TaskGroup.Run(
            async connections =>
            {
                await foreach (var stream in listener.Incoming())
                {
                    connections.Start(async () =>
                    {
                        await using (stream)
                        {
                            await talk(stream);
                        }
                    });
                }
            },
            new TaskGroupOptions { Supervise = true }); // who hangs up in the middle of a word ends nobody else's conversation
}
