namespace AsyncStdTests.Net;

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AsyncStdTests.Packaging;
using AsyncStdTests.Repository;

/// <summary>A server that may have a hundred descriptors, and a thousand clients.</summary>
public sealed class ExhaustedDescriptorsTests
{
    private const int Clients = 1_000;

    [LinuxX64Fact]
    public void It_stays_calm_while_clients_wait_and_serves_again_when_they_are_gone()
    {
        using Process server = Start(out int port);
        try
        {
            WarmUp(port);
            List<Socket> clients = [];
            for (int i = 0; i < Clients; i++)
            {
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                client.Connect(IPAddress.Loopback, port);
                clients.Add(client);
            }

            clients[0].Send(new byte[] { 1 });
            clients[0].Receive(new byte[1]).ShouldBe(1, "the first one is served");
            server.Refresh();
            TimeSpan before = server.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            Thread.Sleep(TimeSpan.FromSeconds(1)); // nothing is waited for: what is measured is how little happens meanwhile
            server.Refresh();
            TimeSpan used = server.TotalProcessorTime - before;
            used.ShouldBeLessThan(Stopwatch.GetElapsedTime(start) * 0.6, "an accept loop that turns in a circle takes all of the time");

            clients.ForEach(each => each.Dispose());
            using var late = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000 };
            late.Connect(IPAddress.Loopback, port);
            late.Send(new byte[] { 2 });
            late.Receive(new byte[1]).ShouldBe(1, "it has recovered");
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>Has the server start the threads that it will need: .NET gives each a pipe, and ends the process if there is no descriptor for it.</summary>
    private static void WarmUp(int port)
    {
        List<Socket> clients = [];
        for (int i = 0; i < 20; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(IPAddress.Loopback, port);
            client.Send(new byte[] { 0 });
            clients.Add(client);
        }

        clients.ForEach(each => each.Receive(new byte[1]).ShouldBe(1));
        clients.ForEach(each => each.Dispose());
    }

    private static Process Start(out int port)
    {
        var program = RepositoryFolder.PathOf("tests", "AsyncStd.Benchmarks", "bin", BuildFacts.Configuration, "net10.0", "AsyncStd.Benchmarks.dll");
        var start = new ProcessStartInfo("bash", ["-c", $"ulimit -n 100 && exec '{Environment.ProcessPath}' exec '{program}' --workload tcp_incoming"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "2";
        Process server = Process.Start(start)!;
        string line = server.StandardOutput.ReadLine() ?? "";
        line.ShouldStartWith("LISTENING ");
        port = int.Parse(line["LISTENING ".Length..], CultureInfo.InvariantCulture);
        return server;
    }
}
