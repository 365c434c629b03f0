namespace Samples.Tour;

using AsyncStd.Prelude;

/// <summary>A task that takes its time.</summary>
internal static class SlowCounter
{
    /// <summary>Counts one file after the other and rests before each.</summary>
    public static async Task<Counts> CountAllAsync(IReadOnlyList<string> files, TimeSpan rest, CancellationToken stop)
    {
        var sum = default(Counts);
        foreach (var file in files)
        {
            await Task.Sleep(rest, stop);
            sum += await FileCounter.CountAsync(file);
        }

        return sum;
    }
}
