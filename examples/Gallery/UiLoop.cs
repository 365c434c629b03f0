namespace Samples.Gallery;

using System.Collections.Concurrent;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;

/// <summary>
/// Tasks on the one thread of a user interface. A runtime is built as a guest of the message loop and owns no thread: its tasks take turns with the
/// window's messages, so they may touch the window, and no field needs a lock. What computes or blocks is sent elsewhere, and its result comes back.
/// </summary>
internal static class UiLoop
{
    public static async Task RunAsync(string[] args)
    {
        // A program with a window has this thread and this loop from its framework.
        var ended = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            try
            {
                new Window().Run();
                ended.SetResult();
            }
            catch (Exception e)
            {
                ended.SetException(e);
            }
        });
        thread.Start();

        await ended.Task;
    }

    /// <summary>A window that shows lines on the console.</summary>
    private sealed class Window
    {
        private readonly MessageLoop _loop = new();
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private int _downloads;

        public void Run()
        {
            SynchronizationContext.SetSynchronizationContext(_loop);
            Task shown = ShowAsync();
            _loop.Run();
            shown.GetAwaiter().GetResult();
        }

        private async Task ShowAsync()
        {
            try
            {
                await using Runtime runtime = new RuntimeBuilder().Name("window").OnSynchronizationContext(_loop).Build();
                await runtime.Spawn(async () => await Task.Join(() => DownloadAsync("first", 30), () => DownloadAsync("second", 10)));
                Print($"{_downloads} downloads");
            }
            finally
            {
                _loop.Close();
            }
        }

        private async Task DownloadAsync(string name, int milliseconds)
        {
            Print($"{name} begins");
            await Task.Sleep(TimeSpan.FromMilliseconds(milliseconds));
            int elsewhere = await Task.SpawnBlocking(() => Environment.CurrentManagedThreadId); // what would keep the window from moving
            _downloads++; // on the window's thread again, so no lock
            Print($"{name} is there, checked {(elsewhere == _thread ? "here" : "elsewhere")}");
        }

        private void Print(string text) => Console.WriteLine($"{(Environment.CurrentManagedThreadId == _thread ? "window" : "other thread")}: {text}");
    }

    /// <summary>A message loop as frameworks have one: it runs what is posted, in order, until it is closed.</summary>
    private sealed class MessageLoop : SynchronizationContext
    {
        private readonly BlockingCollection<(SendOrPostCallback Message, object? State)> _messages = [];

        public override void Post(SendOrPostCallback d, object? state) => _messages.Add((d, state));

        public void Run()
        {
            foreach (var (message, state) in _messages.GetConsumingEnumerable())
            {
                message(state);
            }
        }

        public void Close() => Post(_ => _messages.CompleteAdding(), null);
    }
}
