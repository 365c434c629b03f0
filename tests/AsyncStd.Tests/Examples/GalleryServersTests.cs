namespace AsyncStdTests.Examples;

using System.Net;
using System.Net.Sockets;
using System.Text;
using AsyncStdTests.Repository;

/// <summary>The examples that serve, each with a client, up to their clean end.</summary>
public sealed class GalleryServersTests
{
    [Fact]
    [Trait("example", "tcp-echo")]
    [Trait("example", "tcp-client")]
    public async Task The_echo_server_answers_several_clients_and_stops_cleanly()
    {
        var (server, address) = await GalleryProgram.StartServerAsync("tcp-echo");
        using (server)
        {
            // One that is connected and says nothing keeps neither the others nor the end waiting.
            using var silent = new TcpClient();
            await silent.ConnectAsync(IPEndPoint.Parse(address));

            var runs = await Task.WhenAll(
                GalleryProgram.RunAsync("tcp-client", address, "good morning"),
                GalleryProgram.RunAsync("tcp-client", address, "äöü"));
            await server.StopAsync();

            runs.ShouldAllBe(run => run.ExitCode == 0);
            runs[0].Output.ShouldBe($"connected to {address}\nanswer: good morning\n");
            runs[1].Output.ShouldBe($"connected to {address}\nanswer: äöü\n");
        }
    }

    [Fact]
    [Trait("example", "tcp-dual-stack-echo")]
    public async Task The_dual_stack_server_answers_on_both_families()
    {
        if (!HasIPv6())
        {
            return;
        }

        var (server, four) = await GalleryProgram.StartServerAsync("tcp-dual-stack-echo");
        using (server)
        {
            string six = await server.ReadAddressAsync();

            var byFour = await GalleryProgram.RunAsync("tcp-client", four, "by four");
            var bySix = await GalleryProgram.RunAsync("tcp-client", six, "by six");

            byFour.Output.ShouldEndWith("answer: by four\n");
            bySix.Output.ShouldEndWith("answer: by six\n");
            (await server.ReadLineAsync()).ShouldBe("from InterNetwork");
            (await server.ReadLineAsync()).ShouldBe("from InterNetworkV6");
            await server.StopAsync();
        }
    }

    [Fact]
    [Trait("example", "udp-echo")]
    [Trait("example", "udp-client")]
    public async Task The_datagram_server_answers_its_clients()
    {
        var (server, address) = await GalleryProgram.StartServerAsync("udp-echo");
        using (server)
        {
            var run = await GalleryProgram.RunAsync("udp-client", address, "good morning");
            await server.StopAsync();

            run.ExitCode.ShouldBe(0, run.Error);
            run.Output.ShouldBe("answer: good morning\n");
        }
    }

    [Fact]
    [Trait("example", "static-files")]
    public async Task Files_are_served_and_nothing_outside_the_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write(Path.Combine("site", "index.html"), "<p>home</p>");
        folder.Write(Path.Combine("site", "below", "a b.txt"), "text");
        folder.Write("secret.txt", "secret");
        var (server, address) = await GalleryProgram.StartServerAsync("static-files", folder.PathOf("site"));
        using (server)
        {
            // One connection after the other, and several requests on one.
            (await AskAsync(address, "GET / HTTP/1.1\r\n\r\nGET /below/a%20b.txt?x HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\nConnection: close\r\n\r\n")).ShouldBe(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 11\r\n\r\n<p>home</p>"
                + "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 4\r\n\r\ntext"
                + "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 11\r\nConnection: close\r\n\r\n");
            foreach (string outside in new[] { "/../secret.txt", "/%2e%2e/secret.txt", "/none", "/below", "/a%00b" })
            {
                (await AskAsync(address, $"GET {outside} HTTP/1.0\r\n\r\n")).ShouldStartWith("HTTP/1.1 404 Not Found\r\n", Case.Sensitive, outside);
            }

            (await AskAsync(address, "POST / HTTP/1.0\r\n\r\n")).ShouldStartWith("HTTP/1.1 405 Method Not Allowed\r\n");
            (await AskAsync(address, "nonsense\r\n\r\n")).ShouldStartWith("HTTP/1.1 400 Bad Request\r\n");

            using var client = new HttpClient();
            (await client.GetStringAsync($"http://{address}/below/a%20b.txt")).ShouldBe("text");
            await server.StopAsync();
        }
    }

    private static bool HasIPv6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string> AskAsync(string address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(address));
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);

        return await reader.ReadToEndAsync();
    }
}
