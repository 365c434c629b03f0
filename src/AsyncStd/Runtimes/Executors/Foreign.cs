namespace AsyncStd.Runtimes;

using Task = System.Threading.Tasks.Task;

/// <summary>Hands work to other people's schedulers.</summary>
internal static class Foreign
{
    /// <summary>Starts a call on a scheduler. Its failure is nobody's but the scheduler's, as with any continuation there.</summary>
    public static void Start(TaskScheduler scheduler, Action<object?> call, object state)
        => Task.Factory.StartNew(call, state, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
}
