namespace AsyncStd.Task;

/// <summary>Where items come from.</summary>
internal static class ItemSource
{
    public static ItemSource<TSource> Of<TSource>(IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SequenceSource<TSource>(source);
    }

    public static ItemSource<TSource> Of<TSource>(IAsyncEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new AsyncSequenceSource<TSource>(source);
    }
}
