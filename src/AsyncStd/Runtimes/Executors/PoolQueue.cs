namespace AsyncStd.Runtimes.Executors;

/// <summary>The shared thread pool: the one place that queues work there.</summary>
internal static class PoolQueue
{
    /// <summary>Queues an item behind everything, or with <paramref name="preferLocal"/> on top of this pool thread's own queue.</summary>
    public static void Add(IThreadPoolWorkItem item, bool preferLocal = false) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal);

    /// <summary>Queues the resumption of an <c>async</c> method of the BCL's builder: one that <see cref="StateMachineResumption.Is"/> recognizes. Allocates nothing.</summary>
    public static void Add(Action<object?> resumption, object? method, bool preferLocal) => ThreadPool.UnsafeQueueUserWorkItem(resumption, method, preferLocal);
}
