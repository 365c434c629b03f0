namespace Samples.Gallery;

using System.Collections.Concurrent;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>
/// A runtime written by hand: a few threads that take what comes. Tasks, scopes, timers, files and sockets work on it as on the others.
/// <c>Runtime.SetDefault</c> would make it the one of the whole process.
/// </summary>
internal static class OwnRuntime
{
    public static async Task RunAsync(string[] args)
    {
        await using Runtime runtime = new SimpleRuntime(new RuntimeBuilder().Name("by hand").ThreadCount(2).BuildOptions());
        int sum = await runtime.Spawn(async () =>
        {
            await Console.PrintlnAsync($"on '{Runtime.Current.Name}', {Runtime.Current.Executor}");
            int[] squares = await Task.Join(Enumerable.Range(1, 10), 4, async n =>
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                return n * n;
            });

            return squares.Sum();
        });

        await Console.PrintlnAsync($"sum {sum}");
    }

    private sealed class SimpleRuntime : Runtime
    {
        private readonly BlockingCollection<WorkItem> _queue = [];
        private readonly Thread[] _threads;

        public SimpleRuntime(RuntimeOptions options)
            : base(options)
        {
            _threads = [.. Enumerable.Range(1, options.ThreadCount).Select(n => new Thread(RunItems) { IsBackground = true, Name = $"{Name}/{n}" })];
            Array.ForEach(_threads, thread => thread.Start());
        }

        public override string Executor => $"a queue and {_threads.Length} threads";

        public override TimeProvider Clock => Options.Clock ?? TimeProvider.System;

        protected override void Schedule(WorkItem item, ScheduleReason reason)
        {
            try
            {
                _queue.Add(item);
            }
            catch (InvalidOperationException)
            {
                ScheduleLate(item); // after the end, somebody may still wait for it
            }
        }

        protected override void RunUntil(JoinHandle root)
        {
            using var ended = new ManualResetEventSlim();
            root.GetAwaiter().OnCompleted(ended.Set);
            ended.Wait();
        }

        protected override RuntimeMetrics AddMetrics(RuntimeMetrics metrics) => metrics with { Workers = _threads.Length, QueueLength = _queue.Count };

        protected override ValueTask StopAsync()
        {
            _queue.CompleteAdding();

            return ValueTask.CompletedTask;
        }

        private void RunItems()
        {
            foreach (WorkItem item in _queue.GetConsumingEnumerable())
            {
                Execute(item);
            }
        }
    }
}
