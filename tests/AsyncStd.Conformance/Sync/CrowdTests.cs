namespace AsyncStdConformance.Sync;

using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using AsyncStdConformance.Scale;

/// <summary>Very many waiters, and whether each gets its turn.</summary>
[Collection(AloneCollection.Name)]
public sealed class CrowdTests
{
    [Theory, OnEveryRuntime]
    public void Very_many_waiters_cancelled_at_once_leave_nothing_behind(RuntimeCase on)
        => on.Run(async _ =>
        {
            int count = on.Name == "work-stealing-2" ? 1_000_000 : 10_000;
            var mutex = new Mutex<int>(0);
            using var source = new CancellationTokenSource();
            var guard = await mutex.LockAsync();
            int ended = 0;
            var waits = new ValueTask<Mutex<int>.Guard>[count];
            for (int i = 0; i < count; i++)
            {
                waits[i] = mutex.LockAsync(source.Token);
            }

            mutex.ToString().ShouldBe($"Mutex<Int32>, locked, {count} waiting");

            source.Cancel();

            mutex.ToString().ShouldBe("Mutex<Int32>, locked, 0 waiting");
            foreach (ValueTask<Mutex<int>.Guard> wait in waits)
            {
                ended += wait.IsCanceled || !wait.IsCompleted ? 1 : 0; // without budget a wait that has ended does not say so
            }

            ended.ShouldBe(count);
            guard.Dispose();
            mutex.IsLocked.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_scope_that_is_cancelled_takes_all_its_waiters_out_of_the_queue(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Count = 2_000;
            var semaphore = new AsyncSemaphore(0);
            var started = new WaitGroup();
            started.Add(Count);
            JoinHandle crowd = Task.Spawn(async () =>
            {
                JoinHandle[] tasks = [.. Enumerable.Range(0, Count).Select(_ => Task.Spawn(async () =>
                {
                    ValueTask<AsyncSemaphore.Permit> wait = semaphore.AcquireAsync();
                    started.Done();
                    using var permit = await wait;
                }))];
                foreach (JoinHandle task in tasks)
                {
                    await task;
                }
            });
            await started.WaitAsync();

            crowd.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(crowd.AsTask());
            Eventually(semaphore);

            static void Eventually(AsyncSemaphore semaphore)
            {
                semaphore.Release(1);
                Harness.Eventually.IsTrue(() => semaphore.CurrentCount == 1, "the last of the crowd to leave");
            }
        });

    [Theory, OnEveryRuntime]
    public void Nobody_starves(RuntimeCase on)
        => on.Run(async _ =>
        {
            // A thread may be kept from running for longer than all the others need, so turns are not compared: it ends when everybody has had enough of them, which is never if one starves.
            const int Tasks = 20;
            const int Turns = 100;
            var mutex = new Mutex<int[]>(new int[Tasks]);
            var begin = new AsyncManualResetEvent();
            JoinHandle[] tasks = [.. Enumerable.Range(0, Tasks).Select(index => Task.Spawn(async () =>
            {
                await begin.WaitAsync();
                while (true)
                {
                    using var guard = await mutex.LockAsync();
                    int[] turns = guard.Value;
                    if (turns.Min() >= Turns)
                    {
                        return;
                    }

                    turns[index]++;
                    await Task.YieldNow(); // so that the others come and wait
                }
            }))];
            begin.Set();
            foreach (JoinHandle task in tasks)
            {
                await task;
            }

            using var last = await mutex.LockAsync();
            last.Value.Min().ShouldBeGreaterThanOrEqualTo(Turns);
        });
}
