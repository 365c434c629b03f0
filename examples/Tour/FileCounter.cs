namespace Samples.Tour;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Counts files, each in a task of its own, and not too many at a time.</summary>
internal static class FileCounter
{
    public const int MaxAtOnce = 32;

    private const long MaxBytes = 16 * 1024 * 1024;

    public static async Task<Counts> CountAllAsync(IReadOnlyList<string> files, CancellationToken stop)
    {
        using var permits = new SemaphoreSlim(MaxAtOnce);
        var tasks = new List<JoinHandle<Counts>>();
        foreach (var file in files)
        {
            await permits.WaitAsync();
            if (stop.IsCancellationRequested)
            {
                break;
            }

            tasks.Add(Task.Spawn(async () =>
            {
                try
                {
                    return await CountAsync(file);
                }
                finally
                {
                    permits.Release();
                }
            }));
        }

        // What was begun is waited for, also on the way out: nothing is left running behind our back.
        var sum = default(Counts);
        foreach (var task in tasks)
        {
            sum += await task;
        }

        stop.ThrowIfCancellationRequested();

        return sum;
    }

    /// <summary>Reading blocks, so another thread does it; counting does not, so it is done here, on a worker.</summary>
    public static async Task<Counts> CountAsync(string file)
    {
        try
        {
            var content = await Task.SpawnBlocking(() => Read(file));

            return content is null ? Counts.Other : Counts.Of(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Counts.NotReadable;
        }
    }

    private static byte[]? Read(string file) => new FileInfo(file).Length switch
    {
        0 => [], // also pipes and devices, whose opening might never return
        > MaxBytes => null,
        _ => File.ReadAllBytes(file),
    };
}
