namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;
using System.Runtime.InteropServices;
using AsyncStd.Fs;
using AsyncStd.Prelude;
using AsyncStd.Task;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>Files: the work of the yardstick's <c>fs_*</c>, on the files that it has made.</summary>
internal static class FileWorkloads
{
    private const int PageSize = 4096;
    private const int SmallSize = 1024;
    private const int ChunkSize = 64 * 1024;

    /// <summary>Positional reads of 4 KiB at random places of one open file, by a number of tasks.</summary>
    public static async JoinHandle<WorkloadResult> Read(long size, int tasks, bool direct)
    {
        await using File file = await new OpenOptions { Read = true, Direct = direct, Options = FileOptions.RandomAccess }.OpenAsync(Data());
        ulong pages = (ulong)(await file.MetadataAsync()).Length / PageSize;
        long each = (size + tasks - 1) / tasks;
        JoinHandle[] readers = [.. Enumerable.Range(0, tasks).Select(task => Task.Spawn(async () =>
        {
            var random = new XorShift((ulong)task + 1);
            Memory<byte> page = AlignedPage();
            for (long i = 0; i < each; i++)
            {
                await file.ReadExactlyAtAsync(page, (long)(random.Next() % pages * PageSize));
            }
        }))];
        await Task.Join(readers);
        return new WorkloadResult(each * tasks);
    }

    /// <summary>The same through the cursor: seek, then read.</summary>
    public static async JoinHandle<WorkloadResult> SeekRead(long size)
    {
        await using File file = await File.OpenAsync(Data());
        ulong pages = (ulong)(await file.MetadataAsync()).Length / PageSize;
        var random = new XorShift(1);
        var buffer = new byte[PageSize];
        for (long i = 0; i < size; i++)
        {
            await file.SeekAsync((long)(random.Next() % pages * PageSize), SeekOrigin.Begin);
            await file.ReadExactlyAsync(buffer);
        }

        return new WorkloadResult(size);
    }

    /// <summary>Write, describe, read and remove files of 1 KiB.</summary>
    public static async JoinHandle<WorkloadResult> SmallFiles(long size, int tasks, bool disk)
    {
        string folder = $"{Folder(disk)}/small-{Environment.ProcessId}";
        await Directory.CreateAllAsync(folder);
        long each = (size + tasks - 1) / tasks;
        JoinHandle[] writers = [.. Enumerable.Range(0, tasks).Select(task => Task.Spawn(async () =>
        {
            var data = new byte[SmallSize];
            data.AsSpan().Fill(7);
            for (long i = 0; i < each; i++)
            {
                string path = $"{folder}/{task}-{i}";
                await File.WriteAsync(path, data);
                Expect.Equal((await File.MetadataAsync(path)).Length, SmallSize);
                Expect.Equal((await File.ReadAsync(path)).Length, SmallSize);
                await File.RemoveAsync(path);
            }
        }))];
        await Task.Join(writers);
        await Directory.RemoveAsync(folder);
        return new WorkloadResult(each * tasks);
    }

    /// <summary>Every entry of a tree, and the lengths of the files.</summary>
    public static async JoinHandle<WorkloadResult> Walk(long size)
    {
        long entries = 0, bytes = 0;
        await foreach (DirEntry entry in Directory.WalkAsync(Tree()))
        {
            entries++;
            if (entry.FileType == FileType.File)
            {
                bytes += (await entry.MetadataAsync()).Length;
            }

            if (entries == size)
            {
                break;
            }
        }

        return new WorkloadResult(entries) { Extras = [("bytes", bytes)] };
    }

    /// <summary>The same by several tasks; the size counts for nothing.</summary>
    public static async JoinHandle<WorkloadResult> WalkParallel(long size)
    {
        long entries = 0, bytes = 0;
        await Directory.WalkParallelAsync(Tree(), entry => Visit(entry));
        return new WorkloadResult(entries) { Extras = [("bytes", bytes)] };

        async ValueTask Visit(DirEntry entry)
        {
            Interlocked.Increment(ref entries);
            if (entry.FileType == FileType.File)
            {
                Interlocked.Add(ref bytes, (await entry.MetadataAsync()).Length);
            }
        }
    }

    /// <summary>Chunks of 64 KiB, one after the other; on disk the final sync counts.</summary>
    public static async JoinHandle<WorkloadResult> WriteSequentially(long size, bool disk)
    {
        string path = $"{Folder(disk)}/write-{Environment.ProcessId}";
        var chunk = new byte[ChunkSize];
        chunk.AsSpan().Fill(42);
        long start = Stopwatch.GetTimestamp();
        await using (File file = await new OpenOptions { Write = true, Create = true, Truncate = true }.OpenAsync(path))
        {
            for (long i = 0; i < size; i++)
            {
                await file.WriteAsync(chunk);
            }

            if (disk)
            {
                await file.SyncAllAsync();
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await File.RemoveAsync(path);
        return new WorkloadResult(size) { Seconds = seconds };
    }

    /// <summary>A variable of its own: that of the lines names a tree whose every file is read.</summary>
    private static string Tree() => Environment.GetEnvironmentVariable("BENCH_WALK") ?? "/usr/share";

    private static string Data() => Folder(disk: true) + "/data.bin";

    private static string Folder(bool disk)
    {
        string folder = Environment.GetEnvironmentVariable(disk ? "BENCH_DATA" : "BENCH_TMPFS") ?? (disk ? "/var/tmp/asyncbench" : "/dev/shm/asyncbench");
        System.IO.Directory.CreateDirectory(folder);
        return folder;
    }

    private static Memory<byte> AlignedPage()
    {
        byte[] block = GC.AllocateUninitializedArray<byte>(2 * PageSize, pinned: true);
        int skip = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(block, 0) & (PageSize - 1));
        return block.AsMemory(skip, PageSize);
    }
}
