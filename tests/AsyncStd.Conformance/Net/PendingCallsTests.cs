namespace AsyncStdConformance.Net;

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using Microsoft.Win32.SafeHandles;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Calls of each kind that wait, and what ends them.</summary>
public sealed class PendingCallsTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>The calls that wait for bytes, of every connection and of Unix ones.</summary>
    private static readonly Func<SocketStream, CancellationToken, Task>[] s_receives =
    [
        static async (stream, token) => await stream.ReadAsync(new byte[1], token),
        static async (stream, token) => await stream.ReadAsync(Memory<byte>.Empty, token),
        static async (stream, token) => await stream.PeekAsync(new byte[1], token),
        static async (stream, token) => await stream.ReadVectoredAsync(new Memory<byte>[] { new byte[1], new byte[1] }, token),
    ];

    private static readonly Func<SocketStream, CancellationToken, Task> s_receiveHandles
        = static async (stream, token) => await ((UnixStream)stream).ReadHandlesAsync(new byte[1], new SafeHandle?[1], token);

    /// <summary>The calls that wait for room, of every connection and of Unix ones.</summary>
    private static readonly Func<SocketStream, CancellationToken, Task>[] s_sends =
    [
        static async (stream, token) => await stream.WriteAsync(new byte[10], token),
        static async (stream, token) => await stream.WriteSomeAsync(new byte[10], token),
        static async (stream, token) => await stream.WriteVectoredAsync(new ReadOnlyMemory<byte>[] { new byte[10], new byte[10] }, token),
    ];

    private static readonly Func<SocketStream, CancellationToken, Task> s_sendHandles
        = static async (stream, token) =>
        {
            using SafeFileHandle file = File.OpenHandle("/dev/null");
            await ((UnixStream)stream).WriteHandlesAsync(new byte[10], new SafeHandle[] { file }, token);
        };

    [Theory, OnEveryNetwork]
    public void Disposing_a_Unix_stream_of_a_pair_ends_each_kind_of_call_that_waits(NetCase on)
        => Capable.Run(on, NetworkCapabilities.SocketPairs | NetworkCapabilities.DescriptorPassing, async runtime =>
        {
            foreach (Func<SocketStream, CancellationToken, Task> receive in s_receives.Append(s_receiveHandles))
            {
                (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
                await EndsByDisposalAsync(receive, left, right);
            }

            foreach (Func<SocketStream, CancellationToken, Task> send in s_sends.Append(s_sendHandles))
            {
                (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
                await Filled.FillAsync(left);
                await EndsByDisposalAsync(send, left, right);
            }
        });

    [Theory, OnEveryNetwork]
    public void Disposing_a_connection_ends_each_kind_of_call_that_waits(NetCase on)
        => on.Run(async runtime =>
        {
            foreach (Func<SocketStream, CancellationToken, Task> receive in s_receives)
            {
                using ConnectedPair pair = await ConnectedPair.MakeAsync();
                await EndsByDisposalAsync(receive, pair.Client, pair.Server);
            }

            foreach (Func<SocketStream, CancellationToken, Task> send in s_sends)
            {
                using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 8192);
                await Filled.FillAsync(pair.Client);
                await EndsByDisposalAsync(send, pair.Client, pair.Server);
            }
        });

    [Theory, OnEveryNetwork]
    public void Each_kind_of_call_that_waits_is_cancelled_and_leaves_its_direction_free(NetCase on)
        => Capable.Run(on, NetworkCapabilities.SocketPairs | NetworkCapabilities.DescriptorPassing, async runtime =>
        {
            (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
            await using (left)
            await using (right)
            {
                foreach (Func<SocketStream, CancellationToken, Task> receive in s_receives.Append(s_receiveHandles))
                {
                    await EndsByItsTokenAsync(receive, left);
                }

                await right.WriteAsync(new byte[] { 42 });
                var buffer = new byte[10];
                (await left.ReadAsync(buffer)).ShouldBe(1);
                buffer[0].ShouldBe((byte)42);

                int filled = await Filled.FillAsync(left);
                foreach (Func<SocketStream, CancellationToken, Task> send in s_sends.Append(s_sendHandles))
                {
                    await EndsByItsTokenAsync(send, left);
                }

                left.Shutdown(SocketShutdown.Send);
                (await right.ReadToEndAsync()).Length.ShouldBe(filled, "a send that was cancelled has sent nothing");
            }
        });

    [Theory, OnEveryNetwork]
    public void A_cancellation_that_meets_a_disposal_ends_the_call_one_way_or_the_other(NetCase on)
        => Capable.Run(on, NetworkCapabilities.SocketPairs, async runtime =>
        {
            for (int i = 0; i < 20; i++)
            {
                (UnixStream left, UnixStream right) = await UnixStream.PairAsync();
                await using (right)
                {
                    using var source = new CancellationTokenSource();
                    Task<int> read = left.ReadAsync(new byte[1], source.Token).AsTask();
                    var cancelling = new Thread(source.Cancel);
                    cancelling.Start();

                    left.Dispose();

                    cancelling.Join();
                    await Should.ThrowAsync<Exception>(read.WaitAsync(s_patience));
                    (read.IsCanceled || read.Exception!.InnerException is ObjectDisposedException).ShouldBeTrue();
                    (await right.ReadAsync(new byte[1]).AsTask().WaitAsync(s_patience)).ShouldBe(0);
                }
            }
        });

    [Theory, OnEveryNetwork]
    public void A_connect_to_a_Unix_listener_whose_queue_is_full_waits_for_room_and_can_be_cancelled(NetCase on)
        => Capable.Run(on, NetworkCapabilities.UnixStreams | NetworkCapabilities.AbstractUnixNames, async runtime =>
        {
            string name = $"\0async-std-{Guid.NewGuid()}";
            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(name));
            listener.Listen(0);
            var waiting = new List<Socket>();
            try
            {
                while (true)
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
                    waiting.Add(socket);
                    socket.Connect(listener.LocalEndPoint!);
                }
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                // It is full.
            }

            using var source = new CancellationTokenSource();
            Task<UnixStream> cancelled = UnixStream.ConnectAsync(name, source.Token).AsTask();
            Task<UnixStream> patient = UnixStream.ConnectAsync(name).AsTask();
            await source.CancelAsync();
            (await Should.ThrowAsync<OperationCanceledException>(cancelled.WaitAsync(s_patience))).CancellationToken.ShouldBe(source.Token);

            listener.Accept().Dispose();
            (await patient.WaitAsync(s_patience)).Dispose();
            waiting.ForEach(each => each.Dispose());
        });

    [Theory, OnEveryNetwork]
    public void An_address_is_still_told_after_closing(NetCase on)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("0.0.0.0:0");
            ValueTask<TcpStream> accept = listener.AcceptAsync();
            TcpStream client = await TcpStream.ConnectAsync(("127.0.0.1", listener.LocalEndPoint.Port));
            TcpStream server = await accept;
            ValueTask<int> waiting = client.ReadAsync(new byte[1]);

            client.Dispose();
            client.LocalEndPoint.ShouldBe(server.RemoteEndPoint); // also while the call has not ended yet
            client.RemoteEndPoint.Port.ShouldBe(listener.LocalEndPoint.Port);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await waiting);

            server.Dispose();
            server.LocalEndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, listener.LocalEndPoint.Port));
        });

    private static async Task EndsByDisposalAsync(Func<SocketStream, CancellationToken, Task> call, SocketStream stream, SocketStream peer)
    {
        Task waiting = call(stream, CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();

        stream.Dispose();

        await Should.ThrowAsync<ObjectDisposedException>(waiting.WaitAsync(s_patience));
        await peer.ReadToEndAsync().AsTask().WaitAsync(s_patience); // the descriptor was given back
        await peer.DisposeAsync();
    }

    private static async Task EndsByItsTokenAsync(Func<SocketStream, CancellationToken, Task> call, SocketStream stream)
    {
        using var source = new CancellationTokenSource();
        Task waiting = call(stream, source.Token);
        waiting.IsCompleted.ShouldBeFalse();

        await source.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(waiting.WaitAsync(s_patience))).CancellationToken.ShouldBe(source.Token);
    }
}
