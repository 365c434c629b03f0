namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;
using Task = System.Threading.Tasks.Task;

/// <summary>A branch that wins when a task has ended. The task itself is left alone.</summary>
internal abstract class TaskBranch(Task task) : SelectBranch
{
    private CancellationTokenSource? _listening;

    public override bool TryNow() => task.IsCompleted;

    public override void Unregister()
    {
        _listening?.Cancel(); // takes the continuation out of the task, which may live for long and be selected on often
        _listening?.Dispose();
        _listening = null;
    }

    protected override void Register(SelectWait wait)
    {
        _listening = new CancellationTokenSource();
        task.ContinueWith(
            static (_, state) => ((Listener)state!).End(),
            new Listener(wait, Index),
            _listening.Token,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>For one wait only: it may be called late.</summary>
    private sealed class Listener(SelectWait wait, int index)
    {
        private readonly SelectState _state = wait.State!;

        public void End()
        {
            if (_state.TryClaim())
            {
                wait.Winner = index;
                wait.End(WaitOutcome.Granted);
            }
        }
    }
}
