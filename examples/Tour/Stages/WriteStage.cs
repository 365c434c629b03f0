namespace Samples.Tour;

using AsyncStd.Prelude;
using AsyncStd.Stream;

/// <summary>Writes the list of texts and the index, a file for each shard. Each appears under its name whole and on the disk, or not at all.</summary>
internal sealed class WriteStage(string folder, Findings findings) : Stage
{
    private const int AtOnce = 4;

    public override string Name => "write";

    public override string Unit => "files";

    public override string BlockingForm => "Parallel LINQ, FileStream.Flush(true), File.Move";

    public override string AsyncStdForm => "ParMap, File.WriteAtomicAsync";

    public override async Task<string> RunAsync(Progress progress)
    {
        var files = AllFiles();
        progress.Total = files.Count;
        var lengths = await AsyncSequence.From(files)
            .ParMap(AtOnce, async file =>
            {
                var bytes = file.Contents();
                await File.WriteAtomicAsync(file.Path, bytes);
                progress.Add();
                return bytes.LongLength;
            })
            .ToListAsync();

        return Describe(lengths);
    }

    public override string RunBlocking(Progress progress, CancellationToken stop)
    {
        var files = AllFiles();
        progress.Total = files.Count;
        var lengths = files.AsParallel().AsOrdered().WithDegreeOfParallelism(AtOnce).WithCancellation(stop)
            .Select(file =>
            {
                var bytes = file.Contents();
                WriteAtomic(file.Path, bytes);
                progress.Add();
                return bytes.LongLength;
            })
            .ToList();

        return Describe(lengths);
    }

    private static void WriteAtomic(string path, byte[] bytes)
    {
        var temporary = path + ".new";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private List<(string Path, Func<byte[]> Contents)> AllFiles() =>
    [
        (Path.Combine(folder, "files.tsv"), findings.Tally.ToBytes),
        .. findings.Index.Shards.Select((shard, i) => (Path.Combine(folder, $"words-{i:00}.tsv"), (Func<byte[]>)shard.ToBytes)),
    ];

    private static string Describe(List<long> lengths) => $"{lengths.Count:N0} files, {lengths.Sum() / 1e6:N1} MB";
}
