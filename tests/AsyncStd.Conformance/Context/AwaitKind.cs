namespace AsyncStdConformance.Context;

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>A row of the context table: one way to suspend, in the root frame of a task or in a method of the BCL's builders.</summary>
/// <param name="Name">What the row is called.</param>
/// <param name="Body">A task that suspends in this way; it calls the check first of all, after the await, and in nested methods as well.</param>
/// <param name="ComesBack">Whether the code after the await is on the runtime again in every frame that checks.</param>
public sealed record AwaitKind(string Name, Func<Runtime, Action, TaskBody> Body, bool ComesBack = true)
{
    /// <summary>The row with a method that is a task of its own.</summary>
    public const string OwnTask = "an async JoinHandle method";

    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    public static IReadOnlyList<AwaitKind> All { get; } =
    [
        new("Sleep", async (_, check) => { check(); await Task.Sleep(s_moment); check(); }),
        new("Sleep of zero", async (_, check) => { check(); await Task.Sleep(TimeSpan.Zero); check(); }),
        new("Sleep with a token", async (_, check) =>
        {
            check();
            using var source = new CancellationTokenSource();
            await Task.Sleep(s_moment, source.Token);
            check();
        }),
        new("YieldNow", async (_, check) => { check(); await Task.YieldNow(); check(); }),
        new("a task that runs", async (_, check) => { check(); await Task.Spawn(async () => await Task.Sleep(s_moment)); check(); }),
        new("a task that has ended", async (_, check) =>
        {
            check();
            JoinHandle other = Task.Spawn(() => { });
            await other;
            await other;
            check();
        }),
        new("a task of another runtime", async (_, check) =>
        {
            check();
            await using Runtime other = RuntimeCase.All[0].Create();
            await other.Spawn(async () => await Task.YieldNow());
            check();
        }),
        new("Task.Yield", async (_, check) => { check(); await Task.Yield(); check(); }),
        new("Task.Delay", async (runtime, check) => { check(); await Task.Delay(s_moment, runtime.Clock); check(); }),
        new("TaskCompletionSource, by another task", async (_, check) =>
        {
            check();
            var source = new TaskCompletionSource();
            Task.Spawn(async () => { await Task.YieldNow(); source.SetResult(); }).Detach();
            await source.Task;
            check();
        }),
        new("TaskCompletionSource, by a stranger", async (_, check) =>
        {
            check();
            var source = new TaskCompletionSource();
            ForeignThread.Start(source.SetResult).Forget();
            await source.Task;
            check();
        }),
        new("TaskCompletionSource, asynchronous", async (_, check) =>
        {
            check();
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task.Spawn(source.SetResult).Detach();
            await source.Task;
            check();
        }),
        new("ConfigureAwait(false)", async (_, check) =>
        {
            check();
            var source = new TaskCompletionSource();
            Task.Spawn(source.SetResult).Detach();
            await source.Task.ConfigureAwait(false);
            check();
        }),
        new("Channel", async (_, check) =>
        {
            check();
            Channel<int> channel = Channel.CreateUnbounded<int>();
            Task.Spawn(() => { channel.Writer.TryWrite(1); }).Detach();
            await channel.Reader.ReadAsync();
            check();
        }),
        new("SemaphoreSlim", async (_, check) =>
        {
            check();
            using var semaphore = new SemaphoreSlim(0);
            JoinHandle releaser = Task.Spawn(() => { semaphore.Release(); });
            await semaphore.WaitAsync();
            check();
            await releaser;
        }),
        new("Task.Run", async (_, check) => { check(); await Task.Run(() => { }); check(); }),
        new("AsTask", async (_, check) => { check(); await Task.Spawn(async () => await Task.Sleep(s_moment)).AsTask(); check(); }),
        new("WhenAll", async (_, check) =>
        {
            check();
            await Task.WhenAll(Task.Spawn(async () => await Task.YieldNow()).AsTask(), Task.Spawn(() => { }).AsTask());
            check();
        }),
        new("SpawnBlocking", async (_, check) => { check(); await Task.SpawnBlocking(() => { }); check(); }),
        new("an awaiter that knows no contexts", async (_, check) => { check(); await new PlainAwaitable(); check(); }),
        new("await foreach", async (_, check) =>
        {
            check();
            await foreach (int unused in Numbers(check))
            {
                check();
            }
        }),
        new("a method that sleeps", async (_, check) => { check(); await Sleeps(check); check(); }),
        new("a method that yields", async (_, check) => { check(); await Yields(check); check(); }),
        new("a method that joins", async (_, check) => { check(); await Joins(check); check(); }),
        new("a method with Task.Yield", async (_, check) => { check(); await TaskYields(check); check(); }),
        new("a method with Task.Delay", async (runtime, check) => { check(); await Delays(runtime, check); check(); }),
        new("a method with TaskCompletionSource", async (_, check) =>
        {
            check();
            var source = new TaskCompletionSource();
            Task.Spawn(async () => { await Task.YieldNow(); source.SetResult(); }).Detach();
            await Waits(source.Task, check);
            check();
        }),
        new("a method with ConfigureAwait(false)", ComesBack: false, Body: async (_, check) =>
        {
            check();
            var source = new TaskCompletionSource();
            Task.Spawn(async () => { await Task.YieldNow(); source.SetResult(); }).Detach();
            await WaitsAnywhere(source.Task, check);
            check();
        }),
        new("a method with ConfigureAwait(false), by a stranger", ComesBack: false, Body: async (_, check) =>
        {
            check();
            var source = new TaskCompletionSource();
            ForeignThread.Start(source.SetResult).Forget();
            await WaitsAnywhere(source.Task, check);
            check();
        }),
        new("a method that sleeps after ConfigureAwait(false)", ComesBack: false, Body: async (_, check) => { check(); await SleepsAnywhere(check); check(); }),
        new("a method with a pooling builder", async (_, check) => { check(); await Pooled(check); check(); }),
        new(OwnTask, async (_, check) => { check(); await Spawns(check); check(); }),
        new("a method of several levels", async (_, check) => { check(); await Nested(5, check); check(); }),
    ];

