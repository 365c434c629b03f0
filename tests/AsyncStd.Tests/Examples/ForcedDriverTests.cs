namespace AsyncStdTests.Examples;

using System.Globalization;
using AsyncStd.Runtimes.Drivers.Linux;

/// <summary>That the variable which forces a network driver reaches the sockets of a program, and not only its description.</summary>
public sealed class ForcedDriverTests
{
    private const string Variable = "ASYNC_STD_IO";

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
        using var program = GalleryProgram.StartWith((Variable, value), "what-runs");
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

    /// <summary>Seen from outside: which descriptors a server has while a connection is open.</summary>
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

        using var server = GalleryProgram.StartWith((Variable, value), "tcp-echo");
        string address = await server.ReadAddressAsync();
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(System.Net.IPEndPoint.Parse(address));
        await client.GetStream().WriteAsync(new byte[] { 42 });
        var answer = new byte[1];
        await client.GetStream().ReadExactlyAsync(answer);

        int rings = Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{server.Id}/fd"))
            .Count(path => new FileInfo(path).LinkTarget?.Contains("io_uring", StringComparison.Ordinal) == true);

        answer.ShouldBe([42]);
        (rings > 0).ShouldBe(hasRing);
    }
}
