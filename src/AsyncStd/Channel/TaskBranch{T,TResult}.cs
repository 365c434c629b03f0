namespace AsyncStd.Channel;

/// <summary>A branch that wins when a task has ended, with what is to be done with its result.</summary>
internal sealed class TaskBranch<T, TResult>(Task<T> task, Func<T, TResult> onEnded) : TaskBranch(task), ISelectResult<TResult>
{
    private readonly Task<T> _task = task;

    public TResult Result() => onEnded(_task.GetAwaiter().GetResult()); // it has ended: throws what it has failed with
}
