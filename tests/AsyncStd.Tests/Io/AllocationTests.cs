namespace AsyncStdTests.Io;

using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStdTests.Tasks;

/// <summary>What reading and writing allocate in steady state, on a runtime that does everything on the measuring thread.</summary>
public sealed class AllocationTests
{
    private const int Operations = 2_000;

    /// <summary>Once in a slice's budget code that is never kept waiting gives way, in a method of the base class library's builder: that posts to the context.</summary>
    private const long ForGivingWay = ((Operations / 128) + 1) * 300;

    /// <summary>Each goes over another thread, which takes its time on a busy machine.</summary>
    private const int Waits = 200;

    [OptimizedFact]
    public void A_buffered_read_allocates_nothing_but_to_give_way() => Allocated(ForGivingWay, static async () =>
    {
        var cursor = new Cursor(new byte[64 * 1024]);
        var reader = new BufReader(cursor, bufferSize: 512);
        var buffer = new byte[100];
        await reader.ReadAsync(buffer);
        await Task.Yield(); // the first wait of a method makes its box
        long before = AllocatedBytes.SoFar;
        for (var i = 0; i < Operations; i++)
        {
            if (await reader.ReadAsync(buffer) == 0)
            {
                reader.Position = 0;
            }
        }

        return AllocatedBytes.SoFar - before;
    }).ShouldBeLessThanOrEqualTo(ForGivingWay);

    [OptimizedFact]
    public void A_line_allocates_its_string_and_nothing_else()
    {
        long before = AllocatedBytes.SoFar;
        GC.KeepAlive(new string('x', 50));
        long line = AllocatedBytes.SoFar - before;

        Allocated(Operations * line, static async () =>
        {
            var bytes = new byte[51 * (Operations + 10)];
            bytes.AsSpan().Fill((byte)'x');
            for (var i = 50; i < bytes.Length; i += 51)
            {
                bytes[i] = (byte)'\n';
            }

            await using IAsyncEnumerator<string> lines = new Cursor(bytes).Lines().GetAsyncEnumerator();
            await lines.MoveNextAsync();
            long start = AllocatedBytes.SoFar;
            for (var i = 0; i < Operations; i++)
            {
                await lines.MoveNextAsync();
            }

            return AllocatedBytes.SoFar - start;
        }).ShouldBe(Operations * line);
    }

    [OptimizedFact]
    public void A_formatted_write_allocates_nothing_but_to_give_way() => Allocated(ForGivingWay, static async () =>
    {
        var output = new Cursor(new byte[1000]);
        await output.WriteFmtAsync($"{1} and {2.5}\n");
        await Task.Yield(); // the first wait of a method makes its box
        long before = AllocatedBytes.SoFar;
        for (var i = 0; i < Operations; i++)
        {
            output.Position = 0;
            await output.WriteFmtAsync($"{i} and {2.5}\n");
        }

        return AllocatedBytes.SoFar - before;
    }).ShouldBeLessThanOrEqualTo(ForGivingWay);

    [OptimizedFact]
    public void A_connection_in_memory_allocates_nothing_whether_the_reader_waits_or_not() => Allocated(0, static async () =>
    {
        var (here, there) = Io.Duplex(capacity: 64);
        var buffer = new byte[50];
        long before = 0;
        for (var i = 0; i < Operations + 100; i++)
        {
            before = i == 100 ? AllocatedBytes.SoFar : before;
            await here.WriteAsync(buffer);
            await there.ReadAsync(buffer);
            ValueTask<int> waiting = there.ReadAsync(buffer);
            await here.WriteAsync(buffer);
            await waiting;
        }

        return AllocatedBytes.SoFar - before;
    }).ShouldBe(0);

    [OptimizedFact]
    public void A_pipe_of_the_system_allocates_nothing_unless_the_reader_waits()
    {
        const long PerWait = 300; // the wait's own box, which comes back on another thread than it was taken on

        if (!OperatingSystem.IsLinux())
        {
            return; // the portable driver's pipes are the base class library's
        }

        Allocated(Waits * PerWait, static async () =>
        {
            var (reader, writer) = await Runtime.Current.ProcessHost.CreatePipeAsync(default);
            using IFileHandle readingEnd = reader;
            using IFileHandle writingEnd = writer;
            var buffer = new byte[50];
            long before = 0;
            for (var i = 0; i < Waits + 100; i++)
            {
                before = i == 100 ? AllocatedBytes.SoFar : before;
                await writingEnd.WriteAsync(buffer, default);
                await readingEnd.ReadAsync(buffer, default);
                ValueTask<int> waiting = readingEnd.ReadAsync(buffer, default);
                await writingEnd.WriteAsync(buffer, default);
                await waiting;
            }

            return AllocatedBytes.SoFar - before;
        }).ShouldBeLessThanOrEqualTo(Waits * PerWait);
    }

    private static long Allocated(long expected, Func<Task<long>> measure)
        => AsyncStdTests.Tasks.AllocationTests.OnRuntime(runtime => AllocatedBytes.OnceWarm(expected, () => runtime.BlockOn(measure)));
}
