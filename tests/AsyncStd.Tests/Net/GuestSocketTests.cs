namespace AsyncStdTests.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Runtimes;
using AsyncStdTests.Runtimes;
using AsyncStdTests.Runtimes.Drivers.Linux;

/// <summary>Sockets that are waited for by code whose worker was taken over while the code blocked.</summary>
public sealed class GuestSocketTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [RingTheory]
    [InlineData("io-uring")]
    public void The_first_socket_is_served_by_a_ring_although_every_worker_sleeps_already(string io)
        => The_first_socket_is_served_although_every_worker_sleeps_already(io);

    [Theory]
    [InlineData("portable")]
    [InlineData("epoll")]
    public void The_first_socket_is_served_although_every_worker_sleeps_already(string io)
    {
        using Runtime runtime = TestRuntime.Builder(("ASYNC_STD_IO", OperatingSystem.IsLinux() ? io : "auto")).ThreadCount(1).Build();
        int received = runtime.BlockOn(async () =>
        {
            byte[] buffer = new byte[16];
            using (UdpSocket first = await UdpSocket.BindAsync("127.0.0.1:0"))
            {
                ValueTask<ReceivedDatagram> arrival = first.ReceiveFromAsync(buffer); // from here on the worker sleeps in its driver
                Send(first.LocalEndPoint);
                await arrival;
            }

            using UdpSocket second = await UdpSocket.BindAsync("127.0.0.1:0");
            long parks = runtime.Metrics.Parks;
            using (runtime.BlockingSection())
            {
                SpinWait.SpinUntil(() => runtime.Metrics.Parks > parks, s_patience).ShouldBeTrue("another thread takes the worker over, finds nothing, and sleeps");
            }

            System.Threading.Tasks.Task<ReceivedDatagram> waiting = second.ReceiveFromAsync(buffer).AsTask();
            Send(second.LocalEndPoint);
            return (await waiting.WaitAsync(s_patience)).Length;
        });

        received.ShouldBe(3);
    }

    private static void Send(IPEndPoint to)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SendTo("abc"u8, to);
    }
}
