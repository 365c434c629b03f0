namespace AsyncStdConformance.Net;

using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>One connection, from listening to the end of the stream.</summary>
public sealed class TcpEchoTests
{
    [Theory, OnEveryNetwork]
    public void What_is_sent_comes_back(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            JoinHandle server = Task.Spawn(async () =>
            {
                await using TcpStream stream = await listener.AcceptAsync();
                var buffer = new byte[16];
                int count;
                while ((count = await stream.ReadAsync(buffer)) > 0)
                {
                    await stream.WriteAsync(buffer.AsMemory(0, count));
                }

                Place.ShouldBeOn(runtime);
            });

            await using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
            for (byte i = 0; i < 100; i++)
            {
                await client.WriteAsync(new[] { i, (byte)(i + 1) });
                var answer = new byte[2];
                await client.ReadExactlyAsync(answer);
                answer.ShouldBe([i, (byte)(i + 1)]);
            }

            client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            (await client.ReadAsync(new byte[1])).ShouldBe(0);
            await server;
            Place.ShouldBeOn(runtime);
        });
}
