namespace AsyncStd.Stream;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Waits until results that nobody gets are disposed of, whatever is cancelled.</summary>
internal sealed class UnclaimedWait : Operation<bool>
{
    public override string Description => "disposal of results";

    public static ValueTask For(List<object> unclaimed, Runtime runtime)
    {
        var wait = new UnclaimedWait();
        ValueTask task = wait.StartWithoutResult(default);
        UnclaimedResults.Dispose(unclaimed, runtime, ExecutionContext.Capture(), () => wait.TrySetResult(true));
        return task;
    }

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
    }
}
