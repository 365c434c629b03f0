namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Disposes of results of branches that nobody gets: the lock that a loser of a race took, the connection that came second.</summary>
internal static class UnclaimedResults
{
    /// <summary>Notes the result of a branch, if there is one that can be disposed of. A branch that was left running is taken care of when it ends.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="kept">The result that somebody gets: two branches may have the same.</param>
    /// <param name="results">The results so far.</param>
    public static void Collect(JoinHandle branch, object? kept, ref List<object>? results)
    {
        if (!branch.IsCompleted && branch.TryAddWaiter(new EndCallback(() => DisposeLate(branch))))
        {
            return;
        }

        if (branch.IsCompletedSuccessfully)
        {
            Add(branch.ResultObject, kept, ref results);
        }
    }

    /// <summary>Notes one result.</summary>
    /// <inheritdoc cref="Collect"/>
    public static void Add(object? result, object? kept, ref List<object>? results)
    {
        // A task is disposable only in name.
        if (result is (IDisposable or IAsyncDisposable) and not System.Threading.Tasks.Task && !ReferenceEquals(result, kept))
        {
            (results ??= []).Add(result);
        }
    }

    /// <summary>Disposes of results in a task of its own, which cancellation does not reach, and then goes on.</summary>
    /// <param name="results">The results.</param>
    /// <param name="runtime">Where.</param>
    /// <param name="context">In whose name; null: in nobody's.</param>
    /// <param name="then">What comes next, from any thread.</param>
    public static void Dispose(List<object> results, Runtime runtime, ExecutionContext? context, Action then)
    {
        JoinHandle task = DisposeAsync(results, runtime).Handle!;
        task.MakeShield();
        task.SetWaiter(new EndCallback(then));
        try
        {
            if (context is null)
            {
                Scope.Detached(() => task.Publish(runtime, null, 0));
            }
            else
            {
                ExecutionContext.Run(context, _ => task.Publish(runtime, null, 0), null);
            }
        }
        catch (Exception e)
        {
            runtime.ReportUnhandled(e, task); // the runtime refuses the task, which has ended by that
        }
    }

    /// <summary>Disposes of results one after the other; a failure does not spare the next.</summary>
    public static async TaskBody DisposeAsync(List<object> results, Runtime runtime)
    {
        foreach (object result in results)
        {
            try
            {
                if (result is IAsyncDisposable disposable)
                {
                    await disposable.DisposeAsync();
                }
                else
                {
                    ((IDisposable)result).Dispose();
                }
            }
            catch (Exception e)
            {
                runtime.ReportUnhandled(e, null);
            }
        }
    }

    private static void DisposeLate(JoinHandle branch)
    {
        List<object>? results = null;
        if (branch.IsCompletedSuccessfully)
        {
            Add(branch.ResultObject, null, ref results);
        }

        if (results is not null)
        {
            Dispose(results, branch.Owner!, null, static () => { });
        }
    }
}
