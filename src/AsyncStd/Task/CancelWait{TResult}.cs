namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Waits for the end of a task that was asked to stop, whatever that end is.</summary>
/// <remarks>The wait is the task's waiter before anybody can ask it to give up. Who gives up takes it back; if that fails, the task has just ended, and wakes it.</remarks>
internal sealed class CancelWait<TResult> : Operation<TResult>, IWaiter
{
    private readonly JoinHandle _task;
    private readonly Func<JoinHandle, TResult> _result;
    private readonly bool _isShield;

    private CancelWait(JoinHandle task, Func<JoinHandle, TResult> result, bool isShield)
    {
        _task = task;
        _result = result;
        _isShield = isShield;
    }

    public override string Description => "end of " + _task.Description;

    /// <summary>Waits for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="result">What to make of it once it has ended.</param>
    /// <param name="isShield">Whether the scope of the awaiting code does not end the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<TResult> For(JoinHandle task, Func<JoinHandle, TResult> result, bool isShield, CancellationToken cancellationToken)
        => Begin(task, result, isShield).Start(cancellationToken);

    /// <inheritdoc cref="For"/>
    public static ValueTask ForEnd(JoinHandle task, Func<JoinHandle, TResult> result, bool isShield)
        => Begin(task, result, isShield).StartWithoutResult(default);

    void IWaiter.Wake(ScheduleReason reason) => End();

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        if (!_isShield && _task.TryRemoveWaiter(this))
        {
            TrySetCanceled(cancellationToken);
        }
    }

    private static CancelWait<TResult> Begin(JoinHandle task, Func<JoinHandle, TResult> result, bool isShield)
    {
        var wait = new CancelWait<TResult>(task, result, isShield);
        if (!task.TryAddWaiter(wait))
        {
            wait.End();
        }

        return wait;
    }

    private void End()
    {
        try
        {
            TrySetResult(_result(_task));
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }
}
