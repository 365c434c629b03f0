namespace AsyncStdTests.Fs;

using AsyncStd.Fs;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdTests.Runtimes;
using AsyncStdTests.Tasks;

/// <summary>What reading and writing allocate in the steady state.</summary>
public sealed class FileAllocationTests
{
    private const int Operations = 2_000;
    private const int CallsInOne = 6;

    /// <summary>Once in a slice's budget code that is never kept waiting gives way, in a method of the base class library's builder: that posts to the context.</summary>
    private const long ForGivingWay = ((CallsInOne * Operations / 128) + 1) * 300;

    [OptimizedFact]
    public void Reading_at_offsets_through_the_cursor_and_writing_allocate_nothing_but_to_give_way()
    {
        string path = Path.GetTempFileName();
        try
        {
            long bytes = AllocatedBytes.OnThreadWithEmptyContext(() =>
            {
                // Calls are made by the worker itself here: what is measured is all there is.
                using var runtime = new RuntimeBuilder().UseEnvironment(new Dictionary<string, string?>()).Use(RuntimeKind.WorkStealing).ThreadCount(1).Build();
                return AllocatedBytes.OnceWarm(ForGivingWay, () => runtime.BlockOn(async () => await MeasureAsync(path)));
            });

            bytes.ShouldBeLessThanOrEqualTo(ForGivingWay);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [OptimizedFact]
    public void A_whole_file_is_read_into_one_array_of_its_size()
    {
        const int Length = 80_000;
        const int ForTheCall = 2_000;
        string path = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllBytes(path, new byte[Length]);
            foreach (IoKind driver in (IoKind[])[IoKind.Auto, IoKind.Portable])
            {
                long bytes = AllocatedBytes.OnThreadWithEmptyContext(() =>
                {
                    using var runtime = new RuntimeBuilder().UseEnvironment(new Dictionary<string, string?>())
                        .Configure(options => options.Io = driver).Use(RuntimeKind.WorkStealing).ThreadCount(1).Build().Steady();
                    return AllocatedBytes.OnceWarm(Length + ForTheCall, () => runtime.BlockOn(async () => await MeasureWholeAsync(path, Length)));
                });

                bytes.ShouldBeInRange(Length, Length + ForTheCall, driver.ToString());
            }
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static async JoinHandle<long> MeasureWholeAsync(string path, long length)
    {
        int thread = Environment.CurrentManagedThreadId;
        long before = AllocatedBytes.SoFar;
        await AsyncStd.Fs.File.ReadAsync(path);
        long bytes = AllocatedBytes.SoFar - before;
        return thread == Environment.CurrentManagedThreadId && bytes >= length ? bytes : long.MaxValue; // if not, the array was made on another thread
    }

    private static async JoinHandle<long> MeasureAsync(string path)
    {
        await using var file = await new OpenOptions { Read = true, Write = true }.OpenAsync(path);
        var buffer = new byte[512];
        await file.WriteAsync(buffer);
        long bytes = 0;
        for (int i = 0; i < 2 * Operations; i++)
        {
            // A call that lasts makes another thread the worker: what is counted for one thread then says nothing of the other.
            int thread = Environment.CurrentManagedThreadId;
            long before = AllocatedBytes.SoFar;
            await file.SeekAsync(0, SeekOrigin.Begin);
            await file.WriteAsync(buffer);
            await file.SeekAsync(0, SeekOrigin.Begin);
            await file.ReadAsync(buffer); // not ReadExactlyAsync: the BCL's own method makes a box when it has to wait
            await file.ReadAtAsync(buffer, 0);
            await file.WriteAtAsync(buffer, 0);
            if (i >= Operations && thread == Environment.CurrentManagedThreadId)
            {
                bytes += AllocatedBytes.SoFar - before;
            }
        }

        return bytes;
    }
}
