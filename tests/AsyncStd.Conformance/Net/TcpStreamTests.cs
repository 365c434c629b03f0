namespace AsyncStdConformance.Net;

using System.Net;
using System.Net.Sockets;
using System.Text;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>What a TCP connection does besides carrying bytes to and fro.</summary>
public sealed class TcpStreamTests
{
    private static readonly byte[] s_text = Encoding.ASCII.GetBytes("some text");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnEveryNetwork]
    public void Each_end_is_known_to_the_other(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();

            pair.Client.RemoteEndPoint.ShouldBe(pair.Server.LocalEndPoint);
            pair.Server.RemoteEndPoint.ShouldBe(pair.Client.LocalEndPoint);
        });

    [Theory, OnEveryNetwork]
    public void A_peer_can_answer_after_the_other_has_ended_its_sending(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            await pair.Client.WriteAsync(s_text);
            pair.Client.Shutdown(SocketShutdown.Send);

            using var reader = new StreamReader(pair.Server, leaveOpen: true);
            (await reader.ReadToEndAsync()).ShouldBe("some text");
            await pair.Server.WriteAsync(s_text);
            var answer = new byte[s_text.Length];
            await pair.Client.ReadExactlyAsync(answer);
            answer.ShouldBe(s_text);
        });

    [Theory, OnEveryNetwork]
    public void What_lies_behind_urgent_data_is_read(NetCase on)
        => on.Run(async runtime =>
        {
            await using AsyncStd.Net.TcpListener listener = await AsyncStd.Net.TcpListener.BindAsync("127.0.0.1:0");
            using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            peer.Connect(listener.LocalEndPoint);
            await using TcpStream stream = await listener.AcceptAsync();
            var buffer = new byte[100];
            ValueTask<int> first = stream.ReadAsync(buffer); // so that the socket is registered before anything comes
            await Task.YieldNow();
            peer.Send("x"u8);
            (await first).ShouldBe(1);

            peer.Send("abc"u8);
            peer.Send("!"u8, SocketFlags.OutOfBand);
            peer.Send("def"u8);

            await stream.ReadExactlyAsync(buffer.AsMemory(0, 6)); // a receive stops at the mark, although more is there
            Encoding.ASCII.GetString(buffer, 0, 6).ShouldBe("abcdef");
        });

    [Theory, OnEveryNetwork]
    public void Peeking_leaves_the_bytes_to_be_read(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            await pair.Client.WriteAsync(s_text);
            var peeked = new byte[4];

            (await pair.Server.PeekAsync(peeked)).ShouldBe(4);

            var read = new byte[s_text.Length];
            await pair.Server.ReadExactlyAsync(read);
            peeked.ShouldBe(s_text[..4]);
            read.ShouldBe(s_text);
        });

    [Theory, OnEveryNetwork]
    public void Several_buffers_are_written_and_read_in_one_call_each(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            ReadOnlyMemory<byte>[] parts = [s_text.AsMemory(0, 2), default, s_text.AsMemory(2)];

            (await pair.Client.WriteVectoredAsync(parts)).ShouldBe(s_text.Length);

            byte[] first = new byte[3], second = new byte[100];
            long count = 0;
            while (count < s_text.Length)
            {
                count += await pair.Server.ReadVectoredAsync(new Memory<byte>[] { first.AsMemory((int)Math.Min(count, 3)), second.AsMemory((int)Math.Max(count - 3, 0)) });
            }

            first.Concat(second).Take(s_text.Length).ShouldBe(s_text);
        });

    [Theory, OnEveryNetwork]
    public void A_read_into_several_buffers_of_which_none_has_room_is_refused(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();

            await Should.ThrowAsync<ArgumentException>(async () => await pair.Client.ReadVectoredAsync(ReadOnlyMemory<Memory<byte>>.Empty));
            await Should.ThrowAsync<ArgumentException>(async () => await pair.Client.ReadVectoredAsync(new Memory<byte>[] { default, default }));

            await pair.Server.WriteAsync(new byte[] { 7 });
            (await pair.Client.ReadAsync(new byte[2])).ShouldBe(1); // and leaves the direction free
        });

    [Theory, OnEveryNetwork]
    public void A_read_into_no_buffer_waits_until_there_is_something_and_takes_nothing(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            JoinHandle<int> waiting = Task.Spawn(async () => await pair.Server.ReadAsync(Memory<byte>.Empty));
            await Task.YieldNow();
            waiting.IsCompleted.ShouldBeFalse();

            await pair.Client.WriteAsync(s_text);

            (await waiting).ShouldBe(0);
            (await pair.Server.ReadAsync(new byte[100])).ShouldBe(s_text.Length);
        });

    [Theory, OnEveryNetwork]
    public void A_read_that_a_token_cancels_loses_no_byte(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            var buffer = new byte[100];
            for (int i = 0; i < 10; i++)
            {
                using var source = new CancellationTokenSource();
                ValueTask<int> read = pair.Server.ReadAsync(buffer, source.Token);
                await source.CancelAsync();
                (await Should.ThrowAsync<OperationCanceledException>(async () => await read)).CancellationToken.ShouldBe(source.Token);
            }

            await pair.Client.WriteAsync(s_text);
            (await pair.Server.ReadAsync(buffer)).ShouldBe(s_text.Length);
        });

    [Theory, OnEveryNetwork]
    public void A_read_ends_when_its_task_is_asked_to_stop(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            JoinHandle<int> inRoot = Task.Spawn(async () => await pair.Server.ReadAsync(new byte[1]));
            JoinHandle<int> nested = Task.Spawn(async () => await Nested());
            await Task.YieldNow();

            inRoot.Cancel();
            nested.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await inRoot);
            await Should.ThrowAsync<OperationCanceledException>(async () => await nested);
            await pair.Client.WriteAsync(s_text);
            (await pair.Server.ReadAsync(new byte[100])).ShouldBe(s_text.Length);

            async Task<int> Nested() => await pair.Client.ReadAsync(new byte[1]);
        });

    [Theory, OnEveryNetwork]
    public void A_task_that_was_asked_to_stop_begins_no_read_and_no_write(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            await pair.Client.WriteAsync(s_text);
            await pair.Server.PeekAsync(new byte[1]);
            JoinHandle stopped = Task.Spawn(async () =>
            {
                Scope.Current!.Cancel();
                Should.Throw<OperationCanceledException>(() => pair.Server.ReadAsync(new byte[1]).AsTask().GetAwaiter().GetResult());
                Should.Throw<OperationCanceledException>(() => pair.Server.WriteAsync(new byte[1]).AsTask().GetAwaiter().GetResult());
                await Task.CompletedTask;
            });

            await stopped.AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
            (await pair.Server.ReadAsync(new byte[100])).ShouldBe(s_text.Length);
        });

    [Theory, OnEveryNetwork]
    public void A_task_that_was_asked_to_stop_makes_no_socket_and_sends_no_message(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            using UdpSocket socket = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket connected = await UdpSocket.BindAsync("127.0.0.1:0");
            await connected.ConnectAsync(socket.LocalEndPoint);
            string target = socket.LocalEndPoint.ToString();
            var begun = new List<string>();
            JoinHandle stopped = Task.Spawn(async () =>
            {
                Scope.Current!.Cancel();
                await TryAsync("connect", async () => await TcpStream.ConnectAsync(listener.LocalEndPoint));
                await TryAsync("listen", async () => await TcpListener.BindAsync("127.0.0.1:0"));
                await TryAsync("bind", async () => await UdpSocket.BindAsync("127.0.0.1:0"));
                await TryAsync("send", async () =>
                {
                    await socket.SendToAsync(new byte[1], target);
                    return socket;
                });
                await TryAsync("disconnect", async () =>
                {
                    await connected.DisconnectAsync();
                    return connected;
                });
            });

            await stopped.AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
            begun.ShouldBeEmpty();

            async Task TryAsync(string what, Func<Task<IDisposable>> begin)
            {
                try
                {
                    (await begin()).Dispose();
                    begun.Add(what);
                }
                catch (OperationCanceledException)
                {
                    // As it should be.
                }
                catch (Exception e)
                {
                    begun.Add($"{what}: {e.Message}");
                }
            }
        });

    [Theory, OnEveryNetwork]
    public void Disposing_ends_a_pending_write(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 8192);
            ValueTask write = pair.Client.WriteAsync(new byte[4_000_000]); // more than fits, and nobody reads
            await Task.YieldNow();
            write.IsCompleted.ShouldBeFalse();

            pair.Client.Dispose();

            await Should.ThrowAsync<ObjectDisposedException>(async () => await write);
        });

    [Theory, OnEveryNetwork]
    public void A_lingering_connection_is_closed_although_its_task_was_asked_to_stop(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            pair.Client.LingerTime = TimeSpan.FromSeconds(3);
            JoinHandle stopped = Task.Spawn(async () =>
            {
                await using TcpStream owned = pair.Client;
                Scope.Current!.Cancel();
                await owned.ReadAsync(new byte[1]);
            });

            await Should.ThrowAsync<OperationCanceledException>(async () => await stopped);
            (await pair.Server.ReadAsync(new byte[1]).AsTask().WaitAsync(s_patience)).ShouldBe(0);
        });

    [Theory, OnEveryNetwork]
    public void Closing_lasts_until_the_other_side_has_taken_everything_within_the_linger_time(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 8192);
            pair.Client.LingerTime = TimeSpan.FromSeconds(50);
            int sent = await Filled.FillAsync(pair.Client);

            ValueTask close = pair.Client.CloseAsync();
            close.IsCompleted.ShouldBeFalse("the other side has not read anything yet");
            var buffer = new byte[5000];
            int received = 0;
            for (int count; (count = await pair.Server.ReadAsync(buffer).AsTask().WaitAsync(s_patience)) > 0; received += count)
            {
            }

            await close.AsTask().WaitAsync(s_patience);
            received.ShouldBe(sent);
        });

    [Theory, OnEveryNetwork]
    public void Disposing_does_not_wait_for_a_linger_time_that_somebody_else_has_set(NetCase on)
        => on.Run(async runtime =>
        {
            var forHours = new LingerOption(true, 3 * 3600);
            using var system = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = forHours, ReceiveBufferSize = 8192, SendBufferSize = 8192 };
            system.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            system.Listen();
            using TcpListener listener = TcpListener.FromSocket(system);

            var adopted = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = forHours, ReceiveBufferSize = 8192, SendBufferSize = 8192 };
            adopted.Connect(listener.LocalEndPoint);
            TcpStream stream = TcpStream.FromSocket(adopted);
            TcpStream accepted = await listener.AcceptAsync();
            await Filled.FillAsync(stream);
            await DoesNotWaitAsync(stream, accepted);

            using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8192 };
            peer.Connect(listener.LocalEndPoint);
            TcpStream inheriting = await listener.AcceptAsync();
            await Filled.FillAsync(inheriting);
            await DoesNotWaitAsync(inheriting, peer);

            IStreamSocket lender = await runtime.Network.ConnectTcpAsync(listener.LocalEndPoint, new TcpConnectOptions { SendBufferSize = 8192 }, default);
            TcpStream other = await listener.AcceptAsync();
            lender.TryGetSafeSocketHandle(out SafeSocketHandle? lent).ShouldBeTrue();
            _ = new Socket(new SafeSocketHandle(lent!.DangerousGetHandle(), ownsHandle: false)) { LingerState = forHours };
            await lender.SendAsync(new byte[4_000_000], default); // more than fits, and nobody reads
            await DoesNotWaitAsync(lender, other);

            static async Task DoesNotWaitAsync(IDisposable stream, IDisposable peer)
            {
                Task disposing = System.Threading.Tasks.Task.Run(stream.Dispose);
                try
                {
                    await disposing.WaitAsync(s_patience);
                }
                finally
                {
                    peer.Dispose(); // with bytes that it has not read: the connection is reset, and whoever lingers is let go
                }
            }
        });

    [Theory, OnEveryNetwork]
    public void A_linger_time_of_zero_resets_the_connection(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            pair.Client.LingerTime = TimeSpan.Zero;

            await pair.Client.CloseAsync();

            IOException failure = await Should.ThrowAsync<IOException>(async () => await pair.Server.ReadAsync(new byte[1]));
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        });

    [Theory, OnEveryNetwork]
    public void Closing_with_a_token_that_was_cancelled_before_closes_all_the_same(NetCase on)
        => on.Run(async runtime =>
        {
            foreach (TimeSpan? linger in new TimeSpan?[] { null, TimeSpan.FromSeconds(3) })
            {
                using ConnectedPair pair = await ConnectedPair.MakeAsync();
                pair.Client.LingerTime = linger;
                try
                {
                    await pair.Client.CloseAsync(new CancellationToken(canceled: true));
                }
                catch (OperationCanceledException)
                {
                    // There may be nothing to wait for, and then nothing is cancelled.
                }

                (await pair.Server.ReadAsync(new byte[1]).AsTask().WaitAsync(s_patience)).ShouldBe(0);
            }
        });

    [Theory, OnEveryNetwork]
    public void Disposing_ends_a_pending_read_and_the_other_side_reads_to_the_end(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            ValueTask<int> read = pair.Server.ReadAsync(new byte[1]);

            pair.Server.Dispose();

            await Should.ThrowAsync<ObjectDisposedException>(async () => await read);
            (await pair.Client.ReadAsync(new byte[1])).ShouldBe(0);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await pair.Server.ReadAsync(new byte[1]));
            await Should.ThrowAsync<ObjectDisposedException>(async () => await pair.Server.WriteAsync(new byte[1]));
            pair.Server.CanRead.ShouldBeFalse();
        });

    [Theory, OnEveryNetwork]
    public void Closing_waits_for_what_is_under_way_and_twice_does_nothing(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            ValueTask<int> read = pair.Server.ReadAsync(new byte[1]);

            await pair.Server.CloseAsync();
            await pair.Server.CloseAsync();

            await Should.ThrowAsync<ObjectDisposedException>(async () => await read);
            pair.Server.LocalEndPoint.Port.ShouldBe(pair.Client.RemoteEndPoint.Port);
        });

    [Theory, OnEveryNetwork]
    public void A_second_read_beside_a_first_is_refused(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            ValueTask<int> first = pair.Server.ReadAsync(new byte[1]);

            await Should.ThrowAsync<InvalidOperationException>(async () => await pair.Server.ReadAsync(new byte[1]));

            await pair.Client.WriteAsync(new byte[] { 7 });
            (await first).ShouldBe(1);
        });

    [Theory, OnEveryNetwork]
    public void An_aborted_connection_fails_at_the_other_side_with_its_address(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();

            pair.Client.Abort();

            IOException failure = await Should.ThrowAsync<IOException>(async () => await pair.Server.ReadAsync(new byte[1]));
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
            failure.Message.ShouldContain(pair.Server.RemoteEndPoint.ToString());
        });

    [Theory, OnEveryNetwork]
    public void A_write_to_a_peer_that_is_gone_fails_and_raises_no_signal(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            pair.Client.Abort();

            IOException failure = await Should.ThrowAsync<IOException>(async () =>
            {
                while (true)
                {
                    await pair.Server.WriteAsync(new byte[1000]);
                }
            });

            failure.InnerException.ShouldBeOfType<SocketException>();
        });

    [Theory, OnEveryNetwork]
    public void A_writer_waits_for_a_slow_reader_and_every_byte_arrives_in_order(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 8192);
            const int Length = 400_000;
            JoinHandle writer = Task.Spawn(async () =>
            {
                await pair.Client.WriteAsync(Pattern.Bytes(0, Length));
                pair.Client.Shutdown(SocketShutdown.Send);
            });
            var buffer = new byte[5000];
            int total = 0;
            int count;
            while ((count = await pair.Server.ReadAsync(buffer)) > 0)
            {
                Pattern.Check(buffer.AsSpan(0, count), total);
                total += count;
                await Task.YieldNow();
            }

            total.ShouldBe(Length);
            await writer;
        });

    [Theory, OnEveryNetwork]
    public void A_cancelled_write_tells_exactly_how_much_was_sent(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 8192);
            byte[] payload = Pattern.Bytes(0, 4_000_000);
            var buffer = new byte[20_000];
            int sent = 0;
            int received = 0;
            for (int i = 0; i < 20; i++)
            {
                sent += await FillAsync(pair.Client, payload.AsMemory(sent));
                int count = await pair.Server.ReadAsync(buffer);
                Pattern.Check(buffer.AsSpan(0, count), received);
                received += count;
            }

            pair.Client.Shutdown(SocketShutdown.Send);
            int more;
            while ((more = await pair.Server.ReadAsync(buffer)) > 0)
            {
                Pattern.Check(buffer.AsSpan(0, more), received);
                received += more;
            }

            received.ShouldBe(sent);

            // Writes until it would have to wait, and cancels that.
            static async Task<int> FillAsync(TcpStream stream, ReadOnlyMemory<byte> payload)
            {
                int sent = 0;
                while (true)
                {
                    using var source = new CancellationTokenSource();
                    ValueTask<int> write = stream.WriteSomeAsync(payload.Slice(sent, 50_000), source.Token);
                    bool waits = !write.IsCompleted;
                    if (waits)
                    {
                        await source.CancelAsync();
                    }

                    try
                    {
                        sent += await write;
                    }
                    catch (OperationCanceledException)
                    {
                        return sent;
                    }
                }
            }
        });

    [Theory, OnEveryNetwork]
    public void Options_read_back_what_was_set(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            TcpStream stream = pair.Client;

            stream.NoDelay = true;
            stream.Ttl = 33;
            stream.LingerTime = TimeSpan.FromSeconds(3);
            stream.KeepAlive = new TcpKeepAlive { Idle = TimeSpan.FromSeconds(50), Interval = TimeSpan.FromMilliseconds(6500), ProbeCount = 4 };
            stream.ReceiveBufferSize = 30_000;
            stream.SendBufferSize = 30_000;

            stream.NoDelay.ShouldBeTrue();
            stream.Ttl.ShouldBe(33);
            stream.LingerTime.ShouldBe(TimeSpan.FromSeconds(3));
            stream.KeepAlive.ShouldBe(new TcpKeepAlive { Idle = TimeSpan.FromSeconds(50), Interval = TimeSpan.FromSeconds(7), ProbeCount = 4 });
            stream.ReceiveBufferSize.ShouldBeGreaterThanOrEqualTo(30_000);
            stream.SendBufferSize.ShouldBeGreaterThanOrEqualTo(30_000);
            Should.Throw<ArgumentOutOfRangeException>(() => stream.Ttl = 256);
            Should.Throw<ArgumentOutOfRangeException>(() => stream.SendBufferSize = 0);
            stream.LingerTime = null;
            stream.KeepAlive = null;
            stream.LingerTime.ShouldBeNull();
            stream.KeepAlive.ShouldBeNull();
        });

    [Theory, OnEveryNetwork]
    public void Halves_end_one_direction_each_and_the_second_one_closes(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            (ReadHalf reader, WriteHalf writer) = pair.Client.Split();
            Should.Throw<InvalidOperationException>(() => pair.Client.Split());
            await writer.WriteAsync(s_text);
            await writer.DisposeAsync();

            (await pair.Server.ReadAsync(new byte[100])).ShouldBe(s_text.Length);
            (await pair.Server.ReadAsync(new byte[100])).ShouldBe(0);
            await pair.Server.WriteAsync(s_text);
            (await reader.ReadAsync(new byte[100])).ShouldBe(s_text.Length);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await writer.WriteAsync(s_text));
            await reader.DisposeAsync();
            pair.Client.CanRead.ShouldBeFalse();
        });

    [Theory, OnEveryNetwork]
    public void Each_half_refuses_what_it_is_not_for(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            (ReadHalf reader, WriteHalf writer) = pair.Client.Split();

            (reader.CanRead, reader.CanWrite, writer.CanRead, writer.CanWrite).ShouldBe((true, false, false, true));
            Should.Throw<NotSupportedException>(() => reader.Write(s_text, 0, 1)).Message.ShouldContain("only reads");
            Should.Throw<NotSupportedException>(() => writer.Read(new byte[1], 0, 1)).Message.ShouldContain("only writes");
            foreach (Stream half in new Stream[] { reader, writer, pair.Server })
            {
                half.CanSeek.ShouldBeFalse();
                Should.Throw<NotSupportedException>(() => half.Length);
                Should.Throw<NotSupportedException>(() => half.Position);
                Should.Throw<NotSupportedException>(() => half.Position = 0);
                Should.Throw<NotSupportedException>(() => half.Seek(0, SeekOrigin.Begin));
                Should.Throw<NotSupportedException>(() => half.SetLength(0));
            }

            await reader.DisposeAsync();
            await writer.DisposeAsync();
            (reader.CanRead, writer.CanWrite).ShouldBe((false, false));
            await Should.ThrowAsync<ObjectDisposedException>(async () => await reader.ReadAsync(new byte[1]));
            await Should.ThrowAsync<ObjectDisposedException>(async () => await reader.PeekAsync(new byte[1]));
            Should.Throw<ObjectDisposedException>(() => reader.Read(new byte[1], 0, 1));
            Should.Throw<ObjectDisposedException>(() => writer.Write(s_text, 0, 1));
        });

    [Theory, OnEveryNetwork]
    public void A_pipe_reads_and_writes_the_connection(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            var pipe = pair.Client.AsDuplexPipe();

            await pipe.Output.WriteAsync(s_text);
            var received = new byte[s_text.Length];
            await pair.Server.ReadExactlyAsync(received);
            await pair.Server.WriteAsync(received);
            var result = await pipe.Input.ReadAtLeastAsync(s_text.Length);
            result.Buffer.Length.ShouldBe(s_text.Length);
            pipe.Input.AdvanceTo(result.Buffer.End);
            await pipe.Output.CompleteAsync();
            (await pair.Server.ReadAsync(new byte[1])).ShouldBe(0);
            await pipe.Input.CompleteAsync();
            pair.Client.CanRead.ShouldBeFalse();
        });

    [Theory, OnEveryNetwork]
    public void Synchronous_calls_are_refused_within_a_task_and_begin_nothing(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            await pair.Client.WriteAsync(s_text);

            Should.Throw<InvalidOperationException>(() => pair.Server.Read(new byte[100], 0, 100));
            Should.Throw<InvalidOperationException>(() => pair.Server.Write(s_text, 0, 1));

            (await pair.Server.ReadAsync(new byte[100])).ShouldBe(s_text.Length);
        });

    [Theory, OnEveryNetwork(Lacking = Traits.CallersThread)]
    public void Synchronous_calls_block_a_thread_that_is_no_tasks(NetCase on)
        => on.Outside(runtime =>
        {
            using RuntimeEntryScope entered = runtime.Enter();
            using ConnectedPair pair = runtime.BlockOn(() => ConnectedPair.MakeAsync());

            pair.Client.Write(s_text);
            var buffer = new byte[100];
            int count = pair.Server.Read(buffer.AsSpan());

            buffer[..count].ShouldBe(s_text);
        });

    [Theory, OnEveryNetwork]
    public void A_socket_of_the_base_class_library_can_be_taken_over_and_given_back(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            Socket socket = pair.Client.IntoSocket();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await pair.Client.ReadAsync(new byte[1]));
            await socket.SendAsync(s_text);

            using TcpStream again = TcpStream.FromSocket(socket);

            (await pair.Server.ReadAsync(new byte[100])).ShouldBe(s_text.Length);
            await pair.Server.WriteAsync(s_text);
            (await again.ReadAsync(new byte[100])).ShouldBe(s_text.Length);
            using var unconnected = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            Should.Throw<ArgumentException>(() => TcpStream.FromSocket(unconnected));
        });

    [Theory, OnEveryNetwork]
    public void A_socket_is_not_given_away_while_a_read_is_under_way(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            ValueTask<int> read = pair.Server.ReadAsync(new byte[1]);

            Should.Throw<InvalidOperationException>(() => pair.Server.IntoSocket());

            await pair.Client.WriteAsync(new byte[1]);
            (await read).ShouldBe(1);
        });
}
