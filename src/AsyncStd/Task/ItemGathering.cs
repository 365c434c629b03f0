namespace AsyncStd.Task;

/// <summary>Joins over sequences.</summary>
internal static class ItemGathering
{
    /// <summary>Runs a function for each item, up to so many at once.</summary>
    public static ValueTask<T[]> Run<TSource, T>(in GatheringSettings settings, ItemSource<TSource> source, int limit, Func<TSource, JoinHandle<T>> build)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new ItemGathering<TSource, T>(settings, source, limit, build).RunAsync();
    }

    /// <inheritdoc cref="Run"/>
    public static ValueTask RunWithoutResult<TSource>(in GatheringSettings settings, ItemSource<TSource> source, int limit, Func<TSource, JoinHandle<Nothing>> build)
    {
        return Forget(Run(settings, source, limit, build));

        static async ValueTask Forget(ValueTask<Nothing[]> results) => await results;
    }
}
