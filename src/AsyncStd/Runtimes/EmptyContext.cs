namespace AsyncStd.Runtimes;

/// <summary>The execution context in which no <see cref="AsyncLocal{T}"/> has a value: where code runs whose flow was suppressed at spawn.</summary>
/// <remarks>The BCL gives it out only to a thread that has it, so a thread is asked; once, and only when it is needed.</remarks>
internal static class EmptyContext
{
    private static ExecutionContext? s_context;

    public static ExecutionContext Get() => s_context ?? Ask();

    private static ExecutionContext Ask()
    {
        var thread = new Thread(static () => s_context = ExecutionContext.Capture()) { IsBackground = true };
        Executors.ThreadFactory.Start(thread);
        thread.Join();
        return s_context!;
    }
}
