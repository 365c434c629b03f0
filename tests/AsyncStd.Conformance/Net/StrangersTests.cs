namespace AsyncStdConformance.Net;

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Clients and libraries that no one here wrote.</summary>
public sealed class StrangersTests
{
    private static readonly byte[] s_text = Encoding.ASCII.GetBytes("some text");

    [Theory, OnEveryNetwork]
    public void A_client_of_the_base_class_library_reaches_a_listener(NetCase on)
        => on.Run(async runtime =>
        {
            await using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            using var stranger = new Socket(SocketType.Stream, ProtocolType.Tcp);
            stranger.Connect(listener.LocalEndPoint); // the backlog takes it: nobody has to accept yet
            stranger.Send(s_text);

            await using IAsyncEnumerator<TcpStream> incoming = listener.Incoming().GetAsyncEnumerator();
            (await incoming.MoveNextAsync()).ShouldBeTrue();
            await using TcpStream stream = incoming.Current;
            var buffer = new byte[s_text.Length];
            await stream.ReadExactAsync(buffer);

            buffer.ShouldBe(s_text);
        });

    [Theory, OnEveryNetwork]
    public void A_client_reaches_a_listener_of_the_base_class_library(NetCase on)
        => on.Run(async runtime =>
        {
            using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            stranger.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            stranger.Listen();
            await using (TcpStream stream = await TcpStream.ConnectAsync((IPEndPoint)stranger.LocalEndPoint!))
            {
                await stream.WriteAsync(s_text);
            }

            // All of it is there already, so nothing of this blocks.
            using Socket accepted = stranger.Accept();
            using var reader = new StreamReader(new NetworkStream(accepted));

            reader.ReadToEnd().ShouldBe(Encoding.ASCII.GetString(s_text));
        });

    [Theory, OnEveryNetwork]
    public void Tls_of_the_base_class_library_runs_both_ways(NetCase on)
        => on.Run(async runtime =>
        {
            using X509Certificate2 certificate = MakeCertificate();
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            JoinHandle server = Task.Spawn(async () =>
            {
                await using var tls = new SslStream(pair.Server);
                await tls.AuthenticateAsServerAsync(certificate);
                var buffer = new byte[50_000];
                await tls.ReadExactlyAsync(buffer);
                await tls.WriteAsync(buffer);
                await tls.ShutdownAsync();
            });
            await using var client = new SslStream(pair.Client, false, (_, _, _, _) => true);
            await client.AuthenticateAsClientAsync("localhost");

            await client.WriteAsync(Pattern.Bytes(0, 50_000));

            var answer = new byte[50_000];
            await client.ReadExactlyAsync(answer);
            Pattern.Check(answer, 0);
            (await client.ReadAsync(answer)).ShouldBe(0);
            await server;
        });

    [Theory, OnEveryNetwork]
    public void A_copy_in_both_directions_passes_the_end_on_by_the_goodbye_of_tls(NetCase on)
        => on.Run(async runtime =>
        {
            using X509Certificate2 certificate = MakeCertificate();
            var (clientEnd, serverEnd) = AsyncStd.Io.Io.Duplex();
            var (front, back) = AsyncStd.Io.Io.Duplex();
            JoinHandle<(long, long)> proxy = Task.Spawn(async () =>
            {
                await using var tls = new SslStream(serverEnd);
                await tls.AuthenticateAsServerAsync(certificate);
                return await tls.CopyBidirectionalAsync(front);
            });
            await using var client = new SslStream(clientEnd, false, (_, _, _, _) => true);
            await client.AuthenticateAsClientAsync("localhost");

            await back.WriteAsync(s_text);
            await back.CompleteWritesAsync();
            (await client.ReadToEndAsync()).ShouldBe(s_text); // ends only if the end came through
            await client.WriteAsync(s_text.AsMemory(0, 4));
            await client.ShutdownAsync();

            (await back.ReadToEndAsync()).ShouldBe(s_text[..4]);
            (await proxy).ShouldBe((4, 9));
        });

