namespace AsyncStd.Runtimes;

/// <summary>The one place that blocks a thread on a BCL task: for <see cref="IDisposable.Dispose"/>, outside every runtime.</summary>
internal static class BlockingBridge
{
    public static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
