namespace AsyncStd.Channel;

using Task = System.Threading.Tasks.Task;

/// <summary>A branch that wins when a task has ended, with what is then to be done.</summary>
internal sealed class TaskBranch<TResult>(Task task, Func<TResult> onEnded) : TaskBranch(task), ISelectResult<TResult>
{
    private readonly Task _task = task;

    public TResult Result()
    {
        _task.GetAwaiter().GetResult(); // it has ended: throws what it has failed with
        return onEnded();
    }
}
