namespace Samples.Tour;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;

/// <summary>The tour itself: a quick walk, a slow one that is given up, and a look at the runtime.</summary>
internal static class Tour
{
    public static async Task RunAsync(string folder, TimeSpan timeout, CancellationToken stop)
    {
        var runtime = Runtime.Current;
        Console.WriteLine($"A tour of {folder}");
        Console.WriteLine($"on {runtime.Describe().Split('\n')[0].TrimEnd()}");
        Console.WriteLine();

        var files = await WalkAsync(runtime, folder, stop);
        await GiveUpAsync(files, timeout, stop);

        Console.WriteLine();
        var metrics = runtime.Metrics;
        Console.WriteLine($"tasks    {metrics.TasksStarted:N0} spawned, {metrics.TasksAlive:N0} alive, {metrics.Steals:N0} stolen by another worker");
    }

    private static async Task<IReadOnlyList<string>> WalkAsync(Runtime runtime, string folder, CancellationToken stop)
    {
        var start = runtime.Clock.GetTimestamp();
        var files = await Task.SpawnBlocking(() => FileTree.List(folder, stop));
        var counts = await FileCounter.CountAllAsync(files, stop);
        var time = runtime.Clock.GetElapsedTime(start);

        Console.WriteLine($"files    {counts.Files:N0}: {counts.TextFiles:N0} text, {counts.OtherFiles:N0} other, {counts.Unreadable:N0} unreadable");
        Console.WriteLine($"lines    {counts.Lines:N0}");
        Console.WriteLine($"words    {counts.Words:N0}");
        Console.WriteLine($"time     {time.TotalMilliseconds:N0} ms, a task for each file, at most {FileCounter.MaxAtOnce} at once");
        Console.WriteLine();

        return files;
    }

    private static async Task GiveUpAsync(IReadOnlyList<string> files, TimeSpan timeout, CancellationToken stop)
    {
        var counted = 0;
        try
        {
            await Task.Timeout(timeout, () => SlowCounter.CountAllAsync(files, timeout, () => counted++), stop);
            Console.WriteLine($"in time  a second count, resting {timeout.TotalMilliseconds:N0} ms before each file");
        }
        catch (TimeoutException)
        {
            Console.WriteLine($"given up a second count, resting {timeout.TotalMilliseconds:N0} ms before each file, after {timeout.TotalMilliseconds:N0} ms");
            Console.WriteLine($"         It was stopped, not only left: by now it has ended, after {counted:N0} files. No token was passed to it.");
        }
    }
}
