namespace AsyncStdConformance.Harness;

using System.Collections.Concurrent;

/// <summary>Somebody else's synchronization context: one thread and its queue, as a user interface has.</summary>
public sealed class StrangersContext : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Call, object? State)> _queue = [];

    public int Posts { get; private set; }

    /// <summary>Runs an async function on the calling thread, with this as its context, until it has ended.</summary>
    public void Run(Func<Task> body)
    {
        SetSynchronizationContext(this);
        Task task = body();
        task.ContinueWith(_ => _queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach ((SendOrPostCallback call, object? state) in _queue.GetConsumingEnumerable())
        {
            Posts++;
            call(state);
        }

        SetSynchronizationContext(null);
        task.WaitWithin(TimeSpan.FromSeconds(60));
    }

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));
}
