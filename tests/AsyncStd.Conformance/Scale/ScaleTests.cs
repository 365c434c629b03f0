namespace AsyncStdConformance.Scale;

using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

[Collection(AloneCollection.Name)]
public sealed class ScaleTests
{
    [Theory, OnEveryRuntime]
    public void Very_many_tasks_can_be_alive(RuntimeCase on)
        => on.Run(async runtime =>
        {
            int count = on.Name == "work-stealing-2" ? 1_000_000 : 100_000;
            using var gate = new CancellationTokenSource();
            JoinHandle opener = Task.Spawn(async () =>
            {
                try
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan, gate.Token);
                }
                catch (OperationCanceledException)
                {
                    // That opens the gate.
                }
            });
            var tasks = new JoinHandle<int>[count];
            for (int i = 0; i < count; i++)
            {
                tasks[i] = Task.Spawn((opener, i), static async state =>
                {
                    await state.opener;
                    return state.i;
                });
            }

            runtime.Metrics.TasksAlive.ShouldBe(count + 2);
            gate.Cancel();

            long sum = 0;
            foreach (JoinHandle<int> task in tasks)
            {
                sum += await task;
            }

            sum.ShouldBe((long)count * (count - 1) / 2);
        });

    [Theory, OnEveryRuntime]
    public void Very_many_tasks_can_sleep(RuntimeCase on)
        => on.Run(async runtime =>
        {
            const int Count = 50_000;
            var tasks = new JoinHandle[Count];
            for (int i = 0; i < Count; i++)
            {
                tasks[i] = Task.Spawn(i, static async state => await Task.Sleep(TimeSpan.FromMilliseconds(1 + (state % 20))));
            }

            foreach (JoinHandle task in tasks)
            {
                await task;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_chain_of_spawns_may_be_very_deep(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Spawn(() => Chain(100_000))).ShouldBe(100_000);

            static async TaskBody<int> Chain(int depth)
                => depth == 0 ? 0 : 1 + await Task.Spawn(depth - 1, static state => Chain(state));
        });

    [Theory, OnEveryRuntime]
    public void A_chain_of_awaits_of_plain_methods_may_be_very_deep(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Chain(Start())).ShouldBe(100_000);

            static async Task<int> Start()
            {
                await Task.YieldNow();
                return 0;
            }

            static async Task<int> Chain(Task<int> inner)
            {
                for (int i = 0; i < 100_000; i++)
                {
                    inner = AddOne(inner);
                }

                return await inner;
            }

            static async Task<int> AddOne(Task<int> inner) => 1 + await inner;
        });

    [Theory, OnEveryRuntime]
    public void A_chain_of_tasks_that_await_each_other_may_be_very_deep(RuntimeCase on)
        => on.Run(async _ =>
        {
            var release = new TaskCompletionSource();
            JoinHandle<int> last = Task.Spawn(async () => { await release.Task; return 0; });
            for (int i = 0; i < 100_000; i++)
            {
                last = Task.Spawn(last, static async inner => 1 + await inner);
            }

            release.SetResult();

            (await last).ShouldBe(100_000);
        });

    [Theory, OnEveryRuntime]
    public void A_loop_of_ready_awaits_does_not_grow_the_stack(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> ready = Task.Spawn(() => 1);
            int sum = 0;
            for (int i = 0; i < 100_000; i++)
            {
                sum += await ready;
            }

            sum.ShouldBe(100_000);
        });

    [Theory, OnEveryRuntime]
    public void A_thousand_runtimes_leave_nothing_behind(RuntimeCase on)
        => ForeignThread.Run(() =>
        {
            MakeAndDispose(on, 10);
            (int threads, int handles) = Settle(int.MaxValue, int.MaxValue);

            MakeAndDispose(on, 1000);

            (int threadsAfter, int handlesAfter) = Settle(threads + 8, handles + 20);
            threadsAfter.ShouldBeLessThanOrEqualTo(threads + 8);
            handlesAfter.ShouldBeLessThanOrEqualTo(handles + 20);
        });

    private static void MakeAndDispose(RuntimeCase on, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using Runtime runtime = on.Create();
            runtime.BlockOn(async () => await Task.Spawn(async () => await Task.YieldNow()));
        }
    }

    /// <summary>Counts the process's threads and handles, once they are no more than expected or have had time to be.</summary>
    private static (int Threads, int Handles) Settle(int threads, int handles) // the pool's threads, of other tests, go after 20 s
    {
        using var process = Process.GetCurrentProcess();
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            process.Refresh();
            (int Threads, int Handles) now = (process.Threads.Count, process.HandleCount);
            if ((now.Threads <= threads && now.Handles <= handles) || Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(1))
            {
                return now;
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(5);
        }
    }
}
