namespace AsyncStdHostingTests.Host;

using System.Diagnostics.Metrics;
using AsyncStd.Hosting;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdHostingTests.Harness;
using AsyncStdHostingTests.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>The runtime begins and ends with its host.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task A_task_that_runs_when_the_host_stops_may_end()
    {
        using IHost host = NewHost(runtime => runtime.Configure(options => options.ShutdownTimeout = Patience.Limit));
        await host.StartAsync().WithPatience();
        var begun = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        bool hasEnded = false;
        host.Services.GetRequiredService<Runtime>().Spawn(async () =>
        {
            begun.SetResult();
            await mayEnd.Task;
            hasEnded = true;
        }).Detach();
        await begun.Task.WithPatience();

        Task stopping = host.StopAsync();

        stopping.IsCompleted.ShouldBeFalse();
        mayEnd.SetResult();
        await stopping.WithPatience();
        hasEnded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failure_that_nobody_awaits_is_logged_with_the_task_and_where_it_was_spawned()
    {
        var log = new RecordedLog();
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log);
        using IHost host = builder.AddAsyncStd().Build();
        await host.StartAsync().WithPatience();

        host.Services.GetRequiredService<Runtime>().Spawn(static async () =>
        {
            await Task.CompletedTask;
            throw new InvalidDataException("planned");
        }).Detach();

        string line = await log.Failure.Task.WithPatience();
        line.ShouldContain(nameof(LifetimeTests));
        line.ShouldContain("planned");
        line.ShouldContain(".cs:");
        await host.StopAsync().WithPatience();
    }

    [Fact]
    public async Task A_task_that_would_run_for_ever_is_asked_to_stop()
    {
        using IHost host = NewHost(runtime => runtime.Configure(options => options.ShutdownTimeout = TimeSpan.Zero));
        await host.StartAsync().WithPatience();
        Task forever = host.Services.GetRequiredService<Runtime>().Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan));

        await host.StopAsync().WithPatience();

        await Should.ThrowAsync<OperationCanceledException>(forever.WithPatience());
    }

    [Fact]
    public async Task The_runtime_ends_after_the_services_that_use_it()
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<LastWords>();
        builder.AddAsyncStd();
        builder.Services.AddSingleton<TaskCompletionSource<string>>();
        using IHost host = builder.Build();
        await host.StartAsync().WithPatience();

        await host.StopAsync().WithPatience();

        (await host.Services.GetRequiredService<TaskCompletionSource<string>>().Task).ShouldStartWith("async-std/runtime"); // a worker's thread, or one that has relieved it
    }

    [Fact]
    public async Task A_request_that_runs_when_the_server_stops_is_answered()
    {
        var begun = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        TestServer server = await TestServer.StartAsync(app => app.MapGet("/", async () =>
        {
            begun.SetResult();
            await mayEnd.Task;
            return "done";
        }));
        using HttpClient client = server.Client();
        Task<string> answer = client.GetStringAsync("/");
        await begun.Task.WithPatience();

        Task stopping = server.Application.StopAsync();

        mayEnd.SetResult();
        (await answer.WithPatience()).ShouldBe("done");
        await stopping.WithPatience();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_stops_closes_idle_connections_and_refuses_new_ones()
    {
        TestServer server = await TestServer.StartAsync(app => app.MapGet("/", () => "hello"));
        System.Net.IPEndPoint address = server.EndPoint;
        using RawClient idle = await RawClient.ConnectAsync(address);
        await idle.SendAsync("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
        await idle.ReceiveUntilAsync("hello\r\n0\r\n\r\n").WithPatience();

        await server.Application.StopAsync().WithPatience();

        (await idle.ReceiveToEndAsync().WithPatience()).ShouldBeEmpty();
        await Should.ThrowAsync<System.Net.Sockets.SocketException>(ConnectUntilRefusedAsync);
        server.Runtime.Metrics.TasksAlive.ShouldBe(0);
        await server.DisposeAsync();

        // A process that is being started in another test holds the listener too, until it runs its program.
        async Task ConnectUntilRefusedAsync()
        {
            for (int attempt = 0; attempt < 1_000; attempt++)
            {
                using RawClient accepted = await RawClient.ConnectAsync(address);
                await Task.Delay(1);
            }
        }
    }

    [Fact]
    public async Task The_runtime_is_healthy_while_it_runs_tasks()
    {
        using IHost host = NewHost(runtime => runtime.ThreadCount(1).Use(RuntimeKind.WorkStealing));
        await host.StartAsync().WithPatience();
        var health = host.Services.GetRequiredService<HealthCheckService>();

        HealthReport report;
        int attempts = 0;
        do
        {
            report = await health.CheckHealthAsync().WithPatience();
        }
        while (report.Status == HealthStatus.Degraded && ++attempts < 1_000); // a worker that has to wait for a processor looks blocked

        report.Entries[AsyncStdServiceCollectionExtensions.HealthCheckName].Status.ShouldBe(HealthStatus.Healthy);
        report.Entries[AsyncStdServiceCollectionExtensions.HealthCheckName].Data["workers"].ShouldBe(1);
        await host.StopAsync().WithPatience();
    }

    [Fact]
    public async Task A_runtime_of_which_all_workers_are_blocked_is_degraded_until_they_are_not()
    {
        using IHost host = NewHost(runtime => runtime.ThreadCount(1).Use(RuntimeKind.WorkStealing));
        await host.StartAsync().WithPatience();
        using var release = new ManualResetEventSlim();
        Task blocked = host.Services.GetRequiredService<Runtime>().Spawn(() => release.Wait(Patience.Limit));

        await WaitForAsync(HealthStatus.Degraded);

        release.Set();
        await blocked.WithPatience();
        await WaitForAsync(HealthStatus.Healthy);
        await host.StopAsync().WithPatience();

        async Task WaitForAsync(HealthStatus status)
        {
            using var limit = new CancellationTokenSource(Patience.Limit);
            while ((await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(limit.Token)).Status != status)
            {
                await Task.Delay(10, limit.Token);
            }
        }
    }

    [Fact]
    public async Task A_runtime_that_runs_nothing_is_not_healthy()
    {
        using var never = new StuckRuntime();
        var check = new RuntimeHealthCheck(never);
        var registration = new HealthCheckRegistration("stuck", check, null, null);

        HealthCheckResult result = await check.CheckHealthAsync(new HealthCheckContext { Registration = registration }).WithPatience();

        result.Status.ShouldBe(HealthStatus.Unhealthy);
        result.Description!.ShouldContain("did not run a task");
    }

    [Fact]
    public async Task Connections_are_counted()
    {
        long open = 0;
        long accepted = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "AsyncStd.Hosting")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        await using TestServer server = await TestServer.StartAsync(app => app.MapGet("/", () => "hello"));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (instrument.Meter.Scope == server.Application.Services.GetService<IMeterFactory>())
            {
                _ = instrument.Name switch
                {
                    "asyncstd.transport.connections" => Interlocked.Add(ref open, value),
                    "asyncstd.transport.accepted" => Interlocked.Add(ref accepted, value),
                    _ => 0,
                };
            }
        });
        listener.Start();
        using (HttpClient client = server.Client())
        {
            await client.GetStringAsync("/");

            (Interlocked.Read(ref open), Interlocked.Read(ref accepted)).ShouldBe((1, 1));
        }

        await server.Application.StopAsync().WithPatience();
        (Interlocked.Read(ref open), Interlocked.Read(ref accepted)).ShouldBe((0, 1));
    }

    private static IHost NewHost(Action<RuntimeBuilder> configure)
        => Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null).AddAsyncStd(configure).Build();

    /// <summary>Uses the runtime when it is told to stop.</summary>
    private sealed class LastWords(Runtime runtime, TaskCompletionSource<string> words) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken) => words.SetResult(await runtime.Spawn(() => Thread.CurrentThread.Name!));
    }
}
