namespace AsyncStdTests.Sync;

using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdTests.Tasks;

/// <summary>What waiting for a lock, or not waiting, allocates: nothing.</summary>
public sealed class LockAllocationTests
{
    private const int Operations = 10_000;

    /// <summary>More than two tasks with their delegates allocate, and far less than a byte for each operation.</summary>
    private const int TwoTasks = 2_000;

    [OptimizedFact]
    public void A_free_lock_allocates_nothing()
    {
        var mutex = new Mutex<int>(0);
        var rwLock = new RwLock<int>(0);
        var semaphore = new AsyncSemaphore(1);

        AllocationTests.OnRuntime(runtime => AllocatedBytes.OnceWarm(TwoTasks, () => runtime.BlockOn(async () =>
        {
            long before = AllocatedBytes.SoFar;
            for (int i = 0; i < Operations; i++)
            {
                using (var guard = await mutex.LockAsync())
                {
                    guard.Value++;
                }

                using (await rwLock.ReadAsync())
                {
                }

                using (var reader = await rwLock.UpgradableReadAsync())
                using (await reader.UpgradeAsync())
                {
                }

                using (await rwLock.WriteAsync())
                {
                }

                using (await semaphore.AcquireAsync())
                {
                }
            }

            return AllocatedBytes.SoFar - before;
        }))).ShouldBeLessThanOrEqualTo(TwoTasks);
    }

    [OptimizedFact]
    public void A_lock_that_two_tasks_hand_to_each_other_allocates_nothing()
    {
        var mutex = new Mutex<int>(0);
        MeasureTwo(async () =>
        {
            for (int i = 0; i < Operations; i++)
            {
                using var guard = await mutex.LockAsync();
                await Task.YieldNow();
            }
        }).ShouldBeLessThanOrEqualTo(TwoTasks);
    }

    [OptimizedFact]
    public void A_semaphore_that_two_tasks_wait_for_allocates_nothing()
    {
        var semaphore = new AsyncSemaphore(1);
        MeasureTwo(async () =>
        {
            for (int i = 0; i < Operations; i++)
            {
                using var permit = await semaphore.AcquireAsync();
                await Task.YieldNow();
            }
        }).ShouldBeLessThanOrEqualTo(TwoTasks);
    }

    [OptimizedFact]
    public void A_reader_writer_lock_that_two_tasks_wait_for_allocates_nothing()
    {
        var rwLock = new RwLock<int>(0);
        MeasureTwo(async () =>
        {
            for (int i = 0; i < Operations; i++)
            {
                using (await rwLock.ReadAsync())
                {
                    await Task.YieldNow();
                }

                using (await rwLock.WriteAsync())
                {
                    await Task.YieldNow();
                }
            }
        }).ShouldBeLessThanOrEqualTo(TwoTasks);
    }

    [OptimizedFact]
    public void A_barrier_where_two_tasks_meet_allocates_nothing()
    {
        var barrier = new AsyncBarrier(2);
        MeasureTwo(async () =>
        {
            for (int i = 0; i < Operations; i++)
            {
                await barrier.WaitAsync();
            }
        }).ShouldBeLessThanOrEqualTo(TwoTasks);
    }

    /// <summary>Two tasks that do the same, many times each. What they allocate is what two tasks do, however often they wait.</summary>
    private static long MeasureTwo(Func<TaskBody> body)
        => AllocationTests.OnRuntime(runtime => AllocatedBytes.OnceWarm(TwoTasks, () => runtime.BlockOn(async () =>
        {
            long before = AllocatedBytes.SoFar;
            JoinHandle first = Task.Spawn(body);
            JoinHandle second = Task.Spawn(body);
            await first;
            await second;
            return AllocatedBytes.SoFar - before;
        })));
}
