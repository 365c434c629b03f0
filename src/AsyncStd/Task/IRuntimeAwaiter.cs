namespace AsyncStd.Task;

/// <summary>An awaiter that registers a task's own box: no delegate, no allocation, no look at the ambient slot.</summary>
/// <remarks>The compiler copies an awaiter into the state machine between <c>IsCompleted</c> and this call: what this call
/// writes into the awaiter itself is lost.</remarks>
internal interface IRuntimeAwaiter
{
    /// <summary>Arranges for <paramref name="task"/> to be scheduled when the awaited thing is there. It may be running elsewhere before this returns.</summary>
    void Await(JoinHandle task);
}
