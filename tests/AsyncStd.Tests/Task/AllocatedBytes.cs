namespace AsyncStdTests.Tasks;

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

/// <summary>Counts what the calling thread allocates, to the byte.</summary>
internal static class AllocatedBytes
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    public static long SoFar => GC.GetAllocatedBytesForCurrentThread();

    /// <summary>Measures again and again until no more than expected is allocated, or for two minutes; returns the least.</summary>
    /// <remarks>Code of the JIT's first tier allocates more, as it boxes what later tiers do not, and queues and tables grow at first. What
    /// is allocated for each operation stays, however often one measures.</remarks>
    public static long OnceWarm(long expected, Func<long> measure)
    {
        long least = long.MaxValue;
        for (long begin = Stopwatch.GetTimestamp(); least > expected && Stopwatch.GetElapsedTime(begin) < s_limit;)
        {
            least = Math.Min(least, measure());
        }

        return least;
    }

    /// <summary>The size of an object on the heap, header included.</summary>
    public static long OfOne(Type type)
    {
        RuntimeHelpers.GetUninitializedObject(type); // the first call fills a cache
        long before = SoFar;
        object instance = RuntimeHelpers.GetUninitializedObject(type);
        long bytes = SoFar - before;
        GC.KeepAlive(instance);
        return bytes;
    }

    /// <summary>What setting the first <see cref="AsyncLocal{T}"/> of a context costs: two objects, an execution context and its table of one slot.</summary>
    public static long OfContextWithOneSlot() => OnThreadWithEmptyContext(() =>
    {
        var first = new AsyncLocal<object>();
        var second = new AsyncLocal<object>();
        first.Value = second;
        first.Value = null!;
        long before = SoFar;
        second.Value = first;
        return SoFar - before;
    });

    /// <summary>Test frameworks keep values of their own in the context; this thread has none.</summary>
    public static T OnThreadWithEmptyContext<T>(Func<T> measure)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = measure();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.UnsafeStart();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
