namespace AsyncStdHostingTests.Transport;

using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

/// <summary>What happens to single connections.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_peer_that_has_ended_its_sending_still_gets_the_answer()
    {
        await using TestServer server = await ServeAsync(async connection =>
        {
            var received = new MemoryStream();
            await connection.Transport.Input.CopyToAsync(received);
            await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes($"{received.Length} bytes"));
        });
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        await client.SendAsync("one two three");

        client.Socket.Shutdown(SocketShutdown.Send);

        (await client.ReceiveToEndAsync().WithPatience()).ShouldBe("13 bytes");
    }

    [Fact]
    public async Task A_socket_that_middleware_has_kept_is_refused_once_its_connection_is_closed()
    {
        var kept = new TaskCompletionSource<Socket>();
        await using TestServer server = await ServeAsync(connection =>
        {
            kept.SetResult(connection.Features.Get<IConnectionSocketFeature>()!.Socket);
            return Task.CompletedTask;
        });
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        (await client.ReceiveToEndAsync().WithPatience()).ShouldBeEmpty();

        Socket socket = await kept.Task.WithPatience();

        SpinWait.SpinUntil(() => socket.SafeHandle.IsClosed, Patience.Limit).ShouldBeTrue("its number may be another connection's by now");
        Should.Throw<ObjectDisposedException>(() => socket.NoDelay = true);
        Should.Throw<ObjectDisposedException>(() => socket.Shutdown(SocketShutdown.Both));
    }

    /// <summary>On io-uring where the system has it; else on what takes its place.</summary>
    [Theory]
    [InlineData("portable")]
    [InlineData("epoll")]
    [InlineData("io-uring")]
    public async Task A_connection_is_served_by_each_network(string io)
    {
        if (!OperatingSystem.IsLinux() && io != "portable")
        {
            return;
        }

        await using TestServer server = await TestServer.StartAsync(
            _ => { },
            endpoint => endpoint.Run(async connection =>
            {
                var received = new MemoryStream();
                await connection.Transport.Input.CopyToAsync(received);
                await connection.Transport.Output.WriteAsync(received.ToArray());
            }),
            configure: builder => builder.Configuration["AsyncStd:Io"] = io);
        server.Runtime.Describe().ShouldContain(io);
        var sent = new string('x', 1_000_000);
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        Task<string> answer = client.ReceiveToEndAsync();
        await client.SendAsync(sent).WithPatience();
        client.Socket.Shutdown(SocketShutdown.Send);

        (await answer.WithPatience()).ShouldBe(sent);
    }

    [Fact]
    public async Task A_connection_that_ends_is_told_by_its_token()
    {
        var told = new TaskCompletionSource();
        await using TestServer server = await ServeAsync(async connection =>
        {
            using (connection.ConnectionClosed.Register(told.SetResult))
            {
                await told.Task;
            }
        });
        RawClient client = await RawClient.ConnectAsync(server.EndPoint);

        client.Dispose();

        await told.Task.WithPatience();
    }

    [Fact]
    public async Task A_reset_by_the_peer_fails_the_read_of_the_application()
    {
        var failure = new TaskCompletionSource<Exception>();
        await using TestServer server = await ServeAsync(async connection =>
        {
            try
            {
                await connection.Transport.Output.WriteAsync("hello"u8.ToArray());
                await connection.Transport.Input.CopyToAsync(Stream.Null);
                failure.SetException(new InvalidOperationException("It ended well."));
            }
            catch (Exception e)
            {
                failure.SetResult(e);
            }
        });
        RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        await client.ReceiveUntilAsync("hello").WithPatience();

        client.Reset();

        (await failure.Task.WithPatience()).ShouldBeOfType<ConnectionResetException>().Message.ShouldContain("127.0.0.1");
    }

    [Fact]
    public async Task Aborting_fails_the_read_with_the_reason_and_resets_the_peer()
    {
        var failure = new TaskCompletionSource<Exception>();
        await using TestServer server = await ServeAsync(async connection =>
        {
            await HearAsync(connection);
            ValueTask<ReadResult> read = connection.Transport.Input.ReadAsync();
            connection.Abort(new ConnectionAbortedException("enough"));
            failure.SetResult(await Should.ThrowAsync<ConnectionAbortedException>(read.AsTask()));
        });

        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);

        await client.SendAsync("go");

        (await failure.Task.WithPatience()).Message.ShouldBe("enough");
        SocketException reset = await Should.ThrowAsync<SocketException>(client.ReceiveToEndAsync().WithPatience());
        reset.SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task A_request_is_told_that_its_client_has_gone()
    {
        var gone = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(app => app.MapGet("/", async (HttpContext context) =>
        {
            await context.Response.StartAsync();
            await context.Response.WriteAsync("wait");
            await context.Response.Body.FlushAsync();
            using (context.RequestAborted.Register(gone.SetResult))
            {
                await gone.Task;
            }
        }));
        RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
        await client.ReceiveUntilAsync("wait").WithPatience();

        client.Dispose();

        await gone.Task.WithPatience();
    }

    [Fact]
    public async Task A_flush_is_cancelled_while_it_waits_and_nothing_of_it_is_lost()
    {
        const int Count = 20_000_000; // more than the system holds
        var cancelled = new TaskCompletionSource<bool>();
        await using TestServer server = await ServeAsync(async connection =>
        {
            PipeWriter output = connection.Transport.Output;
            output.Write(Pattern.Bytes(0, Count));
            ValueTask<FlushResult> flush = output.FlushAsync();
            output.CancelPendingFlush();
            cancelled.SetResult((await flush).IsCanceled);
            output.Write(Pattern.Bytes(Count, 1000));
            (await output.FlushAsync()).IsCanceled.ShouldBeFalse();
        });
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);

        (await cancelled.Task.WithPatience()).ShouldBeTrue();

        await using var stream = new NetworkStream(client.Socket);
        (await Pattern.CheckAllAsync(stream).WithPatience()).ShouldBe(Count + 1000);
    }

    [Fact]
    public async Task A_flush_that_waits_ends_with_its_token()
    {
        var ended = new TaskCompletionSource<Exception>();
        await using TestServer server = await ServeAsync(async connection =>
        {
            await HearAsync(connection);
            using var stop = new CancellationTokenSource();
            connection.Transport.Output.Write(new byte[20_000_000]);
            ValueTask<FlushResult> flush = connection.Transport.Output.FlushAsync(stop.Token);
            await stop.CancelAsync();
            ended.SetResult(await Should.ThrowAsync<OperationCanceledException>(flush.AsTask()));
            connection.Abort();
        });

        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);

        await client.SendAsync("go");

        await ended.Task.WithPatience();
    }

    [Fact]
    public async Task Writing_to_a_peer_that_is_gone_completes_and_throws_nothing()
    {
        var completed = new TaskCompletionSource();
        await using TestServer server = await ServeAsync(async connection =>
        {
            while (!(await connection.Transport.Output.WriteAsync(new byte[10_000])).IsCompleted)
            {
            }

            completed.SetResult();
        });
        RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        await client.ReceiveUntilAsync("\0").WithPatience();

        client.Reset();

        await completed.Task.WithPatience();
    }

    [Fact]
    public async Task What_was_written_but_not_flushed_is_sent_when_the_output_is_completed_and_nothing_can_be_written_then()
    {
        var refused = new TaskCompletionSource<Exception>();
        await using TestServer server = await ServeAsync(async connection =>
        {
            PipeWriter output = connection.Transport.Output;
            output.Write(Pattern.Bytes(0, 30_000)); // of several blocks
            output.UnflushedBytes.ShouldBe(30_000);
            await output.CompleteAsync();
            refused.SetResult(Should.Throw<InvalidOperationException>(() => output.GetMemory()));
        });
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        await using var stream = new NetworkStream(client.Socket);

        (await Pattern.CheckAllAsync(stream).WithPatience()).ShouldBe(30_000);

        await refused.Task.WithPatience();
    }

    [Fact]
    public async Task Features_tell_what_middleware_asks_for()
    {
        var told = new TaskCompletionSource<string[]>();
        await using TestServer server = await ServeAsync(connection =>
        {
            IFeatureCollection features = connection.Features;
            told.SetResult(
            [
                $"{features.Get<IConnectionEndPointFeature>()!.LocalEndPoint}",
                $"{features.Get<IConnectionSocketFeature>()!.Socket.LocalEndPoint}",
                $"{features.Get<IConnectionSocketFeature>()!.Socket.NoDelay}",
                $"{features.Get<IMemoryPoolFeature>()!.MemoryPool.Rent(10).Memory.Length >= 10}",
                $"{features.Get<IConnectionIdFeature>()!.ConnectionId == connection.ConnectionId}",
                $"{features.Get<IConnectionItemsFeature>()!.Items == connection.Items}",
                $"{features.Get<IConnectionTransportFeature>()!.Transport == connection.Transport}",
                $"{features.Get<IConnectionLifetimeFeature>()!.ConnectionClosed == connection.ConnectionClosed}",
            ]);
            return Task.CompletedTask;
        });

        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);

        string address = $"{server.EndPoint}";
        (await told.Task.WithPatience()).ShouldBe([address, address, "True", "True", "True", "True", "True", "True"]);
        (await client.ReceiveToEndAsync().WithPatience()).ShouldBeEmpty(); // and the socket that was lent is still the connection's to close
    }

    /// <summary>Waits until the client has something to say: until then it may still be connecting.</summary>
    private static async Task HearAsync(ConnectionContext connection)
    {
        ReadResult heard = await connection.Transport.Input.ReadAsync();
        connection.Transport.Input.AdvanceTo(heard.Buffer.End);
    }

    private static Task<TestServer> ServeAsync(Func<ConnectionContext, Task> serve)
        => TestServer.StartAsync(_ => { }, endpoint => endpoint.Run(connection => serve(connection)));
}
