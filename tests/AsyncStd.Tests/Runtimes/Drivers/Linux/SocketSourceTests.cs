namespace AsyncStdTests.Runtimes.Drivers.Linux;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers.Linux;
using AsyncStdTests.Runtimes.Executors;
using Microsoft.Win32.SafeHandles;

/// <summary>What becomes of calls that nobody can be found to serve: epoll takes no regular files, see epoll_ctl(2).</summary>
public sealed class SocketSourceTests
{
    private static readonly IPEndPoint s_remote = new(IPAddress.Parse("10.1.2.3"), 45);

    [LinuxFact]
    public void A_refusal_names_the_address_and_keeps_the_code_of_the_system()
    {
        using LinuxTcpSocket socket = OfFile();
        var call = new Call();
        socket.In.Refuse(socket.In.Edges);

        socket.TryWait(ref socket.In, call).ShouldBeTrue();

        IOException failure = call.Errors.ShouldHaveSingleItem().ShouldBeOfType<IOException>();
        failure.Message.ShouldContain("10.1.2.3:45");
        failure.InnerException.ShouldBeOfType<SocketException>();
    }

    [LinuxFact]
    public void A_call_that_was_refused_and_waits_again_is_not_refused_twice()
    {
        using LinuxTcpSocket socket = OfFile();
        var call = new Call();
        var other = new Call { OnAbandoned = () => socket.In.TryAdd(call).ShouldBeTrue() }; // meanwhile whoever awaited the first has called again
        socket.In.Refuse(socket.In.Edges);
        socket.Out.Refuse(socket.Out.Edges);
        socket.Out.TryAdd(other).ShouldBeTrue();

        socket.TryWait(ref socket.In, call).ShouldBeTrue();

        call.Errors.ShouldHaveSingleItem();
        other.Errors.ShouldHaveSingleItem();
        socket.In.Remove(call).ShouldBeTrue("its second use still waits");
    }

    private static LinuxTcpSocket OfFile()
    {
        using SafeFileHandle file = File.OpenHandle(typeof(SocketSourceTests).Assembly.Location);
        int descriptor = (int)file.DangerousGetHandle();
        file.SetHandleAsInvalid();
        return new LinuxTcpSocket(descriptor, null, s_remote);
    }

    private sealed class Call : ISocketCall
    {
        public List<Exception?> Errors { get; } = [];

        public Action? OnAbandoned { get; init; }

        public ISocketCall? Next { get; set; }

        public bool IsCancelRequested => false;

        public bool TryPerform(uint edges) => false;

        public void Abandon(Exception? error)
        {
            Errors.Add(error);
            OnAbandoned?.Invoke();
        }
    }
}
