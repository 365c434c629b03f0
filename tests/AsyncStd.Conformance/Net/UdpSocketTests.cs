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

/// <summary>Messages by UDP.</summary>
public sealed class UdpSocketTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] s_text = Encoding.ASCII.GetBytes("a message");

    [Theory, OnEveryNetwork]
    public void A_message_tells_its_sender_and_can_be_answered(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket server = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket client = await UdpSocket.BindAsync("127.0.0.1:0");
            JoinHandle echo = Task.Spawn(async () =>
            {
                var buffer = new byte[100];
                ReceivedDatagram message = await server.ReceiveFromAsync(buffer);
                await server.SendToAsync(buffer.AsMemory(0, message.Length), message.RemoteEndPoint!);
            });
            await Task.YieldNow();

            await client.SendToAsync(s_text, NetAddress.Parse(server.LocalEndPoint.ToString()));

            var answer = new byte[100];
            ReceivedDatagram received = await client.ReceiveFromAsync(answer);
            answer[..received.Length].ShouldBe(s_text);
            received.RemoteEndPoint.ShouldBe(server.LocalEndPoint);
            received.IsTruncated.ShouldBeFalse();
            await echo;
        });

    [Theory, OnEveryNetwork]
    public void A_message_longer_than_the_buffer_says_so_and_the_next_one_is_whole(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket server = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket client = await UdpSocket.BindAsync("127.0.0.1:0");
            await client.ConnectAsync(server.LocalEndPoint);
            for (int i = 0; i < 3; i++)
            {
                await client.SendAsync(s_text);
            }

            var small = new byte[4];
            ReceivedDatagram peeked = await server.PeekFromAsync(small);
            ReceivedDatagram cut = await server.ReceiveFromAsync(small);
            ReceivedDatagram gone = await server.ReceiveAsync(Memory<byte>.Empty);
            ReceivedDatagram whole = await server.ReceiveAsync(new byte[100]);

            peeked.ShouldBe(new ReceivedDatagram(4, true, client.LocalEndPoint));
            cut.ShouldBe(new ReceivedDatagram(4, true, client.LocalEndPoint));
            small.ShouldBe(s_text[..4]);
            gone.ShouldBe(new ReceivedDatagram(0, true));
            whole.ShouldBe(new ReceivedDatagram(s_text.Length, false));
        });

    [Theory, OnEveryNetwork]
    public void A_message_of_no_bytes_arrives(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket server = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket client = await UdpSocket.BindAsync("127.0.0.1:0");

            await client.SendToAsync(ReadOnlyMemory<byte>.Empty, server.LocalEndPoint);

            (await server.ReceiveFromAsync(new byte[10])).ShouldBe(new ReceivedDatagram(0, false, client.LocalEndPoint));
        });

    [Theory, OnEveryNetwork]
    public void A_look_at_a_message_leaves_it_to_the_receive(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket first = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket second = await UdpSocket.BindAsync("127.0.0.1:0");
            await first.ConnectAsync(second.LocalEndPoint);
            await second.ConnectAsync(first.LocalEndPoint);
            await first.SendAsync(s_text);

            var peeked = new byte[100];
            var received = new byte[100];
            int peekedLength = (await second.PeekAsync(peeked)).Length;
            int receivedLength = (await second.ReceiveAsync(received)).Length;

            peeked[..peekedLength].ShouldBe(s_text);
            received[..receivedLength].ShouldBe(s_text);
        });

    [Theory, OnEveryNetwork]
    public void A_socket_that_is_bound_to_every_address_tells_that_of_the_route_while_it_is_connected(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket socket = await UdpSocket.BindAsync("0.0.0.0:0");
            using UdpSocket peer = await UdpSocket.BindAsync("127.0.0.1:0");
            IPEndPoint bound = socket.LocalEndPoint;

            await socket.ConnectAsync(peer.LocalEndPoint);

            socket.LocalEndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, bound.Port));
            if (OperatingSystem.IsLinux())
            {
                await socket.DisconnectAsync();
                socket.LocalEndPoint.ShouldBe(bound);
                await peer.SendToAsync(new byte[3], new IPEndPoint(IPAddress.Loopback, bound.Port));
                (await socket.ReceiveAsync(new byte[10])).Length.ShouldBe(3);
            }
        });

    [Theory, OnEveryNetwork]
    public void A_connected_socket_hears_its_peer_only_until_it_is_disconnected(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket server = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket friend = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket stranger = await UdpSocket.BindAsync("127.0.0.1:0");
            server.RemoteEndPoint.ShouldBeNull();
            await server.ConnectAsync(friend.LocalEndPoint);
            server.RemoteEndPoint.ShouldBe(friend.LocalEndPoint);

            await stranger.SendToAsync(new byte[1], server.LocalEndPoint);
            await friend.SendToAsync(new byte[2], server.LocalEndPoint);
            (await server.PeekAsync(new byte[10])).Length.ShouldBe(2);
            (await server.ReceiveAsync(new byte[10])).Length.ShouldBe(2);

            if (OperatingSystem.IsLinux())
            {
                int port = server.LocalEndPoint.Port;
                await server.DisconnectAsync();
                server.RemoteEndPoint.ShouldBeNull();
                await stranger.SendToAsync(new byte[3], new IPEndPoint(IPAddress.Loopback, port));
                (await server.ReceiveAsync(new byte[10])).Length.ShouldBe(3);
            }
        });

    [Theory, OnEveryNetwork]
    public void An_address_of_the_other_family_is_refused_by_name(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket four = await UdpSocket.BindAsync("127.0.0.1:0");

            IOException failure = await Should.ThrowAsync<IOException>(async () => await four.SendToAsync(new byte[1], "[::1]:9"));

            failure.Message.ShouldContain("[::1]:9");
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.AddressFamilyNotSupported);
        });

    [Theory, OnEveryNetwork]
    public void A_message_that_the_other_side_refuses_fails_the_next_call_with_the_address(NetCase on)
        => on.Run(async runtime =>
        {
            if (!OperatingSystem.IsLinux())
            {
                return; // others tell nothing, or tell it of sockets that are not connected, too
            }

            // It hears its friend only, so that the system refuses what comes from others; and nobody else can take its port.
            using UdpSocket friend = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket server = await UdpSocket.BindAsync("127.0.0.1:0");
            await server.ConnectAsync(friend.LocalEndPoint);
            using UdpSocket client = await UdpSocket.BindAsync("127.0.0.1:0");
            await client.ConnectAsync(server.LocalEndPoint);

            await client.SendAsync(new byte[1]);
            IOException onReceive = await Should.ThrowAsync<IOException>(async () => await client.ReceiveAsync(new byte[1]).AsTask().WaitAsync(s_patience));
            await client.SendAsync(new byte[1]);
            IOException onSend = await Should.ThrowAsync<IOException>(async () => await client.SendAsync(new byte[1]));

            foreach (IOException failure in new[] { onReceive, onSend })
            {
                failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
                failure.Message.ShouldContain(server.LocalEndPoint.ToString());
            }
        });

    [Theory, OnEveryNetwork]
    public void Sockets_share_a_port_if_all_say_so(NetCase on)
        => on.Run(async runtime =>
        {
            var options = new UdpSocketOptions { ReusePort = true };
            if ((runtime.Network.Capabilities & AsyncStd.Runtimes.Drivers.NetworkCapabilities.ReusePort) == 0)
            {
                await Should.ThrowAsync<NotSupportedException>(async () => await UdpSocket.BindAsync("127.0.0.1:0", options));
                return;
            }

            using UdpSocket first = await UdpSocket.BindAsync("127.0.0.1:0", options);
            using UdpSocket second = await UdpSocket.BindAsync(first.LocalEndPoint, options);
            second.LocalEndPoint.ShouldBe(first.LocalEndPoint);

            IOException failure = await Should.ThrowAsync<IOException>(async () => await UdpSocket.BindAsync(first.LocalEndPoint));
            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
        });

    [Theory, OnEveryNetwork]
    public void A_broadcast_that_is_allowed_arrives(NetCase on)
        => on.Run(async runtime =>
        {
            if (!OperatingSystem.IsLinux())
            {
                return; // elsewhere the loopback interface may have no broadcast
            }

            using UdpSocket receiver = await UdpSocket.BindAsync("0.0.0.0:0");
            using UdpSocket sender = await UdpSocket.BindAsync("127.0.0.1:0", new UdpSocketOptions { EnableBroadcast = true });

            await sender.SendToAsync(new byte[3], new IPEndPoint(IPAddress.Parse("127.255.255.255"), receiver.LocalEndPoint.Port));

            ReceivedDatagram message = await receiver.ReceiveFromAsync(new byte[10]).AsTask().WaitAsync(s_patience);
            (message.Length, message.RemoteEndPoint).ShouldBe((3, sender.LocalEndPoint));
        });

    [Theory, OnEveryNetwork]
    public void Addresses_in_objects_that_are_used_again_do_the_same(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket server = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket client = await UdpSocket.BindAsync("127.0.0.1:0");
            SocketAddress target = server.LocalEndPoint.Serialize();
            var sender = new SocketAddress(AddressFamily.InterNetwork);
            for (int i = 0; i < 5; i++)
            {
                await client.SendToAsync(s_text, target);
                (await server.ReceiveFromAsync(new byte[100], sender)).Length.ShouldBe(s_text.Length);
                sender.ShouldBe(client.LocalEndPoint.Serialize());
            }

            await Should.ThrowAsync<ArgumentException>(async () => await client.SendToAsync(s_text, new SocketAddress(AddressFamily.InterNetworkV6)));
        });

    [Theory, OnEveryNetwork]
    public void A_message_that_is_too_long_is_refused_with_its_address(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket server = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket client = await UdpSocket.BindAsync("127.0.0.1:0");

            IOException failure = await Should.ThrowAsync<IOException>(async () => await client.SendToAsync(new byte[70_000], server.LocalEndPoint));

            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.MessageSize);
            failure.Message.ShouldContain(server.LocalEndPoint.ToString());
        });

    [Theory, OnEveryNetwork]
    public void A_cancelled_receive_loses_no_message(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket server = await UdpSocket.BindAsync("127.0.0.1:0");
            using UdpSocket client = await UdpSocket.BindAsync("127.0.0.1:0");
            for (int i = 0; i < 10; i++)
            {
                using var source = new CancellationTokenSource();
                ValueTask<ReceivedDatagram> receive = server.ReceiveFromAsync(new byte[10], source.Token);
                await source.CancelAsync();
                await Should.ThrowAsync<OperationCanceledException>(async () => await receive);
            }

            JoinHandle<ReceivedDatagram> stopped = Task.Spawn(async () => await server.ReceiveFromAsync(new byte[10]));
            await Task.YieldNow();
            stopped.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await stopped);

            await client.SendToAsync(new byte[3], server.LocalEndPoint);
            (await server.ReceiveFromAsync(new byte[10])).Length.ShouldBe(3);
        });

    [Theory, OnEveryNetwork]
    public void Disposing_ends_waiting_receives(NetCase on)
        => on.Run(async runtime =>
        {
            UdpSocket socket = await UdpSocket.BindAsync("127.0.0.1:0");
            ValueTask<ReceivedDatagram> first = socket.ReceiveFromAsync(new byte[10]);
            ValueTask<ReceivedDatagram> second = socket.ReceiveAsync(new byte[10]);

            await socket.DisposeAsync();

            await Should.ThrowAsync<ObjectDisposedException>(async () => await first);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await second);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await socket.SendToAsync(new byte[1], new IPEndPoint(IPAddress.Loopback, 9)));
        });

    [Theory, OnEveryNetwork]
    public void A_group_is_heard_from_joining_to_leaving(NetCase on)
        => on.Run(async runtime =>
        {
            var group = IPAddress.Parse("239.7.7.7");
            using UdpSocket receiver = await UdpSocket.BindAsync("0.0.0.0:0", new UdpSocketOptions { ReuseAddress = true });
            using UdpSocket sender = await UdpSocket.BindAsync("127.0.0.1:0");
            receiver.JoinMulticastGroup(group, IPAddress.Loopback);
            sender.SetMulticastInterface(1);
            sender.MulticastTtl = 0;

            await sender.SendToAsync(s_text, new IPEndPoint(group, receiver.LocalEndPoint.Port));

            (await receiver.ReceiveFromAsync(new byte[100])).Length.ShouldBe(s_text.Length);
            Should.Throw<IOException>(() => receiver.JoinMulticastGroup(group, IPAddress.Loopback)).Message.ShouldContain("239.7.7.7");
            receiver.DropMulticastGroup(group, IPAddress.Loopback);
            Should.Throw<IOException>(() => receiver.DropMulticastGroup(group, IPAddress.Loopback));
            receiver.JoinMulticastGroup(group, 1);
            receiver.DropMulticastGroup(group, 1);
            Should.Throw<ArgumentException>(() => receiver.JoinMulticastGroup(IPAddress.Loopback));
        });

    [Theory, OnEveryNetwork]
    public void A_group_of_IPv6_is_heard_from_joining_to_leaving(NetCase on)
        => on.Run(async runtime =>
        {
            if ((runtime.Network.Capabilities & NetworkCapabilities.IPv6) == 0)
            {
                await Should.ThrowAsync<NotSupportedException>(async () => await UdpSocket.BindAsync("[::1]:0"));
                return;
            }

            var group = IPAddress.Parse("ff01::7777"); // of this host alone
            using UdpSocket receiver = await UdpSocket.BindAsync("[::]:0", new UdpSocketOptions { IPv6Only = true });
            using UdpSocket sender = await UdpSocket.BindAsync("[::1]:0");
            receiver.JoinMulticastGroup(group, 1);
            sender.SetMulticastInterface(1);

            try
            {
                await sender.SendToAsync(s_text, new IPEndPoint(new IPAddress(group.GetAddressBytes(), scopeid: 1), receiver.LocalEndPoint.Port));
                (await receiver.ReceiveFromAsync(new byte[100])).Length.ShouldBe(s_text.Length);
            }
            catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.NetworkUnreachable })
            {
                // The loopback interface of this system carries no groups; joining and leaving are shown all the same.
            }

            Should.Throw<IOException>(() => receiver.JoinMulticastGroup(group, 1)).Message.ShouldContain("ff01::7777");
            receiver.DropMulticastGroup(group, 1);
            Should.Throw<IOException>(() => receiver.DropMulticastGroup(group, 1));
            Should.Throw<ArgumentException>(() => receiver.JoinMulticastGroup(IPAddress.Parse("239.7.7.7")));
        });

    [Theory, OnEveryNetwork]
    public void Options_read_back_what_was_set(NetCase on)
        => on.Run(async runtime =>
        {
            foreach (string address in new[] { "127.0.0.1:0", "[::1]:0" })
            {
                using UdpSocket socket = await UdpSocket.BindAsync(address, new UdpSocketOptions { ReceiveBufferSize = 20_000, SendBufferSize = 20_000 });
                socket.Ttl = 5;
                socket.MulticastTtl = 6;
                socket.MulticastLoopback = false;

                socket.Ttl.ShouldBe(5);
                socket.MulticastTtl.ShouldBe(6);
                socket.MulticastLoopback.ShouldBeFalse();
                socket.ReceiveBufferSize.ShouldBeGreaterThanOrEqualTo(20_000);
                socket.SendBufferSize.ShouldBeGreaterThanOrEqualTo(20_000);
                Should.Throw<ArgumentOutOfRangeException>(() => socket.MulticastTtl = 256);
            }

            using UdpSocket four = await UdpSocket.BindAsync("127.0.0.1:0");
            four.EnableBroadcast.ShouldBeFalse();
            four.EnableBroadcast = true;
            four.EnableBroadcast.ShouldBeTrue();
            using UdpSocket allowed = await UdpSocket.BindAsync("127.0.0.1:0", new UdpSocketOptions { EnableBroadcast = true });
            allowed.EnableBroadcast.ShouldBeTrue();
        });

    [Theory, OnEveryNetwork]
    public void Broadcast_has_to_be_allowed(NetCase on)
        => on.Run(async runtime =>
        {
            using UdpSocket socket = await UdpSocket.BindAsync("0.0.0.0:0");

            IOException failure = await Should.ThrowAsync<IOException>(async () => await socket.SendToAsync(new byte[1], new IPEndPoint(IPAddress.Broadcast, 9)));

            failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.AccessDenied);
        });

    [Theory, OnEveryNetwork]
    public void A_message_tells_where_it_was_sent_to(NetCase on)
        => on.Run(async runtime =>
        {
            if ((runtime.Network.Capabilities & NetworkCapabilities.DatagramDestinations) == 0)
            {
                return;
            }

            using UdpSocket server = await UdpSocket.BindAsync("0.0.0.0:0");
            using UdpSocket client = await UdpSocket.BindAsync("127.0.0.1:0");
            server.ReceivesDestinations = true;
            server.ReceivesDestinations.ShouldBeTrue();

            await client.SendToAsync(s_text, new IPEndPoint(IPAddress.Loopback, server.LocalEndPoint.Port));

            ReceivedDatagram message = await server.ReceiveFromAsync(new byte[4]);
            message.Length.ShouldBe(4);
            message.IsTruncated.ShouldBeTrue();
            message.DestinationAddress.ShouldBe(IPAddress.Loopback);
            message.InterfaceIndex.ShouldBePositive();
        });

    [Theory, OnEveryNetwork]
    public void Batches_send_and_receive_what_single_calls_would(NetCase on)
        => on.Run(async runtime =>
        {
            await using var server = new Owned(await runtime.Network.BindUdpAsync(new IPEndPoint(IPAddress.Loopback, 0), UdpBindOptions.Default, default));
            await using var client = new Owned(await runtime.Network.BindUdpAsync(new IPEndPoint(IPAddress.Loopback, 0), UdpBindOptions.Default, default));
            SocketAddress target = server.Socket.LocalEndPoint.Serialize();

            OutgoingDatagram[] messages = [.. Enumerable.Range(1, 5).Select(length => new OutgoingDatagram(new byte[length], target))];
            (await client.Socket.SendBatchAsync(messages, default)).ShouldBe(5);

            List<int> lengths = [];
            while (lengths.Count < 5)
            {
                DatagramSlot[] slots = [.. Enumerable.Range(0, 4).Select(_ => new DatagramSlot { Buffer = new byte[10] })];
                int count = await server.Socket.ReceiveBatchAsync(slots, default);
                count.ShouldBeInRange(1, 4);
                lengths.AddRange(slots.Take(count).Select(slot => slot.Receipt.Length));
                slots[0].Receipt.RemoteEndPoint.ShouldBe(client.Socket.LocalEndPoint);
            }

            lengths.ShouldBe([1, 2, 3, 4, 5]);
            await Should.ThrowAsync<ArgumentException>(async () => await server.Socket.ReceiveBatchAsync(default, default));
        });

    [Theory, OnEveryNetwork]
    public void A_socket_can_be_taken_over_and_given_back(NetCase on)
        => on.Run(async runtime =>
        {
            UdpSocket first = await UdpSocket.BindAsync("127.0.0.1:0");
            IPEndPoint address = first.LocalEndPoint;
            using Socket socket = first.IntoSocket();
            using UdpSocket again = UdpSocket.FromSocket(socket);
            using UdpSocket client = await UdpSocket.BindAsync("127.0.0.1:0");

            await client.SendToAsync(s_text, address);

            (await again.ReceiveAsync(new byte[100])).Length.ShouldBe(s_text.Length);
        });

    private sealed class Owned(IDatagramSocket socket) : IAsyncDisposable
    {
        public IDatagramSocket Socket => socket;

        public ValueTask DisposeAsync() => socket.CloseAsync(default);
    }
}
