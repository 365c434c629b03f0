namespace AsyncStdConformance.Scopes;

using System.Threading.Channels;
using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdConformance.Operations;

/// <summary>A row of the cancellation table: one way to wait for ever, which cancelling the task must end.</summary>
/// <param name="Name">What the row is called.</param>
/// <param name="Wait">Calls the action when it is about to wait, and never comes back by itself.</param>
public sealed record WaitKind(string Name, Func<Action, Task> Wait)
{
    private static readonly TimeSpan s_forever = Timeout.InfiniteTimeSpan;

    public static IReadOnlyList<WaitKind> All { get; } =
    [
        new("Sleep", async ready => { ready(); await Task.Sleep(s_forever); }),
        new("Sleep after ConfigureAwait(false)", async ready =>
        {
            await Task.Run(() => { }).ConfigureAwait(false);
            ready();
            await Task.Sleep(s_forever);
        }),
        new("Sleep with a token of its own", async ready =>
        {
            using var source = new CancellationTokenSource();
            ready();
            await Task.Sleep(s_forever, source.Token);
        }),
        new("Sleep as a BCL task", async ready => { ready(); await Task.Sleep(s_forever).AsTask(); }),
        new("Sleep in Task.Run", async ready => await Task.Run(async () => { ready(); await Task.Sleep(s_forever); })),
        new("Sleep in Parallel.ForEachAsync", async ready =>
        {
            int left = 2;
            await Parallel.ForEachAsync(Enumerable.Range(0, 2), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (_, _) =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    ready();
                }

                await Task.Sleep(s_forever);
            });
        }),
        new("Sleep on another's stack", async ready =>
        {
            var source = new TaskCompletionSource();
            Task nested = Nested();
            await Scope.Detached(() => Task.Spawn(async () =>
            {
                await Task.Run(() => { }).ConfigureAwait(false);
                source.SetResult();
            }));
            await nested;

            async Task Nested()
            {
                await source.Task.ConfigureAwait(false);
                ready();
                await Task.Sleep(s_forever);
            }
        }),
        new("a join of a task that is nobody's child", async ready =>
        {
            using var end = new CancellationTokenSource();
            JoinHandle other = Scope.Detached(() => Task.Spawn(async () => await Task.Sleep(s_forever, end.Token)));
            try
            {
                ready();
                await other;
            }
            finally
            {
                other.IsCompleted.ShouldBeFalse();
                end.Cancel();
            }
        }),
        new("an operation", async ready => { ready(); await new ManualOperation().Begin(); }),
        new("two at once", async ready =>
        {
            Task first = Nested();
            Task second = Nested();
            ready();
            await Task.WhenAll(first, second);

            static async Task Nested() => await Task.Sleep(s_forever);
        }),
        new("a mutex", async ready =>
        {
            var mutex = new Mutex<int>(0);
            using var guard = await mutex.LockAsync();
            ready();
            using var again = await mutex.LockAsync();
        }),
        new("a reader-writer lock", async ready =>
        {
            var rwLock = new RwLock<int>(0);
            using var guard = await rwLock.WriteAsync();
            ready();
            using var again = await rwLock.ReadAsync();
        }),
        new("an upgrade", async ready =>
        {
            var rwLock = new RwLock<int>(0);
            using var reader = await rwLock.ReadAsync();
            using var guard = await rwLock.UpgradableReadAsync();
            ready();
            using var again = await guard.UpgradeAsync();
        }),
        new("a semaphore", async ready =>
        {
            var semaphore = new AsyncSemaphore(1);
            ready();
            using var permit = await semaphore.AcquireAsync(2);
        }),
        new("a condition variable", async ready =>
        {
            using var guard = await new Mutex<int>(0).LockAsync();
            ready();
            await new Condvar().WaitAsync(guard);
        }),
        new("a condition variable with a limit", async ready =>
        {
            using var guard = await new Mutex<int>(0).LockAsync();
            ready();
            await new Condvar().WaitUntilAsync(guard, static _ => false, TimeSpan.FromDays(1));
        }),
        new("a barrier", async ready => { ready(); await new AsyncBarrier(2).WaitAsync(); }),
        new("a once cell", async ready => { ready(); await new OnceCell<int>().WaitAsync(); }),
        new("an event", async ready => { ready(); await new AsyncManualResetEvent().WaitAsync(); }),
        new("a notification", async ready => { ready(); await new Notify().WaitAsync(); }),
        new("a wait group", async ready =>
        {
            var group = new WaitGroup();
            group.Add();
            ready();
            await group.WaitAsync();
        }),
        new("Timeout", async ready => await Task.Timeout(s_forever, async () => { ready(); await Task.Sleep(s_forever); })),
        new("Scope.Run with a token parameter", async ready => await Scope.Run(token => { ready(); return Task.Delay(s_forever, token); })),
        new("a child task", async ready => await Task.Spawn(async () => { ready(); await Task.Sleep(s_forever); })),
        new("yields without end", async ready =>
        {
            for (bool told = false; ; told = true)
            {
                await Task.YieldNow();
                if (!told)
                {
                    ready();
                }
            }
        }),
        new("await foreach", async ready =>
        {
            await foreach (int unused in Numbers(ready))
            {
            }
        }),
        new("Task.Delay with the scope's token", async ready => { ready(); await Task.Delay(s_forever, Scope.Current.Token); }),
        new("SemaphoreSlim with the scope's token", async ready =>
        {
            using var semaphore = new SemaphoreSlim(0);
            ready();
            await semaphore.WaitAsync(Scope.Current.Token);
        }),
        new("Channel with the scope's token", async ready =>
        {
            ready();
            await Channel.CreateUnbounded<int>().Reader.ReadAsync(Scope.Current.Token);
        }),
    ];

    private static async IAsyncEnumerable<int> Numbers(Action ready)
    {
        yield return 1;
        ready();
        await Task.Sleep(s_forever);
        yield return 2;
    }
}
