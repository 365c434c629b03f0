namespace AsyncStdConformance.Harness;

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

/// <summary>The loop of a user interface: one thread, its queue, and a context that is current in each callback. Ends when nobody knows it any more.</summary>
public sealed class UserInterfaceLoop : SynchronizationContext
{
    private readonly BlockingCollection<Callback> _queue = [];

    public UserInterfaceLoop()
    {
        // The thread must not know the context: a runtime that is collected takes it along.
        BlockingCollection<Callback> queue = _queue;
        Thread = new Thread(() => Loop(queue)) { IsBackground = true, Name = "user interface" };
        Thread.UnsafeStart();
    }

    ~UserInterfaceLoop() => _queue.CompleteAdding();

    public Thread Thread { get; }

    /// <summary>Refuses everything from now on, as a window that was closed.</summary>
    public void Close() => _queue.CompleteAdding();

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add(new Callback(this, d, state));

    /// <summary>Runs a callback of the user interface's own, and waits for its end.</summary>
    public void Do(Action body) => Start(body).WaitWithin(TimeSpan.FromSeconds(60));

    /// <summary>Starts a callback of the user interface's own.</summary>
    public Task Start(Action body)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            _ =>
            {
                try
                {
                    body();
                    ended.SetResult();
                }
                catch (Exception e)
                {
                    ended.SetException(e);
                }
            },
            null);
        return ended.Task;
    }

    private static void Loop(BlockingCollection<Callback> queue)
    {
        while (RunNext(queue))
        {
        }
    }

    /// <summary>A method of its own: a variable that outlived it would keep the context of the last callback.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool RunNext(BlockingCollection<Callback> queue)
    {
        if (!queue.TryTake(out Callback callback, Timeout.Infinite))
        {
            return false;
        }

        SetSynchronizationContext(callback.Context);
        callback.Call(callback.State);
        SetSynchronizationContext(null);
        return true;
    }

    private readonly record struct Callback(SynchronizationContext Context, SendOrPostCallback Call, object? State);
}
