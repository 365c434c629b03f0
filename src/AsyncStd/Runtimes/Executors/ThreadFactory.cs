namespace AsyncStd.Runtimes.Executors;

/// <summary>Starts threads, and lets a test play an operating system that refuses.</summary>
internal static class ThreadFactory
{
    /// <summary>Called before each start; a test makes it throw what the operating system would.</summary>
    internal static Action? BeforeStart { get; set; }

    public static void Start(Thread thread)
    {
        BeforeStart?.Invoke();
        thread.UnsafeStart(); // the starter's execution context is not the runtime's
    }
}
