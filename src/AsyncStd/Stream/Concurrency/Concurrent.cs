namespace AsyncStd.Stream;

using AsyncStd.Task;

/// <summary>Makes sequences out of operators that wait for several things at once.</summary>
internal static class Concurrent
{
    public static AsyncSequence<T> Merge<T>(IAsyncEnumerable<T>[] sources)
    {
        CheckEach(sources);
        return new SourceSequence<T>(token => new MergeEnumerator<T>(sources, token));
    }

    public static AsyncSequence<T[]> Zip<T>(IAsyncEnumerable<T>[] sources)
    {
        CheckEach(sources);
        return new SourceSequence<T[]>(token => new ZipEnumerator<T>(Array.ConvertAll(sources, source => Enumeration.Begin(source, token))));
    }

    public static AsyncSequence<T> Flatten<T>(IAsyncEnumerable<IAsyncEnumerable<T>> source, int limit)
        => new SourceSequence<T>(token => new FlattenEnumerator<T>(source, limit, token));

    public static AsyncSequence<T> Buffer<TSource, T>(IAsyncEnumerable<TSource> source, int limit, bool isOrdered, Func<TSource, JoinHandle<T>> build)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new SourceSequence<T>(token => new BufferedEnumerator<TSource, T>(source, limit, isOrdered, build, token));
    }

    public static AsyncSequence<T>[] Broadcast<T>(IAsyncEnumerable<T> source, int readers, int capacity)
    {
        var fanout = new Fanout<T>(source, capacity, Runtimes.Ambient.Node);
        var all = new AsyncSequence<T>[readers];
        for (int i = 0; i < readers; i++)
        {
            all[i] = new BroadcastSequence<T>(fanout);
        }

        return all;
    }

    private static void CheckEach<T>(IAsyncEnumerable<T>[] sources)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(sources[i], $"sources[{i}]");
        }
    }
}
