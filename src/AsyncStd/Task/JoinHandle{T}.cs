namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>A spawned task that gives a result. See <see cref="JoinHandle"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks><em>Cancellation</em>: giving up an await of the handle leaves the task running and its result in place.</remarks>
/// <example><code>
/// JoinHandle&lt;int> answer = Task.Spawn(async () => { await Task.YieldNow(); return 42; });
/// Console.WriteLine(await answer);
/// </code></example>
[AsyncMethodBuilder(typeof(JoinHandleMethodBuilder<>))]
public abstract class JoinHandle<T> : JoinHandle
{
    /// <summary>Written by the last slice before the state becomes final, and never again.</summary>
    private T? _result;

    private protected JoinHandle(Runtime? runtime)
        : base(runtime)
    {
    }

    /// <summary>Waits for the end of the task; gives its result or throws what ended it.</summary>
    /// <returns>An awaiter; the compiler's business.</returns>
    public new JoinAwaiter<T> GetAwaiter() => new(this);

    /// <summary>This task as one of the BCL's, for <c>WhenAll</c>, <c>WhenAny</c> and everything else that wants one.</summary>
    /// <returns>Always the same object; it ends as this task ends.</returns>
    public new Task<T> AsTask()
    {
        TaskExtras extras = Extras;
        if (extras.Task is { } cached)
        {
            return (Task<T>)cached;
        }

        var source = new JoinTaskSource<T>(this);
        if (Interlocked.CompareExchange(ref extras.Task, source.Task, null) is { } winner)
        {
            return (Task<T>)winner;
        }

        if (!TryAddWaiter(source))
        {
            source.Finish();
        }

        return source.Task;
    }

    /// <summary>This task as a <see cref="ValueTask{TResult}"/>.</summary>
    /// <returns>A value task over <see cref="AsTask"/>, or over the result if there is one already.</returns>
    public new ValueTask<T> AsValueTask() => IsCompletedSuccessfully ? new ValueTask<T>(_result!) : new ValueTask<T>(AsTask());

    /// <summary>Asks the task to stop, waits until it has ended, and gives its output if it came to its end all the same.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The output, or none if the task was stopped. A failure of another kind is thrown.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled before the task had ended.</exception>
    /// <remarks>
    /// <para>The request is made at once, even if the result is never awaited. A task that ignores it is waited for without limit; <c>Task.Timeout</c> sets one.</para>
    /// <para><em>Cancellation</em>: ends only the wait. The task has been asked to stop all the same, and its handle still gives what becomes of it.</para>
    /// </remarks>
    /// <example><code>
    /// JoinHandle&lt;int> worker = Task.Spawn(() => 42);
    /// if ((await worker.CancelAsync()).TryGetValue(out int answer))
    /// {
    ///     Console.WriteLine($"it had finished: {answer}");
    /// }
    /// </code></example>
    public new ValueTask<CancelResult<T>> CancelAsync(CancellationToken cancellationToken = default)
    {
        Cancel();
        return CancelWait<CancelResult<T>>.For(
            this,
            static task => task.HasFinished() ? new CancelResult<T>(((JoinHandle<T>)task).GetResult()) : default,
            isShield: false,
            cancellationToken);
    }

    /// <summary>The task as one of the BCL's: what <see cref="AsTask"/> returns.</summary>
    /// <param name="handle">The handle.</param>
    public static implicit operator Task<T>(JoinHandle<T> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return handle.AsTask();
    }

    /// <summary>The task as one of the BCL's without its result: what <see cref="AsTask"/> returns.</summary>
    /// <param name="handle">The handle.</param>
    public static implicit operator Task(JoinHandle<T> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return handle.AsTask();
    }

    private protected sealed override Task AsTaskCore() => AsTask();

    internal override bool KeepsObjectsAlive => IsFaulted || System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<T>();

    internal sealed override object? ResultObject => _result;

    internal sealed override ValueTask WaitAsBranch(in BranchSettings settings) => BranchWait<T>.ForEnd(this, settings);

    /// <summary>The result of a task that has ended; throws what ended it otherwise.</summary>
    internal T GetResult()
    {
        ThrowIfFailed();
        return _result!;
    }

    internal void SetResult(T result)
    {
        _result = result;
        CompleteSucceeded();
    }

    internal void SetException(Exception exception) => CompleteFailed(exception);
}
