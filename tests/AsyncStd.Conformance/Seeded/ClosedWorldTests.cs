namespace AsyncStdConformance.Seeded;

using System.Threading.Channels;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Code that keeps to leaves of ours, or to plain awaits of the BCL's primitives, never leaves the one thread.</summary>
public sealed class ClosedWorldTests
{
    public static TheoryData<string> Programs => [.. s_programs.Keys];

    private static readonly Dictionary<string, Func<Task>> s_programs = new()
    {
        ["sleeps"] = async () =>
        {
            JoinHandle other = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromSeconds(1)));
            await Task.Sleep(TimeSpan.FromSeconds(2));
            await other;
        },
        ["Task.Delay on the runtime's clock"] = async () => await Task.Delay(TimeSpan.FromSeconds(1), AsyncStd.Runtimes.Runtime.Current.Clock),
        ["Task.Yield"] = async () => await Task.Yield(),
        ["a TaskCompletionSource, in a root frame"] = () =>
        {
            var source = new TaskCompletionSource();
            return CompleteWhileAwaited(source, InRootFrame(source.Task));
        },
        ["a TaskCompletionSource, in a nested method"] = () =>
        {
            var source = new TaskCompletionSource();
            return CompleteWhileAwaited(source, InNestedMethod(source.Task));
        },
        ["an asynchronous TaskCompletionSource, in a root frame"] = () =>
        {
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return CompleteWhileAwaited(source, InRootFrame(source.Task));
        },
        ["an asynchronous TaskCompletionSource, in a nested method"] = () =>
        {
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return CompleteWhileAwaited(source, InNestedMethod(source.Task));
        },
        ["SemaphoreSlim"] = async () =>
        {
            var semaphore = new SemaphoreSlim(0);
            JoinHandle waiter = Task.Spawn(async () => await semaphore.WaitAsync());
            await Task.YieldNow();
            await Task.YieldNow();
            semaphore.Release();
            await waiter;
        },
        ["Channel"] = async () =>
        {
            Channel<int> channel = Channel.CreateBounded<int>(1);
            JoinHandle<int> reader = Task.Spawn(async () =>
            {
                int sum = 0;
                while (await channel.Reader.WaitToReadAsync())
                {
                    sum += await channel.Reader.ReadAsync();
                }

                return sum;
            });
            for (int i = 0; i < 10; i++)
            {
                await channel.Writer.WriteAsync(i);
            }

            channel.Writer.Complete();
            (await reader).ShouldBe(45);
        },
        ["AsTask"] = async () => await Task.Spawn(async () => await Task.YieldNow()).AsTask(),
        ["WhenAll"] = async () => await Task.WhenAll(
            Task.Spawn(async () => await Task.YieldNow()).AsTask(),
            Task.Spawn(async () => await Task.Sleep(TimeSpan.FromSeconds(1))).AsTask()),
        ["WhenAny"] = async () => await await Task.WhenAny(
            Task.Spawn(async () => await Task.YieldNow()).AsTask(),
            Task.Spawn(async () => await Task.Sleep(TimeSpan.FromSeconds(1))).AsTask()),
        ["Task.WaitAsync with a timeout on the runtime's clock"] = async () =>
        {
            Task never = new TaskCompletionSource().Task;
            try
            {
                await never.WaitAsync(TimeSpan.FromSeconds(1), AsyncStd.Runtimes.Runtime.Current.Clock);
            }
            catch (TimeoutException)
            {
                return;
            }

            throw new InvalidOperationException("The wait should have timed out.");
        },
        ["PeriodicTimer on the runtime's clock"] = async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), AsyncStd.Runtimes.Runtime.Current.Clock);
            await timer.WaitForNextTickAsync();
            await timer.WaitForNextTickAsync();
        },
    };

    [Theory, MemberData(nameof(Programs))]
    public void Plain_awaits_stay_inside(string program)
        => ForeignThread.Run(() =>
        {
            for (ulong seed = 0; seed < 20; seed++)
            {
                using var runtime = new SeededRuntime(seed, isOpen: true);
                runtime.BlockOn(s_programs[program]);
                runtime.Arrivals.ShouldBe(0, $"items brought by other threads, seed {seed}");
            }
        });

    private static async Task CompleteWhileAwaited(TaskCompletionSource source, JoinHandle waiter)
    {
        await Task.YieldNow();
        await Task.YieldNow();
        source.SetResult();
        await waiter;
    }

    private static JoinHandle InRootFrame(Task task) => Task.Spawn(async () => await task);

    private static JoinHandle InNestedMethod(Task task)
    {
        return Task.Spawn(async () => await Nested());

        async Task Nested() => await task;
    }
}
