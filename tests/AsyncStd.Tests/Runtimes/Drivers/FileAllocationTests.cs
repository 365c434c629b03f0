namespace AsyncStdTests.Runtimes.Drivers;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStdTests.Tasks;

/// <summary>What reading and writing an open file allocates, on a worker that makes the calls itself.</summary>
public sealed class FileAllocationTests
{
    private const int Operations = 2_000;
    private const int MoreThanOneSlice = 500;

    [OptimizedFact]
    public void A_read_at_an_offset_allocates_nothing()
        => Allocated(IoKind.Auto, static (file, buffer, _) => file.ReadAtAsync(0, buffer, default)).ShouldBe(0);

    [OptimizedFact]
    public void A_read_at_the_position_allocates_nothing()
        => Allocated(IoKind.Auto, static (file, buffer, _) => file.ReadAsync(buffer, default)).ShouldBe(0);

    [OptimizedFact]
    public void A_write_at_an_offset_allocates_nothing()
        => Allocated(IoKind.Auto, static (file, buffer, i) => file.WriteAtAsync(i & 7, buffer, default)).ShouldBe(0);

    [OptimizedFact]
    public void A_read_of_the_portable_driver_allocates_nothing()
        => Allocated(IoKind.Portable, static (file, buffer, _) => file.ReadAtAsync(0, buffer, default)).ShouldBe(0);

    [OptimizedFact]
    public void A_write_of_the_portable_driver_allocates_nothing()
        => Allocated(IoKind.Portable, static (file, buffer, i) => file.WriteAtAsync(i & 7, buffer, default)).ShouldBe(0);

    private static long Allocated(IoKind io, Func<IFileHandle, Memory<byte>, int, ValueTask<int>> call)
    {
        string path = Path.GetTempFileName();
        using Runtime runtime = new RuntimeBuilder()
            .UseEnvironment(new Dictionary<string, string?>())
            .Configure(options => (options.ThreadCount, options.Io) = (1, io))
            .Build();
        try
        {
            return AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(async () =>
            {
                using IFileHandle file = await runtime.FileSystem.OpenAsync(path, new FileOpenOptions { Access = FileAccess.ReadWrite }, default);
                Memory<byte> buffer = new byte[512];
                for (int i = 0; i < MoreThanOneSlice; i++)
                {
                    await call(file, buffer, i); // the first time that the task gives way, it gets what it needs for that, once
                }

                int thread = Environment.CurrentManagedThreadId;
                long before = AllocatedBytes.SoFar;
                for (int i = 0; i < Operations; i++)
                {
                    await call(file, buffer, i);
                }

                // A worker that another thread has taken over says nothing about what was allocated here.
                return thread == Environment.CurrentManagedThreadId ? AllocatedBytes.SoFar - before : long.MaxValue;
            }));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
