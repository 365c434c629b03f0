namespace AsyncStdBenchmarks.Workloads;

using System.Buffers;
using System.Diagnostics;
using AsyncStd.Fs;
using AsyncStd.Prelude;
using AsyncStd.Stream;
using AsyncStd.Task;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>What a user does with a whole tree, and what it does to others.</summary>
internal static class TreeWorkloads
{
    private const int Buffer = 1 << 16;
    private const int FilesAtATime = 16;
    private const int MaxFifos = 1000;
    private const int MaxTimers = 1000;
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(2);

    /// <summary>Counts the lines of every regular file below <c>BENCH_TREE</c>, by default <c>/usr</c>, as <c>find -type f -print0 | xargs -0 cat | wc -l</c> does. An operation is a file.</summary>
    public static async JoinHandle<WorkloadResult> CountLines(long size)
    {
        string root = Environment.GetEnvironmentVariable("BENCH_TREE") ?? "/usr";
        long files = 0, lines = 0, bytes = 0;
        AsyncSequence<DirEntry> regular = Directory.WalkAsync(root).AsSequence().Where(static entry => entry.FileType == FileType.File);
        await foreach ((long here, long length) in regular.BufferUnordered(FilesAtATime, static entry => CountAsync(entry.FullPath)))
        {
            files++;
            lines += here;
            bytes += length;
        }

        return new WorkloadResult(files) { Extras = [("lines", lines), ("bytes", bytes)] };

        static async ValueTask<(long Lines, long Bytes)> CountAsync(string path)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(Buffer);
            await using File file = await File.OpenAsync(path);
            long here = 0, length = 0;
            while (await file.ReadAsync(buffer) is > 0 and var read)
            {
                here += buffer.AsSpan(0, read).Count((byte)'\n');
                length += read;
            }

            ArrayPool<byte>.Shared.Return(buffer);
            return (here, length);
        }
    }

    /// <summary>How late timers are while a thousand tasks, or as many as the size says, wait to open fifos that nobody writes to. An operation is a timer.</summary>
    public static async JoinHandle<WorkloadResult> TimersBehindFifos(long size)
    {
        await using TempDirectory folder = await TempDirectory.CreateAsync();
        using var source = new CancellationTokenSource();
        var waiting = new List<JoinHandle>();
        int fifos = (int)Math.Min(size, MaxFifos);
        int timers = (int)Math.Min(size, MaxTimers);
        for (int i = 0; i < fifos; i++)
        {
            string path = Path.Join(folder.Path, $"{i}");
            using (Process fifo = Process.Start("mkfifo", path))
            {
                await fifo.WaitForExitAsync();
            }

            waiting.Add(Task.Spawn(async () =>
            {
                try
                {
                    await using File file = await File.OpenAsync(path, source.Token);
                }
                catch (OperationCanceledException)
                {
                }
            }));
        }

        var late = new double[timers];
        for (int i = 0; i < timers; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await Task.Sleep(s_period);
            late[i] = (Stopwatch.GetElapsedTime(start) - s_period).TotalMilliseconds;
        }

        Array.Sort(late);
        source.Cancel();
        foreach (JoinHandle task in waiting)
        {
            await task;
        }

        return new WorkloadResult(timers) { Extras = [("late_ms_p50", late[timers / 2]), ("late_ms_p99", late[timers * 99 / 100]), ("late_ms_max", late[^1])] };
    }

    /// <summary>Lists one directory with as many entries as the size says. An operation is an entry.</summary>
    public static async JoinHandle<WorkloadResult> BigDirectory(long size)
    {
        await using TempDirectory folder = await TempDirectory.CreateAsync(Environment.GetEnvironmentVariable("BENCH_TMPFS") ?? "/dev/shm");
        for (long i = 0; i < size; i++)
        {
            System.IO.File.OpenHandle(Path.Join(folder.Path, $"entry{i}"), FileMode.CreateNew, FileAccess.Write).Dispose();
        }

        long begin = Stopwatch.GetTimestamp();
        long count = 0;
        await foreach (DirEntry entry in Directory.ReadAsync(folder.Path))
        {
            count++;
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Expect.Equal(count, size);
        long start = Stopwatch.GetTimestamp();
        await Directory.RemoveAllAsync(folder.Path);
        return new WorkloadResult(size) { Seconds = seconds, Extras = [("removed_s", Stopwatch.GetElapsedTime(start).TotalSeconds)] };
    }
}
