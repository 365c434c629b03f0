namespace AsyncStdTests.Net;

using System.Globalization;
using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdTests.Runtimes;
using AsyncStdTests.Runtimes.Executors;

/// <summary>A message for a Unix socket whose queue is full: each try that fails is an event that there is room.</summary>
public sealed class FullQueueTests
{
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(300);

    [LinuxFact]
    public void Waiting_for_room_takes_little_of_the_processor()
    {
        // On a runtime that does everything on this thread, so that its time is all there is.
        using Runtime runtime = TestRuntime.Builder(("ASYNC_STD_IO", "epoll")).Use(RuntimeKind.CurrentThread).Build();
        string name = $"\0async-std-{Guid.NewGuid()}";
        TimeSpan used = runtime.BlockOn(async () =>
        {
            await using UnixDatagram receiver = await UnixDatagram.BindAsync(name);
            await using UnixDatagram sender = await UnixDatagram.UnboundAsync();
            Fill(name);
            ValueTask send = sender.SendToAsync(new byte[10], name);
            TimeSpan before = ProcessorTime();
            await Task.Sleep(s_while);
            TimeSpan used = ProcessorTime() - before;
            send.IsCompleted.ShouldBeFalse();
            await receiver.ReceiveAsync(new byte[10]);
            await send;
            return used;
        });

        used.ShouldBeLessThan(s_while / 3);
    }

    /// <summary>Of the calling thread, see proc_pid_schedstat(5).</summary>
    private static TimeSpan ProcessorTime()
    {
        string nanoseconds = File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0];
        return TimeSpan.FromMicroseconds(long.Parse(nanoseconds, CultureInfo.InvariantCulture) / 1000);
    }

    private static void Fill(string name)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            while (true)
            {
                socket.SendTo(new byte[10], new UnixDomainSocketEndPoint(name));
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            // It is full.
        }
    }
}
