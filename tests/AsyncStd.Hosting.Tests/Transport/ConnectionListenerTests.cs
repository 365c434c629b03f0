namespace AsyncStdHostingTests.Transport;

using AsyncStd.Hosting;
using AsyncStd.Runtimes;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

/// <summary>Accepting when it fails.</summary>
public sealed class ConnectionListenerTests
{
    [Fact]
    public async Task A_runtime_that_ends_while_descriptors_are_short_ends_the_wait_for_a_connection()
    {
        using Runtime runtime = new RuntimeBuilder().Configure(options => options.ShutdownTimeout = TimeSpan.Zero).Build();
        await using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        var socket = new ShortListener();
        var listener = new ConnectionListener(
            new ConnectionEnvironment(runtime, new AsyncStdTransportOptions(), NullLogger.Instance, services), socket, socket.LocalEndPoint);
        listener.Start(socket);
        Task<ConnectionContext?> accept = listener.AcceptAsync().AsTask();
        await socket.HasRefused.Task.WithPatience();

        runtime.Dispose();

        (await Should.ThrowAsync<Exception>(accept.WithPatience())).ShouldNotBeOfType<TimeoutException>();
    }
}