    public override string ToString() => Name;

    private static async Task Sleeps(Action check)
    {
        check();
        await Task.Sleep(s_moment);
        check();
    }

    private static async Task Yields(Action check)
    {
        await Task.YieldNow();
        check();
    }

    private static async Task Joins(Action check)
    {
        JoinHandle other = Task.Spawn(async () => await Task.Sleep(s_moment));
        await other;
        check();
        await other;
        check();
    }

    private static async Task TaskYields(Action check)
    {
        await Task.Yield();
        check();
    }

    private static async Task Delays(Runtime runtime, Action check)
    {
        await Task.Delay(s_moment, runtime.Clock);
        check();
    }

    private static async Task Waits(Task task, Action check)
    {
        await task;
        check();
    }

    private static async Task WaitsAnywhere(Task task, Action check)
    {
        await task.ConfigureAwait(false);
        check();
    }

    private static async Task SleepsAnywhere(Action check)
    {
        await Task.Run(() => { }).ConfigureAwait(false);
        await Task.Sleep(s_moment);
        check();
        await Task.YieldNow();
        check();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Pooled(Action check)
    {
        await Task.Sleep(s_moment);
        check();
        await Task.Yield();
        check();
    }

    private static async JoinHandle Spawns(Action check)
    {
        check();
        await Task.YieldNow();
        check();
    }

    private static async Task Nested(int depth, Action check)
    {
        if (depth == 0)
        {
            await Task.Sleep(s_moment);
        }
        else
        {
            await Nested(depth - 1, check);
        }

        check();
    }

    private static async IAsyncEnumerable<int> Numbers(Action check)
    {
        for (int i = 0; i < 3; i++)
        {
            await Task.YieldNow();
            check();
            yield return i;
        }
    }

    /// <summary>An awaiter as people write them: no critical path, a delegate, a thread of its own.</summary>
    private readonly struct PlainAwaitable : INotifyCompletion
    {
        public bool IsCompleted => false;

        public PlainAwaitable GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => ForeignThread.Start(continuation).Forget();
    }
}
