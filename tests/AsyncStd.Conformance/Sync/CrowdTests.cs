namespace AsyncStdConformance.Sync;

using System.Threading.Channels;
using AsyncStd.Channel;
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
            int count = CrowdOf(on);
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
    public void Very_many_who_wait_to_read_or_to_write_leave_nothing_behind_when_they_are_cancelled_at_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            int count = CrowdOf(on);
            var rwLock = new RwLock<int>(0);
            using var source = new CancellationTokenSource();
            var writer = await rwLock.WriteAsync();
            var readers = new ValueTask<RwLock<int>.ReadGuard>[count / 2];
            var writers = new ValueTask<RwLock<int>.WriteGuard>[count / 2];
            for (int i = 0; i < readers.Length; i++)
            {
                readers[i] = rwLock.ReadAsync(source.Token);
                writers[i] = rwLock.WriteAsync(source.Token);
            }

            source.Cancel();

            int ended = readers.Count(wait => wait.IsCanceled || !wait.IsCompleted) + writers.Count(wait => wait.IsCanceled || !wait.IsCompleted);
            ended.ShouldBe(count);
            rwLock.ToString().ShouldEndWith(", 0 waiting");
            writer.Dispose();
            rwLock.TryWrite(out writer).ShouldBeTrue();
            writer.Dispose();
        });

    [Theory, OnEveryRuntime]
    public void Very_many_who_wait_for_a_permit_leave_nothing_behind_when_they_are_cancelled_at_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(1);
            using var source = new CancellationTokenSource();
            var waits = new ValueTask<AsyncSemaphore.Permit>[CrowdOf(on)];
            for (int i = 0; i < waits.Length; i++)
            {
                waits[i] = semaphore.AcquireAsync(2, source.Token);
            }

            semaphore.TryAcquire(out var _).ShouldBeFalse("others wait");
            source.Cancel();

            waits.Count(wait => wait.IsCanceled || !wait.IsCompleted).ShouldBe(waits.Length);
            semaphore.TryAcquire(out var permit).ShouldBeTrue();
            permit.Dispose();
            semaphore.CurrentCount.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Closing_a_semaphore_sends_very_many_away(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(0);
            var waits = new ValueTask<AsyncSemaphore.Permit>[CrowdOf(on)];
            for (int i = 0; i < waits.Length; i++)
            {
                waits[i] = semaphore.AcquireAsync();
            }

            semaphore.Close();

            waits.Count(wait => wait.IsFaulted || !wait.IsCompleted).ShouldBe(waits.Length);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await waits[0]);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await waits[^1]);
            semaphore.Release();
            semaphore.CurrentCount.ShouldBe(1, "nobody is left to take it");
        });

    [Theory, OnEveryRuntime]
    public void Neither_readers_nor_writers_starve(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0);
            await AllHaveTheirTurns(async (index, turn) =>
            {
                if (index % 2 == 0)
                {
                    using var reader = await rwLock.ReadAsync();
                    await turn();
                }
                else
                {
                    using var writer = await rwLock.WriteAsync();
                    await turn();
                }
            });
        });

    [Theory, OnEveryRuntime]
    public void Nobody_starves_who_wants_few_permits_or_many(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(3);
            await AllHaveTheirTurns(async (index, turn) =>
            {
                using var permits = await semaphore.AcquireAsync(1 + (index % 3));
                await turn();
            });
        });

    [Theory, OnEveryRuntime]
    public void No_sender_of_a_full_channel_starves_and_no_receiver_of_an_empty_one(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (int capacity in new[] { 0, 1 })
            {
                var (sender, receiver) = Channel.Bounded<int>(capacity);
                JoinHandle draining = Task.Spawn(async () =>
                {
                    await foreach (int message in receiver)
                    {
                        message.ShouldBe(1);
                    }
                });
                await AllHaveTheirTurns(async (_, turn) =>
                {
                    await sender.SendAsync(1);
                    await turn();
                });
                sender.Dispose();
                await draining;

                var (filler, taker) = Channel.Bounded<int>(capacity);
                JoinHandle filling = Task.Spawn(async () =>
                {
                    while (true)
                    {
                        await filler.SendAsync(1);
                    }
                });
                await AllHaveTheirTurns(async (_, turn) =>
                {
                    await taker.ReceiveAsync();
                    await turn();
                });
                taker.Dispose();
                await Should.ThrowAsync<SendException<int>>(async () => await filling);
            }
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

    private static int CrowdOf(RuntimeCase on) => on.Name == "work-stealing-2" ? 1_000_000 : 10_000;

    /// <summary>Several tasks do the same until each has had its turn often enough, which is never if one starves.</summary>
    private static async Task AllHaveTheirTurns(Func<int, Func<Task>, Task> act)
    {
        const int Tasks = 9;
        const int Turns = 40;
        var turns = new int[Tasks];
        JoinHandle[] tasks = [.. Enumerable.Range(0, Tasks).Select(index => Task.Spawn(async () =>
        {
            while (turns.Min() < Turns)
            {
                await act(index, async () =>
                {
                    Interlocked.Increment(ref turns[index]);
                    await Task.YieldNow(); // so that the others come and wait
                });
            }
        }))];
        foreach (JoinHandle task in tasks)
        {
            await task;
        }

        turns.Min().ShouldBeGreaterThanOrEqualTo(Turns);
    }
}
