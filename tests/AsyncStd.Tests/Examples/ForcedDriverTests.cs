namespace AsyncStdTests.Examples;

using System.Globalization;
using AsyncStd.Runtimes.Drivers.Linux;

/// <summary>That the variable which forces a network driver reaches the sockets of a program, and not only its description.</summary>
public sealed class ForcedDriverTests
{
    private const string Variable = "ASYNC_STD_IO";
    private const int FewConnections = 3;
    private const int MostConnections = 200;

    [Theory]
    [Trait("example", "what-runs")]
    [InlineData("portable", "portable (asked for)", null)]
    [InlineData("epoll", "epoll (asked for)", "epoll")]
    [InlineData("io-uring", "io-uring (asked for; a thread that is no worker, or the only one, waits by epoll)", "io-uring")]
    [InlineData("auto", "epoll (the best that this system has; ", "epoll")]
    public async Task A_program_says_which_driver_it_has_served_with(string value, string description, string? needs)
    {
        string? refusal = needs switch
        {
            "epoll" => EpollSupport.Refusal,
            "io-uring" => RingSupport.Refusal,
            _ => null,
        };
        using var program = GalleryProgram.StartWith([(Variable, value)], "what-runs");
        program.EndInput();

        var run = await program.EndAsync();

        if (refusal is null)
        {
            run.Error.ShouldBeEmpty();
            run.ExitCode.ShouldBe(0);
            run.Output.ShouldStartWith("bytes went there and back\n");
            run.Output.ShouldContain($"\n  network: {description}");
        }
        else if (value == "auto")
        {
            run.Output.ShouldContain("\n  network: portable (");
        }
        else
        {
            run.ExitCode.ShouldBe(1);
            run.Error.ShouldStartWith($"The {value} network driver was asked for and is not to be had: {refusal}. ASYNC_STD_IO allows ");
        }
    }

    /// <summary>Seen from outside: which descriptors a server has while connections are open.</summary>
    /// <remarks>A worker makes the ring when a task on it waits for a socket. A thread that works for a worker which starts up slowly waits by epoll, so more than one connection
    /// may be needed; as long as each is served, the next one is opened.</remarks>
    [Theory]
    [InlineData("portable", false)]
    [InlineData("epoll", false)]
    [InlineData("io-uring", true)]
    public async Task A_server_has_a_ring_only_if_it_was_told_so(string value, bool hasRing)
    {
        if (EpollSupport.Refusal is not null || (hasRing && RingSupport.Refusal is not null))
        {
            return;
        }

        using var server = GalleryProgram.StartWith([(Variable, value), ("ASYNC_STD_THREAD_COUNT", "2")], "tcp-echo");
        var address = System.Net.IPEndPoint.Parse(await server.ReadAddressAsync());
        var clients = new List<System.Net.Sockets.TcpClient>();
        try
        {
            do
            {
                clients.Add(await EchoAsync(address));
            }
            while (clients.Count < (hasRing ? MostConnections : FewConnections) && CountRings(server.Id) == 0);

            (CountRings(server.Id) > 0).ShouldBe(hasRing);
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }

    private static async Task<System.Net.Sockets.TcpClient> EchoAsync(System.Net.IPEndPoint address)
    {
        var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(address);
        await client.GetStream().WriteAsync(new byte[] { 42 });
        var answer = new byte[1];
        await client.GetStream().ReadExactlyAsync(answer);
        answer.ShouldBe([42]);

        return client;
    }

    private static int CountRings(int id)
        => Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/fd"))
            .Count(static path => new FileInfo(path).LinkTarget?.Contains("io_uring", StringComparison.Ordinal) == true);
}
