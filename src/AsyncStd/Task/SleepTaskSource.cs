namespace AsyncStd.Task;

using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>A sleep in the form of a BCL task. Cancelled without throwing, which is what makes it cheap.</summary>
internal sealed class SleepTaskSource(SleepOperation operation) : IWaiter
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins a sleep.</summary>
    public static Task Start(TimeSpan delay, CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled(token);
        }

        if (delay == TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        SleepOperation operation = SleepOperation.Rent(delay, token);
        var source = new SleepTaskSource(operation);
        operation.Begin(source);
        return source._source.Task;
    }

    public void Wake(ScheduleReason reason)
    {
        if (operation.Finish(out CancellationToken token))
        {
            _source.SetResult();
        }
        else
        {
            _source.SetCanceled(token);
        }
    }
}
