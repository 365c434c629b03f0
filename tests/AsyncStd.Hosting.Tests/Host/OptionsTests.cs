namespace AsyncStdHostingTests.Host;

using AsyncStd.Hosting;
using AsyncStd.Net;
using AsyncStd.Runtimes;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

/// <summary>How options get in, and what happens to nonsense.</summary>
public sealed class OptionsTests
{
    [Fact]
    public async Task The_section_of_the_runtime_is_bound()
    {
        using IHost host = Build(("AsyncStd:ThreadCount", "3"), ("AsyncStd:ThreadName", "mine"), ("AsyncStd:ShutdownTimeout", "250"));
        var runtime = host.Services.GetRequiredService<Runtime>();

        await host.StartAsync().WithPatience();

        runtime.Options.ThreadCount.ShouldBe(3);
        runtime.Options.ThreadName.ShouldBe("mine");
        runtime.Options.ShutdownTimeout.ShouldBe(TimeSpan.FromMilliseconds(250));
        (await runtime.Spawn(() => Thread.CurrentThread.Name).AsTask().WithPatience()).ShouldNotBeNull().ShouldStartWith("mine"); // or "mine/…", of a thread that has relieved a worker
        await host.StopAsync().WithPatience();
    }

    [Fact]
    public void Code_wins_over_the_section_and_may_come_in_parts()
    {
        HostApplicationBuilder builder = NewBuilder(("AsyncStd:ThreadCount", "3"), ("AsyncStd:SpinMicroseconds", "7"));
        builder.AddAsyncStd(runtime => runtime.ThreadCount(2));
        builder.AddAsyncStd(runtime => runtime.Name("other"));
        using IHost host = builder.Build();

        var runtime = host.Services.GetRequiredService<Runtime>();

        (runtime.Options.ThreadCount, runtime.Options.SpinMicroseconds, runtime.Name).ShouldBe((2, 7, "other"));
    }

    [Theory]
    [InlineData("AsyncStd:ThreadCount", "0", "1 to 1024")]
    [InlineData("AsyncStd:ThreadCount", "many", "1 to 1024")]
    [InlineData("AsyncStd:Runtime", "fast", "work-stealing")]
    [InlineData("AsyncStd:Io", "magic", "epoll")]
    [InlineData("AsyncStd:Runtime", "current-thread", "work-stealing or thread-pool")]
    public async Task Nonsense_in_the_section_of_the_runtime_ends_the_start_and_is_named(string key, string value, string allowed)
    {
        using IHost host = Build((key, value));

        RuntimeConfigurationException failure = await Should.ThrowAsync<RuntimeConfigurationException>(host.StartAsync());

        failure.Message.ShouldContain(value);
        failure.Message.ShouldContain(allowed);
    }

    [Fact]
    public void The_section_of_the_transport_is_bound_and_code_wins()
    {
        using WebApplication application = BuildWeb(
            options => options.MaxWriteBufferSize = 5,
            ("AsyncStdTransport:Backlog", "17"),
            ("AsyncStdTransport:NoDelay", "false"),
            ("AsyncStdTransport:MaxReadBufferSize", "4000"),
            ("AsyncStdTransport:MaxWriteBufferSize", "3000"),
            ("AsyncStdTransport:WaitForDataBeforeAllocatingBuffer", "true"),
            ("AsyncStdTransport:UnsafePreferInlineScheduling", "true"));

        AsyncStdTransportOptions options = application.Services.GetRequiredService<IOptions<AsyncStdTransportOptions>>().Value;

        (options.Backlog, options.NoDelay, options.MaxReadBufferSize, options.MaxWriteBufferSize).ShouldBe((17, false, 4000, 5));
        (options.WaitForDataBeforeAllocatingBuffer, options.UnsafePreferInlineScheduling, options.KeepAlive).ShouldBe((true, true, null as TcpKeepAlive));
    }

    [Theory]
    [InlineData("Backlog", "-1", "1 to 65535")]
    [InlineData("Backlog", "65536", "1 to 65535")]
    [InlineData("NoDelay", "perhaps", "true or false")]
    [InlineData("MaxReadBufferSize", "0", "from 1")]
    [InlineData("MaxWriteBufferSize", "99999999999999999999", "from 1")]
    public void Nonsense_in_the_section_of_the_transport_ends_the_start_and_is_named(string key, string value, string allowed)
    {
        var failure = Should.Throw<OptionsValidationException>(() => BuildWeb(null, ($"AsyncStdTransport:{key}", value)));

        failure.Message.ShouldContain($"AsyncStdTransport:{key} is '{value}'");
        failure.Message.ShouldContain(allowed);
    }

    [Theory]
    [InlineData(0, 1, 1, "Backlog")]
    [InlineData(1, 0, 1, "MaxReadBufferSize")]
    [InlineData(1, 1, 0, "MaxWriteBufferSize")]
    public void Nonsense_by_code_ends_the_start_and_is_named(int backlog, long read, long write, string key)
    {
        var failure = Should.Throw<OptionsValidationException>(
            () => BuildWeb(options => (options.Backlog, options.MaxReadBufferSize, options.MaxWriteBufferSize) = (backlog, read, write)));

        failure.Message.ShouldContain($"{key} is '0'");
    }

    [Theory]
    [InlineData("WaitForDataBeforeAllocatingBuffer", "true")]
    [InlineData("UnsafePreferInlineScheduling", "true")]
    [InlineData("MaxReadBufferSize", "1")]
    [InlineData("MaxWriteBufferSize", "1")]
    public async Task A_server_does_its_work_whatever_the_options_are(string key, string value)
    {
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapPost("/", async (Microsoft.AspNetCore.Http.HttpRequest request) => $"{await Pattern.CheckAllAsync(request.Body)} bytes"),
            configure: builder => builder.Configuration.AddInMemoryCollection([KeyValuePair.Create($"AsyncStdTransport:{key}", (string?)value)]));
        using HttpClient client = server.Client();

        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage answer = await client.PostAsync("/", new PatternContent(100_000));

            (await answer.Content.ReadAsStringAsync()).ShouldBe("100000 bytes");
        }
    }

    [Fact]
    public async Task A_server_runs_on_the_thread_pool_s_runtime_too()
    {
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapGet("/", () => Runtime.Current.Executor),
            configure: builder => builder.AddAsyncStd(runtime => runtime.Use(RuntimeKind.ThreadPool)));
        using HttpClient client = server.Client();

        (await client.GetStringAsync("/")).ShouldBe("thread-pool");
    }

    private static HostApplicationBuilder NewBuilder(params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value)));
        return builder;
    }

    private static IHost Build(params (string Key, string Value)[] settings) => NewBuilder(settings).AddAsyncStd().Build();

    private static WebApplication BuildWeb(Action<AsyncStdTransportOptions>? transport, params (string Key, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseAsyncStd(transport);
        return builder.Build();
    }
}
