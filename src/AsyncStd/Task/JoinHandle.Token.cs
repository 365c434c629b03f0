namespace AsyncStd.Task;

// A task's scope as a CancellationToken, for code that knows nothing else. Made when it is first asked for.
public abstract partial class JoinHandle
{
    /// <summary>Is cancelled when the task is asked to stop.</summary>
    internal CancellationToken Token
    {
        get
        {
            TaskExtras extras = Extras;
            CancellationTokenSource source = extras.Source
                ?? Interlocked.CompareExchange(ref extras.Source, new CancellationTokenSource(), null)
                ?? extras.Source;
            Interlocked.MemoryBarrier(); // a request that comes now sees the source, or we see the request
            if (IsCancelRequested)
            {
                CancelToken(source);
            }

            return source.Token;
        }
    }

    /// <summary>The same without making one.</summary>
    internal CancellationToken TokenIfAny => ExtrasIfAny?.Source?.Token ?? default;

    /// <summary>Whether the running code has been asked to stop, and a token that says so.</summary>
    internal static bool IsCurrentCancelled(out CancellationToken token)
    {
        JoinHandle? node = CurrentCancelled;
        token = node is null ? default : node.Token;
        return node is not null;
    }

    /// <summary>Runs the callbacks of a token on this stack; one that throws has nobody else to throw to.</summary>
    /// <remarks>No leaf is being asked meanwhile, so a callback may do what it likes. What it cancels is cancelled when its call returns.</remarks>
    private void CancelToken(CancellationTokenSource? source)
    {
        Queue<JoinHandle>? later = t_later;
        t_later = null;
        try
        {
            source?.Cancel();
        }
        catch (AggregateException e)
        {
            foreach (Exception inner in e.InnerExceptions)
            {
                Owner!.ReportUnhandled(inner, this);
            }
        }
        finally
        {
            t_later = later;
        }
    }
}
