namespace AsyncStdTests.Benchmarks;

using System.Net;
using System.Net.Sockets;
using System.Reflection;
using AsyncStd.Fs;
using AsyncStd.Prelude;

public sealed class WorkloadProgramTests
{
    private const int FileOperations = 40;

    private static readonly Dictionary<string, string> s_nothing = [];
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("spawn_join")]
    [InlineData("spawn_many_tree")]
    [InlineData("chained_spawn")]
    [InlineData("group_spawn")]
    [InlineData("group_results")]
    [InlineData("group_idle", "heap_bytes_per_child", "heap_bytes_left")]
    [InlineData("yield_many")]
    [InlineData("ping_pong")]
    [InlineData("sleep_many", "max_late_ms", "mean_late_ms")]
    [InlineData("sleep_many_1m", "max_late_ms", "mean_late_ms")]
    [InlineData("block_on")]
    [InlineData("block_on_spawn")]
    [InlineData("spawn_blocking")]
    [InlineData("channel_spsc_bounded")]
    [InlineData("channel_mpsc")]
    [InlineData("channel_mpmc")]
    [InlineData("channel_unbounded")]
    [InlineData("mutex_uncontended")]
    [InlineData("mutex_contended")]
    [InlineData("mutex_yield")]
    [InlineData("rwlock_read_heavy")]
    [InlineData("rwlock_prefer_readers")]
    [InlineData("rwlock_prefer_writers")]
    [InlineData("semaphore")]
    [InlineData("stream_map_filter_fold")]
    [InlineData("timeout_quick")]
    [InlineData("idle_sleep", "bytes_per_task", "heap_bytes_per_task")]
    [InlineData("idle_notify", "bytes_per_task", "heap_bytes_per_task")]
    [InlineData("idle_cpu", "idle_cpu_ms", "idle_cpu_percent_of_a_core")]
    [InlineData("idle_connections", "bytes_per_connection", "heap_bytes_per_connection")]
    [InlineData("idle_connections_bcl", "bytes_per_connection", "heap_bytes_per_connection")]
    [InlineData("timeout_ready")]
    [InlineData("blocking_section")]
    [InlineData("blocking_offloaded")]
    [InlineData("blocking_table", "ops=64", "declared_ms", "undeclared_ms", "unbounded_ms", "shared_pool_ms")]
    [InlineData("busy_sockets", "ops=50", "median_ms", "max_ms")]
    [InlineData("blocked_timers", "ops=50", "max_late_ms", "median_late_ms", "detected", "temporary_workers")]
    public void A_workload_prints_its_figures_as_one_line_of_json(string workload, params string[] ownFigures)
    {
        var run = WorkloadProgram.Run(s_nothing, workload, 300).ShouldSucceed();

        run.Output.ShouldHaveSingleLine().ShouldHaveFiguresOf(workload, ownFigures);
    }

    [Theory]
    [InlineData("fs_read_4k_cached_qd1", "ops=40")]
    [InlineData("fs_read_4k_cached_qd64", "ops=64")]
    [InlineData("fs_seekread_4k_qd1", "ops=40")]
    [InlineData("fs_small_files", "ops=40")]
    [InlineData("fs_small_files_x16", "ops=48")]
    [InlineData("fs_small_files_disk", "ops=40")]
    [InlineData("fs_walk", "ops=12", "bytes=180")]
    [InlineData("fs_walk_parallel", "ops=12", "bytes=180")]
    [InlineData("fs_write_seq", "ops=40")]
    [InlineData("fs_write_seq_disk", "ops=40")]
    [InlineData("lines", "ops=40", "bytes=400")]
    [InlineData("tree_lines", "ops=9", "lines=18", "bytes=180")]
    [InlineData("big_directory", "ops=40", "removed_s")]
    [InlineData("calls_read_at", "ops=40")]
    [InlineData("calls_open", "ops=40")]
    [InlineData("calls_describe", "ops=40")]
    [InlineData("calls_missing", "ops=40")]
    [InlineData("calls_read_file", "ops=40")]
    [InlineData("calls_write_file", "ops=40")]
    [InlineData("calls_remove", "ops=40")]
    [InlineData("calls_rename", "ops=40")]
    [InlineData("calls_copy", "ops=40")]
    [InlineData("calls_list", "ops=40")]
    public void A_workload_on_files_counts_what_it_did_and_leaves_nothing_behind(string workload, params string[] ownFigures)
    {
        using var files = new WorkloadFiles();
        var before = files.Count;

        var run = WorkloadProgram.Run(files.Environment, workload, FileOperations).ShouldSucceed();

        run.Output.ShouldHaveSingleLine().ShouldHaveFiguresOf(workload, ownFigures);
        files.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("fs_read_4k_odirect_qd64")]
    public void Reads_past_the_cache_run_where_the_file_system_has_them(string workload)
    {
        using var files = new WorkloadFiles();
        try
        {
            Task.BlockOn(async () => await (await new OpenOptions { Read = true, Direct = true }.OpenAsync(files.Data)).DisposeAsync());
        }
        catch (Exception e) when (e is IOException or NotSupportedException)
        {
            return;
        }

        var run = WorkloadProgram.Run(files.Environment, workload, FileOperations).ShouldSucceed();

        run.Output.ShouldHaveSingleLine().ShouldHaveFiguresOf(workload, "ops=64");
    }

    [Theory]
    [InlineData("fifo_timers")]
    public void Timers_run_beside_opens_that_wait_where_there_are_fifos(string workload)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var run = WorkloadProgram.Run(s_nothing, workload, FileOperations).ShouldSucceed();

        run.Output.ShouldHaveSingleLine().ShouldHaveFiguresOf(workload, "ops=40", "late_ms_p50", "late_ms_p99", "late_ms_max");
    }

    [Theory]
    [InlineData("tcp_echo")]
    [InlineData("tcp_incoming")]
    public void A_server_sends_back_what_comes_on_each_connection_until_its_input_ends(string workload)
    {
        using var server = new WorkloadServer(workload);
        using var first = Connect(server);
        using var second = Connect(server);

        foreach (var size in (int[])[1, 64, 40_000])
        {
            Exchange(first, size).ShouldBeTrue();
            Exchange(second, size).ShouldBeTrue();
        }

        server.End().ShouldSucceed().Output.ShouldHaveSingleLine().ShouldHaveFiguresOf(workload, "ops=1");
    }

    [Theory]
    [InlineData("tcp_accept", 0)]
    [InlineData("tcp_request", 64)]
    public void A_server_answers_one_request_of_a_size_and_closes(string workload, int size)
    {
        using var server = new WorkloadServer(workload);

        for (var i = 0; i < 3; i++)
        {
            using var client = Connect(server);
            Exchange(client, size).ShouldBeTrue();
            client.Receive(new byte[1]).ShouldBe(0);
        }

        server.End().ShouldSucceed().Output.ShouldHaveSingleLine().ShouldHaveFiguresOf(workload, "ops=1");
    }

    [Theory]
    [InlineData("udp_echo")]
    public void A_server_sends_each_message_back_to_its_sender(string workload)
    {
        using var server = new WorkloadServer(workload);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)s_patience.TotalMilliseconds };
        client.Connect(IPAddress.Loopback, server.Port);

        foreach (var size in (int[])[1, 64, 1_400])
        {
            Exchange(client, size).ShouldBeTrue();
        }

        server.End().ShouldSucceed().Output.ShouldHaveSingleLine().ShouldHaveFiguresOf(workload, "ops=1");
    }

    [Theory]
    [InlineData("idle_connections_client")]
    public void A_client_connects_as_often_as_asked_and_stays_until_its_input_ends(string workload)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(10);
        var port = new Dictionary<string, string> { ["ASYNC_STD_BENCHMARK_PORT"] = $"{((IPEndPoint)listener.LocalEndPoint!).Port}" };

        var run = WorkloadProgram.Run(port, workload, 5).ShouldSucceed();

        for (var i = 0; i < 5; i++)
        {
            listener.Poll(s_patience, SelectMode.SelectRead).ShouldBeTrue();
            listener.Accept().Dispose();
        }

        listener.Poll(TimeSpan.Zero, SelectMode.SelectRead).ShouldBeFalse();
        run.Output.ShouldHaveSingleLine().ShouldHaveFiguresOf(workload, "ops=5");
    }

    /// <summary>What it says before its figures is another test's.</summary>
    [Theory]
    [InlineData("refused_ring")]
    [InlineData("refused_ring_late")]
    public void A_process_that_is_refused_rings_goes_on_and_ends(string workload)
    {
        var run = WorkloadProgram.Run(s_nothing, workload, 1).ShouldSucceed();

        run.Output.Lines().Length.ShouldBeGreaterThan(1);
        run.Output.Lines()[^1].ShouldHaveFiguresOf(workload, "ops=1");
    }

    [Fact]
    public void Every_workload_of_the_catalog_is_run_by_a_test_here()
    {
        string[] run =
        [
            .. from test in typeof(WorkloadProgramTests).GetMethods()
               where test.GetParameters() is [{ Name: "workload" }, ..]
               from data in test.GetCustomAttributes<InlineDataAttribute>()
               select (string)data.GetData(test).Single()[0],
        ];
        var catalog = WorkloadProgram.Run("--workload", "none").Output.ShouldHaveSingleLine().Split("there are ")[1].TrimEnd('.').Split(", ");

        run.ShouldBe(catalog, ignoreOrder: true);
    }

    [Fact]
    public void A_workload_with_its_warm_up_runs()
    {
        var run = WorkloadProgram.Run("--workload", "spawn_join", "--size", "300").ShouldSucceed();

        run.Output.ShouldHaveSingleLine();
    }

    [Theory]
    [InlineData("no_such_workload")]
    [InlineData("fs_walk_backwards")]
    public void An_unknown_workload_exits_with_3(string name)
    {
        var run = WorkloadProgram.Run("--workload", name, "--size", "300");

        run.ExitCode.ShouldBe(3);
        run.Output.ShouldContain($"'{name}'");
    }

    [Theory]
    [InlineData("--workload")]
    [InlineData("--workload", "spawn_join", "--size")]
    [InlineData("--workload", "spawn_join", "--size", "0")]
    [InlineData("--workload", "spawn_join", "--size", "-5")]
    [InlineData("--workload", "spawn_join", "--size", "many")]
    [InlineData("--workload", "spawn_join", "--siez", "300")]
    public void A_bad_command_line_exits_with_2_and_says_what_is_allowed(params string[] arguments)
    {
        var run = WorkloadProgram.Run(arguments);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldStartWith("usage: ");
    }

    private static Socket Connect(WorkloadServer server)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)s_patience.TotalMilliseconds };
        client.Connect(IPAddress.Loopback, server.Port);
        return client;
    }

    /// <summary>Sends so many bytes, and says whether the same come back.</summary>
    private static bool Exchange(Socket client, int size)
    {
        byte[] sent = [.. Enumerable.Range(0, size).Select(i => (byte)(i % 251))];
        var received = new byte[size];
        client.Send(sent);
        for (var count = 0; count < size;)
        {
            var more = client.Receive(received.AsSpan(count));
            more.ShouldBePositive();
            count += more;
        }

        return received.AsSpan().SequenceEqual(sent);
    }
}
