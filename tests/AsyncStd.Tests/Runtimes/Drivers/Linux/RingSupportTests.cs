namespace AsyncStdTests.Runtimes.Drivers.Linux;

using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Runtimes.Drivers.Linux;
using AsyncStdTests.Benchmarks;
using AsyncStdTests.Commands;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>What becomes of a ring that is refused, and of one that is granted. One class, because they count the rings of the process.</summary>
public sealed class RingSupportTests
{
    private const int NoSuchCall = 38;
    private const int NotPermitted = 1;
    private const int NoMemory = 12;
    private const int Invalid = 22;

    [RingTheory]
    [InlineData(NoSuchCall, 0, 0, "io_uring_setup", "a filter hides it")]
    [InlineData(NotPermitted, 0, 0, "io_uring_setup", "kernel.io_uring_disabled")]
    [InlineData(NoMemory, 0, 0, "io_uring_setup", "locked memory")]
    [InlineData(Invalid, 0, 0, "io_uring_setup", "Linux 5.19")]
    [InlineData(0, NotPermitted, 0, "io_uring_register", "filter of system calls")]
    [InlineData(0, 0, NoSuchCall, "io_uring_enter", "a filter hides it")]
    public void A_refusal_is_explained_and_leaves_no_descriptor(int setup, int register, int enter, string call, string reason)
    {
        int before = Rings();

        string? refusal = RingSupport.Probe(new RefusingCalls(setup, register, enter));

        refusal.ShouldNotBeNull().ShouldContain(call);
        refusal.ShouldContain(reason);
        Rings().ShouldBe(before);
    }

    [RingTheory]
    [InlineData(0)]
    public void What_is_not_refused_is_granted(int none)
        => RingSupport.Probe(new RefusingCalls(none, none, none)).ShouldBeNull();

    [RingTheory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_runtime_that_stops_gives_its_ring_back(int threads)
    {
        using (Runtime any = TestRuntime.Builder().Use(RuntimeKind.WorkStealing).Build())
        {
            FileRing.For(any).ShouldNotBeNull(); // the process's own, which another test may need just now, stays
        }

        int before = Rings();
        int during = 0;
        using (Runtime runtime = TestRuntime.Builder().Configure(options =>
        {
            options.Io = IoKind.IoUring;
            options.ThreadCount = threads;
        }).Build())
        {
            runtime.BlockOn(async () => await Task.Spawn(async () =>
            {
                using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
                ValueTask<TcpStream> accept = listener.AcceptAsync();
                using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
                using TcpStream server = await accept;
                var buffer = new byte[1];
                ValueTask<int> read = server.ReadAsync(buffer);
                await client.WriteAsync(new byte[] { 42 });
                (await read).ShouldBe(1);
                buffer[0].ShouldBe((byte)42);
                during = Rings();
            }));
        }

        during.ShouldBe(before + 1);
        Rings().ShouldBe(before);
    }

    [RingTheory]
    [InlineData(0)]
    public void A_process_that_may_have_no_ring_says_so_and_serves_by_epoll(int success)
    {
        if (RunFiltered("refused_ring", success) is not { } result)
        {
            return;
        }

        result.Output.ShouldContain("auto: network: epoll (the best that this system has; no ring: the system refuses io_uring_setup");
        result.Output.ShouldContain("auto: echoed 42");
        result.Output.ShouldContain("io-uring: network: none (io-uring was asked for, but the system refuses io_uring_setup");
        result.Output.ShouldContain("The io-uring network driver was asked for and is not to be had: the system refuses io_uring_setup");
    }

    [RingTheory]
    [InlineData(0)]
    public void A_runtime_that_is_refused_its_own_ring_although_rings_are_to_be_had_says_so_and_serves_by_epoll(int success)
    {
        if (RunFiltered("refused_ring_late", success) is not { } result)
        {
            return;
        }

        result.Output.ShouldContain("before: network: io-uring (asked for");
        result.Output.ShouldContain("echoed 42");
        result.Output.ShouldContain("after: network: epoll (io-uring was asked for, but this runtime got no ring: the system refuses io_uring_setup");
    }

    /// <summary>What a child says that has put itself under a filter; null if the system takes none.</summary>
    private static CommandResult? RunFiltered(string workload, int success)
    {
        CommandResult result = WorkloadProgram.Run("--workload", workload);
        result.ExitCode.ShouldBe(success, result.Output);
        return result.Output.Contains("the system takes no filter") ? null : result;
    }

    private static int Rings()
        => Directory.GetFiles("/proc/self/fd").Count(static path => new FileInfo(path).LinkTarget?.Contains("io_uring", StringComparison.Ordinal) == true);

    /// <summary>A kernel that refuses what has an error number.</summary>
    private sealed class RefusingCalls(int setup, int register, int enter) : RingCalls
    {
        public override int Setup(uint entries, nint parameters) => setup != 0 ? -setup : base.Setup(entries, parameters);

        public override int Register(int ring, uint operation, nint argument, uint count)
            => register != 0 ? -register : base.Register(ring, operation, argument, count);

        public override int Enter(int ring, uint toSubmit, uint toWaitFor, uint flags, nint argument, int size)
            => enter != 0 ? -enter : base.Enter(ring, toSubmit, toWaitFor, flags, argument, size);
    }
}
