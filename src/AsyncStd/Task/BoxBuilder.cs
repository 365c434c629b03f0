namespace AsyncStd.Task;

using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>What the method builders share: boxing a body without running it, and suspending it.</summary>
internal struct BoxBuilder<T>
{
    /// <summary>The body's box. The builder is a field of the state machine in that very box: a circle, as in the BCL.</summary>
    public JoinHandle<T> Box;

    /// <summary>Boxes the body. This builder lies inside <paramref name="stateMachine"/>, so it must be written before the copy is made.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        var box = new AsyncBox<TStateMachine, T>();
        Box = box;
        box.StateMachine = stateMachine;
    }

    public readonly void AwaitOnCompleted<TAwaiter>(ref TAwaiter awaiter)
        where TAwaiter : INotifyCompletion
    {
        Box.CaptureContext();
        Box.BeginForeignWait(ForeignWait<TAwaiter>.Instance);
        Slice.GiveAway();
        try
        {
            awaiter.OnCompleted(Box.ResumeAction);
        }
        catch (Exception e)
        {
            Box.SetException(e);
        }
    }

    public readonly void AwaitUnsafeOnCompleted<TAwaiter>(ref TAwaiter awaiter)
        where TAwaiter : ICriticalNotifyCompletion
    {
        Box.CaptureContext();

        // For a struct the test is a constant to the JIT, and the cast a direct call without boxing; but not inside a try block.
        if (default(TAwaiter) is not null && awaiter is IRuntimeAwaiter)
        {
            ((IRuntimeAwaiter)awaiter).Await(Box);
        }
        else
        {
            AwaitForeign(ref awaiter);
        }
    }

    /// <summary>Hands the box's delegate to somebody's awaiter, which captures our context and so posts from where it is completed: to
    /// us, not by way of the thread pool. The context knows the delegate and schedules the box itself.</summary>
    private readonly void AwaitForeign<TAwaiter>(ref TAwaiter awaiter)
        where TAwaiter : ICriticalNotifyCompletion
    {
        Box.BeginForeignWait(ForeignWait<TAwaiter>.Instance);
        Slice.GiveAway();
        try
        {
            awaiter.UnsafeOnCompleted(Box.ResumeAction);
        }
        catch (Exception e)
        {
            // A broken awaiter: the body cannot go on, and must not hang either.
            Box.SetException(e);
        }
    }
}
