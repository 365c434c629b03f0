namespace AsyncStdConformance.Harness;

using System.Runtime.ExceptionServices;

/// <summary>A thread that belongs to no runtime and no test runner: no context, no slot, and an end, so that a deadlock fails one test and not the run.</summary>
public static class ForeignThread
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(240);

    /// <summary>Runs a call on a thread of its own and waits for it.</summary>
    public static void Run(Action body)
    {
        Task task = Start(body);
        task.WaitWithin(s_patience);
    }

    /// <inheritdoc cref="Run(Action)"/>
    public static T Run<T>(Func<T> body)
    {
        T? result = default;
        Run(() => { result = body(); });
        return result!;
    }

    /// <summary>Starts a call on a thread of its own.</summary>
    public static Task Start(Action body)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                body();
                ended.SetResult();
            }
            catch (Exception e)
            {
                ended.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = "foreign",
        };
        thread.UnsafeStart();
        return ended.Task;
    }

    /// <summary>Blocks until a task has ended, in real time; fails after a limit.</summary>
    public static void WaitWithin(this Task task, TimeSpan limit)
    {
        try
        {
            if (!task.Wait(limit))
            {
                throw new TimeoutException($"Still waiting after {limit.TotalSeconds} s of real time.");
            }
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    /// <inheritdoc cref="WaitWithin(Task, TimeSpan)"/>
    public static T WaitWithin<T>(this Task<T> task, TimeSpan limit)
    {
        ((Task)task).WaitWithin(limit);
        return task.Result;
    }
}
