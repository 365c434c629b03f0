namespace AsyncStdTests.Sync;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdTests.Runtimes;

/// <summary>Locks that nobody holds across an await. On one worker nobody can find them held, so no queue may ever form: once it has, each later operation has to wait in it.</summary>
public sealed class BriefHoldTests
{
    private const int Tasks = 1_000;
    private const int Each = 400;

    /// <summary>Those without budget give way, in three slices each; whoever queues up takes one more for each operation.</summary>
    private const int MaxSlices = Tasks * Each / 10;

    [Fact]
    public void Tasks_of_one_worker_never_queue_up_for_a_mutex() => SlicesOf(new Mutex<long>(0), static async mutex =>
    {
        for (int i = 0; i < Each; i++)
        {
            using var guard = await mutex.LockAsync();
            guard.Value++;
        }
    }).ShouldBeLessThan(MaxSlices);

    [Fact]
    public void Tasks_of_one_worker_never_queue_up_to_read_or_write() => SlicesOf(new RwLock<long>(0), static async rwLock =>
    {
        for (int i = 0; i < Each; i++)
        {
            if (i % 20 == 19)
            {
                using var guard = await rwLock.WriteAsync();
                guard.Value++;
            }
            else
            {
                using var guard = await rwLock.ReadAsync();
            }
        }
    }).ShouldBeLessThan(MaxSlices);

    [Fact]
    public void Tasks_of_one_worker_never_queue_up_for_a_permit() => SlicesOf(new AsyncSemaphore(1), static async semaphore =>
    {
        for (int i = 0; i < Each; i++)
        {
            using var permit = await semaphore.AcquireAsync();
        }
    }).ShouldBeLessThan(MaxSlices);

    private static long SlicesOf<TLock>(TLock one, Func<TLock, TaskBody> body)
    {
        using Runtime runtime = TestRuntime.Builder().Use(RuntimeKind.WorkStealing).ThreadCount(1).Build().WithoutHelp();
        runtime.BlockOn(async () =>
        {
            var tasks = new JoinHandle[Tasks];
            for (int i = 0; i < Tasks; i++)
            {
                tasks[i] = Task.Spawn(one, body);
            }

            foreach (JoinHandle task in tasks)
            {
                await task;
            }
        });
        return runtime.Metrics.Polls;
    }
}
