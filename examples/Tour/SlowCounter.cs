namespace Samples.Tour;

using AsyncStd.Prelude;

/// <summary>A task that takes its time.</summary>
internal static class SlowCounter
{
    /// <summary>Counts one file after the other and rests before each. Takes no token: the rest heeds the scope that it is called in.</summary>
    public static async Task<Counts> CountAllAsync(IReadOnlyList<string> files, TimeSpan rest, Action counted)
    {
        var sum = default(Counts);
        foreach (var file in files)
        {
            await Task.Sleep(rest);
            sum += await FileCounter.CountAsync(file);
            counted();
        }

        return sum;
    }
}
