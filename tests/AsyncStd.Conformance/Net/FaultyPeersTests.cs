namespace AsyncStdConformance.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Peers that are slow, silent, or gone without a word.</summary>
public sealed class FaultyPeersTests
{
    private const Traits TimeOfItsOwn = Traits.ClosedWorld | Traits.VirtualTime;
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(50);

    [Theory, OnEveryNetwork]
    public void A_reset_by_the_peer_ends_a_write_that_waits_and_names_the_address(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 8192);
            ValueTask write = pair.Server.WriteAsync(new byte[20_000_000]);
            write.IsCompleted.ShouldBeFalse(); // more than the system holds, so it is in the middle

            pair.Client.Abort();

            IOException failure = await Should.ThrowAsync<IOException>(async () => await write);
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBeOneOf(SocketError.ConnectionReset, SocketError.Shutdown, SocketError.ConnectionAborted);
            failure.Message.ShouldContain(pair.Server.RemoteEndPoint.ToString());
        });

    [Theory, OnEveryNetwork]
    public void A_peer_that_never_reads_is_given_up_by_a_limit_on_writing(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 8192);

            await Should.ThrowAsync<TimeoutException>(
                async () => await Task.Timeout(s_limit, async () => await pair.Server.WriteAsync(new byte[20_000_000])));

            pair.Server.Abort(); // a part was sent: the protocol cannot go on
            await Should.ThrowAsync<IOException>(async () => await ReadToEndAsync(pair.Client));
        });

    // Not where time jumps: there the grace period may be over before the system has given the cancelled read back.
    [Theory, OnEveryNetwork(Lacking = TimeOfItsOwn)]
    public void A_peer_that_says_nothing_is_given_up_by_a_limit_on_reading_and_may_still_speak(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            var buffer = new byte[10];

            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(s_limit, async () => await pair.Server.ReadAsync(buffer)));

            await pair.Client.WriteAsync(new byte[] { 42 });
            (await pair.Server.ReadAsync(buffer)).ShouldBe(1); // no byte was taken by the read that was given up
            buffer[0].ShouldBe((byte)42);
        });

    [Theory, OnEveryNetwork]
    public void The_options_of_probing_reach_both_ends_and_a_healthy_connection_lives_on(NetCase on)
        => on.Run(async runtime =>
        {
            var probes = new TcpKeepAlive { Idle = TimeSpan.FromSeconds(1), Interval = TimeSpan.FromSeconds(1), ProbeCount = 1 };
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0", new TcpListenerOptions { KeepAlive = probes });
            ValueTask<TcpStream> accept = listener.AcceptAsync();
            using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint, new TcpConnectionOptions { KeepAlive = probes });
            using TcpStream server = await accept;

            client.KeepAlive.ShouldBe(probes);
            server.KeepAlive.ShouldBe(probes);
            await client.WriteAsync(new byte[] { 1 });
            (await server.ReadAsync(new byte[1])).ShouldBe(1);
        });

    [Theory, OnEveryNetwork(Lacking = TimeOfItsOwn)]
    public void A_reader_that_reads_nothing_holds_the_writer_up_before_much_is_buffered(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 64 * 1024);
            var piece = new byte[64 * 1024];
            long written = await pair.Server.WriteSomeAsync(piece); // without a limit, so that a slow machine writes something too
            try
            {
                while (written < 1L << 30)
                {
                    written += await Task.Timeout(TimeSpan.FromMilliseconds(200), async () => await pair.Server.WriteSomeAsync(piece));
                }
            }
            catch (TimeoutException)
            {
                // held up
            }

            written.ShouldBeInRange(1, 16L << 20);
        });

    /// <summary>Many clients that send a byte and no more; the limit of connections is full with them, and a time limit makes room.</summary>
    [Theory, OnEveryNetwork(Lacking = TimeOfItsOwn)]
    public void Slow_clients_do_not_keep_a_good_one_out(NetCase on)
        => on.Run(async runtime =>
        {
            const int SlowClients = 12;
            TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            int most = 0;
            int open = 0;
            JoinHandle server = Task.Spawn(async () =>
            {
                await foreach (TcpStream stream in listener.Incoming(new IncomingOptions { ConnectionLimit = 4 }))
                {
                    Task.Spawn(async () =>
                    {
                        most = Math.Max(Interlocked.Increment(ref open), most);
                        bool isGood = await TryServeAsync(stream);
                        Interlocked.Decrement(ref open); // before closing, which is what makes room
                        if (isGood)
                        {
                            await stream.DisposeAsync();
                        }
                        else
                        {
                            stream.Abort();
                        }
                    }).Detach();
                }
            });
            List<TcpStream> slow = [];
            for (int i = 0; i < SlowClients; i++)
            {
                TcpStream stream = await TcpStream.ConnectAsync(listener.LocalEndPoint);
                await stream.WriteAsync(new byte[] { 1 });
                slow.Add(stream);
            }

            (await AskUntilAnsweredAsync(listener.LocalEndPoint)).ShouldBe((byte)3);

            most.ShouldBeInRange(1, 4);
            listener.Dispose();
            await server;
            slow.ForEach(stream => stream.Dispose());

            // On a machine that is busy enough the limit may give up a good client too.
            static async Task<byte> AskUntilAnsweredAsync(IPEndPoint address)
            {
                var answer = new byte[1];
                for (int attempt = 1; ; attempt++)
                {
                    try
                    {
                        using TcpStream good = await TcpStream.ConnectAsync(address);
                        await good.WriteAsync(new byte[] { 1, 2 });
                        if (await good.ReadAsync(answer) == 1)
                        {
                            return answer[0];
                        }
                    }
                    catch (IOException) when (attempt < 100)
                    {
                        // aborted
                    }
                }
            }

            static async Task<bool> TryServeAsync(TcpStream stream)
            {
                var request = new byte[2];
                try
                {
                    await Task.Timeout(TimeSpan.FromMilliseconds(250), async () => await stream.ReadExactlyAsync(request));
                    await stream.WriteAsync(new[] { (byte)(request[0] + request[1]) });
                    return true;
                }
                catch (Exception e) when (e is TimeoutException or IOException)
                {
                    return false;
                }
            }
        });

    private static async Task ReadToEndAsync(TcpStream stream)
    {
        var buffer = new byte[100_000];
        while (await stream.ReadAsync(buffer) > 0)
        {
        }
    }
}
