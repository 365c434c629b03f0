namespace AsyncStd.Task;

using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>A sleep in the form of a BCL task. Cancelled without throwing, which is what makes it cheap.</summary>
internal sealed class SleepTaskSource : WorkItem
{
    private readonly SleepOperation _operation;
    private readonly TaskCompletionSource _source;

    private SleepTaskSource(Runtime runtime, SleepOperation operation)
        : base(runtime)
    {
        _operation = operation;
        _source = new TaskCompletionSource(runtime.IsClosedWorld ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Begins a sleep.</summary>
    public static Task Start(TimeSpan delay, CancellationToken token)
    {
        Runtime runtime = Ambient.ForLeaf;
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled(token);
        }

        if (delay == TimeSpan.Zero && !runtime.IsClosedWorld)
        {
            return Task.CompletedTask;
        }

        SleepOperation operation = SleepOperation.Rent(delay, token);
        var source = new SleepTaskSource(runtime, operation);
        operation.Begin(source);
        return source._source.Task;
    }

    internal override void Wake(ScheduleReason reason)
    {
        if (Owner!.IsClosedWorld)
        {
            Owner.Schedule(this, reason);
        }
        else
        {
            Invoke();
        }
    }

    protected override void Invoke()
    {
        if (_operation.Finish(out CancellationToken token))
        {
            _source.SetResult();
        }
        else
        {
            _source.SetCanceled(token);
        }
    }
}
