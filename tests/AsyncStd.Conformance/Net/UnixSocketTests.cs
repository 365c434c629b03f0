namespace AsyncStdConformance.Net;

using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using Microsoft.Win32.SafeHandles;

/// <summary>Sockets between processes of one machine.</summary>
public sealed class UnixSocketTests
{
    private static readonly byte[] s_text = Encoding.ASCII.GetBytes("some text");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnEveryNetwork]
    public void A_stream_carries_bytes_and_ends_a_half(NetCase on)
        => Run(on, NetworkCapabilities.UnixStreams, async (runtime, folder) =>
        {
            string path = Path.Combine(folder, "listener");
            await using UnixListener listener = await UnixListener.BindAsync(path);
            await using UnixStream client = await UnixStream.ConnectAsync(path);
            await using UnixStream server = await listener.AcceptAsync();

            await client.WriteAsync(s_text);
            client.Shutdown(SocketShutdown.Send);

            var buffer = new byte[100];
            (await server.ReadAsync(buffer)).ShouldBe(s_text.Length);
            (await server.ReadAsync(buffer)).ShouldBe(0);
            listener.LocalEndPoint.ToString().ShouldBe(path);
            client.RemoteEndPoint.ToString().ShouldBe(path);
            server.LocalEndPoint.ToString().ShouldBe(path);
            client.LocalEndPoint.ToString().ShouldBeEmpty();
            server.RemoteEndPoint.ToString().ShouldBeEmpty();
        });

    [Theory, OnEveryNetwork]
    public void A_path_in_use_is_named_and_goes_with_its_listener_unless_it_is_to_stay(NetCase on)
        => Run(on, NetworkCapabilities.UnixStreams, async (runtime, folder) =>
        {
            string path = Path.Combine(folder, "taken");
            UnixListener first = await UnixListener.BindAsync(path);
            IOException failure = await Should.ThrowAsync<IOException>(async () => await UnixListener.BindAsync(path));
            failure.Message.ShouldContain(path);
            await first.DisposeAsync();
            File.Exists(path).ShouldBeFalse();

            UnixListener second = await UnixListener.BindAsync(path, new UnixListenerOptions { RemoveOnClose = false });
            await second.DisposeAsync();
            File.Exists(path).ShouldBeTrue();
            (await Should.ThrowAsync<IOException>(ConnectUntilRefusedAsync)).Message.ShouldContain(path);

            // A process that is being started in another test holds the listener too, until it runs its program.
            async Task ConnectUntilRefusedAsync()
            {
                for (int attempt = 0; attempt < 10_000; attempt++)
                {
                    await using UnixStream accepted = await UnixStream.ConnectAsync(path);
                    Thread.Sleep(1);
                }
            }
        });

    [Theory, OnEveryNetwork]
    public void Incoming_connections_are_a_stream(NetCase on)
        => Run(on, NetworkCapabilities.UnixStreams, async (runtime, folder) =>
        {
            string path = Path.Combine(folder, "incoming");
            await using UnixListener listener = await UnixListener.BindAsync(path);
            await using UnixStream client = await UnixStream.ConnectAsync(path);
            await foreach (UnixStream server in listener.Incoming())
            {
                await server.DisposeAsync();
                break;
            }

            (await client.ReadAsync(new byte[1])).ShouldBe(0);
        });

    [Theory, OnEveryNetwork]
    public void An_abstract_name_is_no_file(NetCase on)
        => Run(on, NetworkCapabilities.AbstractUnixNames, async (runtime, folder) =>
        {
            string name = "\0" + folder;
            await using UnixListener listener = await UnixListener.BindAsync(name);
            await using UnixStream client = await UnixStream.ConnectAsync(name);
            await using UnixStream server = await listener.AcceptAsync();
            await client.WriteAsync(s_text);
            (await server.ReadAsync(new byte[100])).ShouldBe(s_text.Length);
        });

    [Theory, OnEveryNetwork]
    public void A_pair_is_connected_and_tells_who_made_it(NetCase on)
        => Run(on, NetworkCapabilities.SocketPairs | NetworkCapabilities.PeerCredentials, async (runtime, folder) =>
        {
            (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
            await using (left)
            await using (right)
            {
                await left.WriteAsync(s_text);
                (await right.ReadAsync(new byte[100])).ShouldBe(s_text.Length);
                right.GetPeerCredentials().ShouldBe(new UnixCredentials(EffectiveUser(), EffectiveGroup(), Environment.ProcessId));
            }
        });

    [Theory, OnEveryNetwork]
    public void What_lies_behind_a_message_with_handles_is_read(NetCase on)
        => Run(on, NetworkCapabilities.SocketPairs | NetworkCapabilities.DescriptorPassing, async (runtime, folder) =>
        {
            (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
            await using (left)
            await using (right)
            {
                using SafeFileHandle file = File.OpenHandle("/dev/null");
                var buffer = new byte[100];
                ValueTask<int> first = right.ReadAsync(buffer); // so that the socket is registered before anything comes
                await Task.YieldNow();
                await left.WriteAsync(new byte[] { 1 });
                (await first).ShouldBe(1);

                await left.WriteHandlesAsync(new byte[] { 2 }, new SafeHandle[] { file });
                await left.WriteAsync(new byte[] { 3, 4, 5 });

                for (int count = 0; count < 4;)
                {
                    count += await right.ReadAsync(buffer.AsMemory(count)); // a receive stops behind the handles, although more is there
                }

                buffer[..4].ShouldBe([2, 3, 4, 5]);
            }
        });

    [Theory, OnEveryNetwork]
    public void An_open_file_travels_over_a_stream(NetCase on)
        => Run(on, NetworkCapabilities.SocketPairs | NetworkCapabilities.DescriptorPassing, async (runtime, folder) =>
        {
            string path = Path.Combine(folder, "file");
            await File.WriteAllTextAsync(path, "contents");
            using SafeFileHandle file = File.OpenHandle(path);
            (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
            await using (left)
            await using (right)
            {
                var handles = new SafeHandle?[2];
                ValueTask<ReceivedHandles> receive = right.ReadHandlesAsync(new byte[10], handles);
                (await left.WriteHandlesAsync(new byte[] { 1, 2 }, new SafeHandle[] { file, file })).ShouldBe(2);

                (await receive).ShouldBe(new ReceivedHandles(2, IsTruncated: false, 2, AreHandlesTruncated: false));
                using var arrived = (SafeFileHandle)handles[0]!;
                handles[1]!.Dispose();
                var contents = new byte[100];
                int count = RandomAccess.Read(arrived, contents, 0);
                Encoding.ASCII.GetString(contents, 0, count).ShouldBe("contents");
                await Should.ThrowAsync<ArgumentException>(async () => await left.WriteHandlesAsync(default, new SafeHandle[] { file }));
            }
        });

    [Theory, OnEveryNetwork]
    public void A_stream_socket_can_be_taken_over_and_given_back(NetCase on)
        => Run(on, NetworkCapabilities.SocketPairs, async (runtime, folder) =>
        {
            (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
            await using UnixStream again = UnixStream.FromSocket(left.IntoSocket());
            await using UnixStream other = right;
            await again.WriteAsync(s_text);
            (await other.ReadAsync(new byte[100])).ShouldBe(s_text.Length);

            UnixListener listener = await UnixListener.BindAsync(Path.Combine(folder, "given"));
            await using UnixListener listenerAgain = UnixListener.FromSocket(listener.IntoSocket());
            await using UnixStream client = await UnixStream.ConnectAsync(Path.Combine(folder, "given"));
            await using UnixStream server = await listenerAgain.AcceptAsync();
        });

    [Theory, OnEveryNetwork]
    public void What_was_sent_before_a_socket_is_given_away_is_read_after(NetCase on)
        => Run(on, NetworkCapabilities.SocketPairs | NetworkCapabilities.UnixDatagrams, async (runtime, folder) =>
        {
            (UnixStream writer, UnixStream reader) = await UnixStream.PairAsync();
            (UnixDatagram sender, UnixDatagram receiver) = await UnixDatagram.PairAsync();
            await using (writer)
            await using (sender)
            {
                var buffer = new byte[100];
                await writer.WriteAsync(s_text);
                await sender.SendAsync(s_text);

                await using UnixStream readerAgain = UnixStream.FromSocket(reader.IntoSocket());
                await using UnixDatagram receiverAgain = UnixDatagram.FromSocket(receiver.IntoSocket());

                buffer[..await readerAgain.ReadAsync(buffer)].ShouldBe(s_text);
                buffer[..(await receiverAgain.ReceiveAsync(buffer)).Length].ShouldBe(s_text);
            }
        });

    [Theory, OnEveryNetwork]
    public void One_client_after_the_other_asks_and_is_answered(NetCase on)
        => Run(on, NetworkCapabilities.UnixStreams, async (runtime, folder) =>
        {
            const int Clients = 16;
            string path = Path.Combine(folder, "ping");
            await using UnixListener listener = await UnixListener.BindAsync(path);
            JoinHandle server = Task.Spawn(async () =>
            {
                var buffer = new byte[4];
                await foreach (UnixStream stream in listener.Incoming().Take(Clients))
                {
                    await using (stream)
                    {
                        await stream.ReadExactAsync(buffer);
                        Encoding.ASCII.GetString(buffer).ShouldBe("ping");
                        await stream.WriteAsync("pong"u8.ToArray());
                    }
                }
            });

            for (int i = 0; i < Clients; i++)
            {
                await using UnixStream stream = await UnixStream.ConnectAsync(path);
                await stream.WriteAsync("ping"u8.ToArray());
                (await stream.ReadToStringAsync()).ShouldBe("pong");
            }

            await server;
        });

    [Theory, OnEveryNetwork]
    public void Messages_go_from_path_to_path(NetCase on)
        => Run(on, NetworkCapabilities.UnixDatagrams, async (runtime, folder) =>
        {
            string one = Path.Combine(folder, "one");
            string two = Path.Combine(folder, "two");
            await using UnixDatagram first = await UnixDatagram.BindAsync(one);
            await using UnixDatagram second = await UnixDatagram.BindAsync(two);
            await using UnixDatagram nameless = await UnixDatagram.UnboundAsync();
            (await Should.ThrowAsync<IOException>(async () => await UnixDatagram.BindAsync(one))).Message.ShouldContain(one);

            await first.SendToAsync(s_text, two);
            await nameless.SendToAsync(s_text, two);
            ReceivedUnixDatagram peeked = await second.PeekFromAsync(new byte[3]);
            ReceivedUnixDatagram named = await second.ReceiveFromAsync(new byte[4]);
            ReceivedUnixDatagram anonymous = await second.ReceiveFromAsync(new byte[100]);

            peeked.IsTruncated.ShouldBeTrue();
            named.Length.ShouldBe(4);
            named.IsTruncated.ShouldBeTrue();
            named.RemoteEndPoint!.ToString().ShouldBe(one);
            anonymous.Length.ShouldBe(s_text.Length);
            anonymous.RemoteEndPoint.ShouldBeNull();
            first.LocalEndPoint!.ToString().ShouldBe(one);
            nameless.LocalEndPoint.ShouldBeNull();
            first.RemoteEndPoint.ShouldBeNull();
            (await Should.ThrowAsync<IOException>(async () => await first.SendToAsync(s_text, Path.Combine(folder, "nobody")))).Message.ShouldContain("nobody");
        });

    [Theory, OnEveryNetwork]
    public void A_connected_message_socket_sends_without_an_address(NetCase on)
        => Run(on, NetworkCapabilities.UnixDatagrams, async (runtime, folder) =>
        {
            string path = Path.Combine(folder, "peer");
            await using UnixDatagram server = await UnixDatagram.BindAsync(path);
            UnixDatagram client = await UnixDatagram.UnboundAsync();
            await client.ConnectAsync(path);
            client.RemoteEndPoint!.ToString().ShouldBe(path);

            await client.SendAsync(s_text);
            (await server.ReceiveAsync(new byte[100])).Length.ShouldBe(s_text.Length);

            await using UnixDatagram again = UnixDatagram.FromSocket(client.IntoSocket());
            await again.SendAsync(s_text);
            (await server.ReceiveAsync(new byte[100])).Length.ShouldBe(s_text.Length);
            again.Shutdown(SocketShutdown.Both);
            await Should.ThrowAsync<IOException>(async () => await again.SendAsync(s_text));
        });

    [Theory, OnEveryNetwork]
    public void A_pair_of_message_sockets_carries_messages_and_handles(NetCase on)
        => Run(on, NetworkCapabilities.UnixDatagrams | NetworkCapabilities.SocketPairs | NetworkCapabilities.DescriptorPassing, async (runtime, folder) =>
        {
            (UnixDatagram left, UnixDatagram right) = await UnixDatagram.PairAsync();
            await using (left)
            await using (right)
            {
                await left.SendAsync(s_text);
                (await right.ReceiveAsync(new byte[100])).Length.ShouldBe(s_text.Length);
                left.GetPeerCredentials().ShouldBe(new UnixCredentials(EffectiveUser(), EffectiveGroup(), Environment.ProcessId));

                using SafeFileHandle file = File.OpenHandle(typeof(UnixSocketTests).Assembly.Location);
                (await left.SendHandlesAsync(new byte[3], new SafeHandle[] { file })).ShouldBe(3);
                var handles = new SafeHandle?[1];
                (await right.ReceiveHandlesAsync(new byte[10], handles)).ShouldBe(new ReceivedHandles(3, IsTruncated: false, 1, AreHandlesTruncated: false));
                handles[0]!.Dispose();
            }
        });

    [Theory, OnEveryNetwork]
    public void A_message_that_does_not_fit_says_so_and_so_do_its_handles(NetCase on)
        => Run(on, NetworkCapabilities.UnixDatagrams | NetworkCapabilities.SocketPairs | NetworkCapabilities.DescriptorPassing, async (runtime, folder) =>
        {
            (UnixDatagram left, UnixDatagram right) = await UnixDatagram.PairAsync();
            await using (left)
            await using (right)
            {
                using SafeFileHandle file = File.OpenHandle("/dev/null");
                var handles = new SafeHandle?[1];
                await left.SendHandlesAsync(new byte[100], new SafeHandle[] { file });
                await left.SendHandlesAsync(new byte[10], new SafeHandle[] { file, file });

                (await right.ReceiveHandlesAsync(new byte[10], handles)).ShouldBe(new ReceivedHandles(10, IsTruncated: true, 1, AreHandlesTruncated: false));
                handles[0]!.Dispose();
                (await right.ReceiveHandlesAsync(new byte[10], handles)).ShouldBe(new ReceivedHandles(10, IsTruncated: false, 1, AreHandlesTruncated: true));
                handles[0]!.Dispose();
            }
        });

    [Theory, OnEveryNetwork]
    public void Handles_for_which_there_is_no_room_are_closed_and_that_is_told(NetCase on)
        => Run(on, NetworkCapabilities.SocketPairs | NetworkCapabilities.DescriptorPassing, async (runtime, folder) =>
        {
            (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
            (UnixStream watching, UnixStream sent) = await UnixStream.PairAsync();
            await using (left)
            await using (right)
            await using (watching)
            {
                var handles = new SafeHandle?[1];
                using (Socket socket = sent.IntoSocket())
                {
                    await left.WriteHandlesAsync(new byte[1], Enumerable.Repeat<SafeHandle>(socket.SafeHandle, 5).ToArray());
                }

                (await right.ReadHandlesAsync(new byte[10], handles)).ShouldBe(new ReceivedHandles(1, IsTruncated: false, 1, AreHandlesTruncated: true));
                handles[0]!.Dispose();

                // The end comes when no copy of the other end is left.
                (await watching.ReadAsync(new byte[1]).AsTask().WaitAsync(s_patience)).ShouldBe(0);
            }
        });

    [Theory, OnEveryNetwork]
    public void A_path_goes_with_the_message_socket_that_is_bound_to_it(NetCase on)
        => Run(on, NetworkCapabilities.UnixDatagrams, async (runtime, folder) =>
        {
            string path = Path.Combine(folder, "messages");
            UnixDatagram first = await UnixDatagram.BindAsync(path);
            await first.DisposeAsync();
            File.Exists(path).ShouldBeFalse();

            await using UnixDatagram second = await UnixDatagram.BindAsync(path);
            await using UnixDatagram sender = await UnixDatagram.UnboundAsync();
            await sender.SendToAsync(s_text, path);
            (await second.ReceiveAsync(new byte[100])).Length.ShouldBe(s_text.Length);
        });

    [Theory, OnEveryNetwork]
    public void A_path_that_is_too_long_is_named(NetCase on)
        => Run(on, NetworkCapabilities.UnixDatagrams | NetworkCapabilities.UnixStreams, async (runtime, folder) =>
        {
            string path = Path.Combine(folder, new string('x', 108));
            await using UnixDatagram socket = await UnixDatagram.UnboundAsync();
            foreach (Func<Task> use in new Func<Task>[]
            {
                async () => await UnixListener.BindAsync(path),
                async () => await UnixStream.ConnectAsync(path),
                async () => await UnixDatagram.BindAsync(path),
                async () => await socket.ConnectAsync(path),
                async () => await socket.SendToAsync(s_text, path),
            })
            {
                (await Should.ThrowAsync<ArgumentOutOfRangeException>(use)).Message.ShouldContain(path);
            }
        });

    [Theory, OnEveryNetwork]
    public void A_task_that_was_asked_to_stop_connects_no_message_socket(NetCase on)
        => Run(on, NetworkCapabilities.UnixDatagrams, async (runtime, folder) =>
        {
            string path = Path.Combine(folder, "peer");
            await using UnixDatagram server = await UnixDatagram.BindAsync(path);
            await using UnixDatagram client = await UnixDatagram.UnboundAsync();
            JoinHandle stopped = Task.Spawn(async () =>
            {
                Scope.Current!.Cancel();
                await client.ConnectAsync(path);
            });

            await Should.ThrowAsync<OperationCanceledException>(async () => await stopped);
            client.RemoteEndPoint.ShouldBeNull();
        });

    [Theory, OnEveryNetwork]
    public void A_send_to_a_full_queue_waits_can_be_cancelled_and_goes_on_when_there_is_room(NetCase on)
        => Run(on, NetworkCapabilities.UnixDatagrams | NetworkCapabilities.SocketPairs, async (runtime, folder) =>
        {
            (UnixDatagram left, UnixDatagram right) = await UnixDatagram.PairAsync();
            await using (left)
            await using (right)
            {
                int sent = 0;
                for (bool isFull = false; !isFull;)
                {
                    using var source = new CancellationTokenSource();
                    ValueTask send = left.SendAsync(BitConverter.GetBytes(sent), source.Token);
                    if (!send.IsCompleted)
                    {
                        await source.CancelAsync();
                    }

                    try
                    {
                        await send;
                        sent++;
                    }
                    catch (OperationCanceledException)
                    {
                        isFull = true;
                    }
                }

                ValueTask last = left.SendAsync(BitConverter.GetBytes(sent));
                last.IsCompleted.ShouldBeFalse();
                var buffer = new byte[10];
                for (int i = 0; i <= sent; i++)
                {
                    (await right.ReceiveAsync(buffer).AsTask().WaitAsync(s_patience)).Length.ShouldBe(4);
                    BitConverter.ToInt32(buffer).ShouldBe(i);
                }

                await last;
            }
        });

    /// <summary>The system wakes nobody when there is room in the queue of a socket to which the sender is not connected.</summary>
    [Theory, OnEveryNetwork]
    public void A_message_to_a_full_queue_is_sent_when_there_is_room_unless_it_is_cancelled_or_the_sender_is_disposed(NetCase on)
        => Run(on, NetworkCapabilities.UnixDatagrams, async (runtime, folder) =>
        {
            string path = Path.Combine(folder, "receiver");
            await using UnixDatagram receiver = await UnixDatagram.BindAsync(path);
            UnixDatagram sender = await UnixDatagram.UnboundAsync();
            int sent = FillQueue(path);
            using var source = new CancellationTokenSource();
            Task first = sender.SendToAsync(s_text, path, source.Token).AsTask();
            Task second = sender.SendToAsync(s_text, path).AsTask();
            await source.CancelAsync();
            (await Should.ThrowAsync<OperationCanceledException>(first.WaitAsync(s_patience))).CancellationToken.ShouldBe(source.Token);

            await receiver.ReceiveAsync(new byte[100]);
            await second.WaitAsync(s_patience);

            Task third = sender.SendToAsync(s_text, path).AsTask();
            third.IsCompleted.ShouldBeFalse();
            await sender.DisposeAsync();
            await Should.ThrowAsync<ObjectDisposedException>(third.WaitAsync(s_patience));
            for (int i = 0; i < sent; i++)
            {
                (await receiver.ReceiveAsync(new byte[100])).Length.ShouldBe(s_text.Length); // each that was sent, and none of the others
            }

            using var nothing = new CancellationTokenSource();
            Task<ReceivedUnixDatagram> more = receiver.ReceiveFromAsync(new byte[100], nothing.Token).AsTask();
            more.IsCompleted.ShouldBeFalse();
            await nothing.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(more);
        });

    /// <summary>Sends messages to a path until there is no room.</summary>
    private static int FillQueue(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        for (int sent = 0; ; sent++)
        {
            try
            {
                socket.SendTo(s_text, new UnixDomainSocketEndPoint(path));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                return sent;
            }
        }
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "getegid")]
    private static extern uint EffectiveGroup();

    /// <summary>Runs a body with a folder of its own; without the capability the call must be refused.</summary>
    private static void Run(NetCase on, NetworkCapabilities needed, Func<Runtime, string, Task> body)
        => Capable.Run(on, needed, async runtime =>
        {
            string folder = Directory.CreateTempSubdirectory("async-std-").FullName;
            try
            {
                await body(runtime, folder);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
}