    [Theory, OnEveryNetwork(Lacking = Traits.ClosedWorld | Traits.VirtualTime)]
    public void A_copy_in_both_directions_passes_the_end_on_by_half_of_a_socket(NetCase on)
        => on.Run(async runtime =>
        {
            (Socket near, Socket far) = MakeSockets();
            using var stranger = far;
            await using var network = new NetworkStream(near, ownsSocket: true);
            var (front, back) = AsyncStd.Io.Io.Duplex();
            JoinHandle<(long, long)> proxy = Task.Spawn(async () => await network.CopyBidirectionalAsync(front));

            await back.WriteAsync(s_text);
            await back.CompleteWritesAsync();
            await using var answering = new NetworkStream(far);
            (await answering.ReadToEndAsync()).ShouldBe(s_text); // ends only if the end came through
            await answering.WriteAsync(s_text.AsMemory(0, 4));
            far.Shutdown(SocketShutdown.Send);

            (await back.ReadToEndAsync()).ShouldBe(s_text[..4]);
            (await proxy).ShouldBe((4, 9));
        });

    [TheoryNeeding("curl"), OnEveryNetwork(Lacking = Traits.ClosedWorld | Traits.VirtualTime)]
    public void Curl_gets_an_answer(NetCase on)
        => Serve(
            on,
            async stream =>
            {
                using var reader = new StreamReader(stream, leaveOpen: true);
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"u8.ToArray());
            },
            port => Programs.Run("curl", ["--silent", "--show-error", "--max-time", "20", $"http://127.0.0.1:{port}/"], "").ShouldBe("hello"));

    [TheoryNeeding("nc"), OnEveryNetwork(Lacking = Traits.ClosedWorld | Traits.VirtualTime)]
    public void Netcat_gets_its_own_words_back(NetCase on)
        => Serve(on, EchoAsync, port => Programs.Run("nc", ["-N", "127.0.0.1", $"{port}"], "some words").ShouldBe("some words"));

    [TheoryNeeding("socat"), OnEveryNetwork(Lacking = Traits.ClosedWorld | Traits.VirtualTime)]
    public void Socat_gets_its_own_words_back(NetCase on)
        => Serve(on, EchoAsync, port => Programs.Run("socat", ["-t10", "-", $"TCP:127.0.0.1:{port}"], "some words").ShouldBe("some words"));

    [TheoryNeeding("openssl"), OnEveryNetwork(Lacking = Traits.ClosedWorld | Traits.VirtualTime)]
    public void Openssl_talks_tls_to_a_server(NetCase on)
    {
        using X509Certificate2 certificate = MakeCertificate();
        Serve(
            on,
            async stream =>
            {
                await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
                await tls.AuthenticateAsServerAsync(certificate);
                await tls.WriteAsync("hello over tls"u8.ToArray());
                await tls.ShutdownAsync();
            },
            port => Programs.Run("openssl", ["s_client", "-quiet", "-connect", $"127.0.0.1:{port}"], "").ShouldContain("hello over tls"));
    }

    /// <summary>Serves one connection while a program runs.</summary>
    private static void Serve(NetCase on, Func<TcpStream, Task> serve, Action<int> client)
        => on.Run(async runtime =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            int port = listener.LocalEndPoint.Port;
            JoinHandle server = Task.Spawn(async () =>
            {
                await using TcpStream stream = await listener.AcceptAsync();
                await serve(stream);
            });
            await Task.SpawnBlocking(() => client(port));
            await server;
        });

    private static async Task EchoAsync(TcpStream stream)
    {
        await stream.CopyToAsync(stream);
        stream.Shutdown(System.Net.Sockets.SocketShutdown.Send);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static (Socket Near, Socket Far) MakeSockets()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndPoint!);
        return (near, listener.Accept());
    }
}
