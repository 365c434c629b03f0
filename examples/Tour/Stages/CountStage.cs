namespace Samples.Tour;

using System.Buffers;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Counts the lines and words of each file that is text, so many files at a time.</summary>
internal sealed class CountStage(Findings findings) : Stage
{
    private const int BufferSize = 64 * 1024;

    public override string Name => "count";

    public override string Unit => "files";

    public override string BlockingForm => "Parallel.For, File.OpenHandle, RandomAccess.Read";

    public override string AsyncStdForm => "TaskGroup, File.OpenAsync, File.ReadAsync";

    public override async Task<string> RunAsync(Progress progress)
    {
        var counts = new TextCounts?[findings.Files.Count];
        progress.Total = counts.Length;
        var next = -1;
        await TaskGroup.Run(async group =>
        {
            for (var i = 0; i < FilesAtOnce; i++)
            {
                group.Start(async () =>
                {
                    while (Interlocked.Increment(ref next) is var file && file < counts.Length)
                    {
                        counts[file] = await CountAsync(findings.Files[file]);
                        progress.Add();
                    }
                });
            }
        });

        return Keep(counts);
    }

    public override string RunBlocking(Progress progress, CancellationToken stop)
    {
        var counts = new TextCounts?[findings.Files.Count];
        progress.Total = counts.Length;
        Parallel.For(0, counts.Length, new ParallelOptions { CancellationToken = stop }, i =>
        {
            counts[i] = Count(findings.Files[i]);
            progress.Add();
        });

        return Keep(counts);
    }

    private static async Task<TextCounts?> CountAsync(string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var counts = new TextCounts();
            await using var file = await File.OpenAsync(path);
            while (counts is { IsText: true, Bytes: <= Tally.MaxBytes } && await file.ReadAsync(buffer) is > 0 and var read)
            {
                counts.Add(buffer.AsSpan(0, read));
            }

            return counts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static TextCounts? Count(string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var counts = new TextCounts();
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite);
            while (counts is { IsText: true, Bytes: <= Tally.MaxBytes } && RandomAccess.Read(file, buffer, counts.Bytes) is > 0 and var read)
            {
                counts.Add(buffer.AsSpan(0, read));
            }

            return counts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string Keep(TextCounts?[] counts)
    {
        findings.Tally = new Tally(findings.Files, counts);

        return findings.Tally.ToString();
    }
}
