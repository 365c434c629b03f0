namespace AsyncStdBenchmarks.Workloads;

using AsyncStd.Fs;
using AsyncStd.Prelude;
using AsyncStd.Task;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>One operation on a file, again and again: for counting the calls of the system that each needs (<c>tests/file-calls.sh</c>).</summary>
internal static class FileCallWorkloads
{
    private const string Prefix = "calls_";
    private const int FileSize = 1024;
    private const int Entries = 10;

    private static readonly Dictionary<string, Func<string, long, JoinHandle>> s_operations = new()
    {
        ["read_at"] = ReadAt,
        ["open"] = static (folder, size) => Repeat(size, folder, static async folder => await (await File.OpenAsync($"{folder}/file")).DisposeAsync()),
        ["describe"] = static (folder, size) => Repeat(size, folder, static async folder => await File.MetadataAsync($"{folder}/file")),
        ["missing"] = static (folder, size) => Repeat(size, folder, static async folder => await File.ExistsAsync($"{folder}/none")),
        ["read_file"] = static (folder, size) => Repeat(size, folder, static async folder => await File.ReadAsync($"{folder}/file")),
        ["write_file"] = static (folder, size) => Repeat(size, (folder, data: new byte[FileSize]), static async at => await File.WriteAsync($"{at.folder}/file", at.data)),
        ["remove"] = Remove,
        ["rename"] = Rename,
        ["copy"] = static (folder, size) => Repeat(size, folder, static async folder => await File.CopyAsync($"{folder}/file", $"{folder}/copy", overwrite: true)),
        ["list"] = List,
    };

    public static IEnumerable<(string Name, Func<long, JoinHandle<WorkloadResult>> Run)> All
        => s_operations.Select(static operation => (Prefix + operation.Key, (Func<long, JoinHandle<WorkloadResult>>)(size => Run(operation.Value, size))));

    private static async JoinHandle<WorkloadResult> Run(Func<string, long, JoinHandle> operation, long size)
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("BENCH_DATA") ?? "/var/tmp/asyncbench", "calls");
        await Directory.CreateAllAsync(folder);
        try
        {
            await File.WriteAsync($"{folder}/file", new byte[FileSize]);
            await operation(folder, size);
        }
        finally
        {
            await Directory.RemoveAllAsync(folder);
        }

        return new WorkloadResult(size);
    }

    private static async JoinHandle Repeat<TState>(long size, TState state, Func<TState, ValueTask> operation)
    {
        for (long i = 0; i < size; i++)
        {
            await operation(state);
        }
    }

    private static async JoinHandle ReadAt(string folder, long size)
    {
        await using File file = await File.OpenAsync($"{folder}/file");
        await Repeat(size, (file, page: new byte[FileSize]), static async at => await at.file.ReadExactlyAtAsync(at.page, 0));
    }

    /// <summary>What is removed is a link: made by a call of another name, which <c>tests/file-calls.sh</c> leaves out.</summary>
    private static JoinHandle Remove(string folder, long size) => Repeat(size, folder, static async folder =>
    {
        await File.CreateSymbolicLinkAsync($"{folder}/link", $"{folder}/file");
        await File.RemoveAsync($"{folder}/link");
    });

    private static async JoinHandle Rename(string folder, long size)
    {
        for (long i = 0; i < size; i++)
        {
            (string from, string to) = i % 2 == 0 ? ("file", "other") : ("other", "file");
            await File.RenameAsync($"{folder}/{from}", $"{folder}/{to}");
        }
    }

    private static async JoinHandle List(string folder, long size)
    {
        await Directory.CreateAllAsync($"{folder}/listed");
        for (int i = 0; i < Entries; i++)
        {
            await File.WriteAsync($"{folder}/listed/{i}", ReadOnlyMemory<byte>.Empty);
        }

        for (long i = 0; i < size; i++)
        {
            int entries = 0;
            await foreach (DirEntry _ in Directory.ReadAsync($"{folder}/listed"))
            {
                entries++;
            }

            Expect.Equal(entries, Entries);
        }
    }
}
