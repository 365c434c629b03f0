namespace AsyncStd.Fs;

using AsyncStd.Runtimes;

/// <summary>Waiting for a call of a driver on a thread that may be blocked.</summary>
internal static class Blocking
{
    /// <summary>Keeps the calling thread until a call has ended. On a worker another thread goes on with its tasks meanwhile.</summary>
    /// <exception cref="InvalidOperationException">The calling thread is needed for the call to end: it has to be awaited.</exception>
    public static T Wait<T>(ValueTask<T> call)
    {
        if (call.IsCompleted)
        {
            return call.GetAwaiter().GetResult();
        }

        using (Ambient.ForLeaf.BlockingSection())
        {
            return Runtime.BlockOn(call);
        }
    }

    /// <inheritdoc cref="Wait{T}"/>
    public static void Wait(ValueTask call)
    {
        if (call.IsCompleted)
        {
            call.GetAwaiter().GetResult();
            return;
        }

        using (Ambient.ForLeaf.BlockingSection())
        {
            Runtime.BlockOn(call);
        }
    }
}
