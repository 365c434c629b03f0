namespace AsyncStd.Runtimes.Executors;

/// <summary>The shared thread pool: the one place that queues work there.</summary>
internal static class PoolQueue
{
    /// <summary>Queues an item behind everything, or with <paramref name="preferLocal"/> on top of this pool thread's own queue.</summary>
    public static void Add(IThreadPoolWorkItem item, bool preferLocal = false) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal);
}
