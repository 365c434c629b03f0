namespace AsyncStd.Runtimes;

using System.Diagnostics.CodeAnalysis;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;
using AsyncStd.Task;

/// <summary>A wait for something that a driver, a runtime or a library brings about: what a <see cref="ValueTask{TResult}"/> of ours stands on.</summary>
/// <remarks>
/// <para>Use: derive, start what is to be waited for, return <see cref="Start"/>; whoever brings the result calls <see cref="TrySetResult(T)"/> or one of its
/// sisters. The awaiting code then runs where it belongs: on its runtime, on its own context, or on the thread pool; never on the completer's stack.</para>
/// <para>Reusable: one use ends with the await, which calls <see cref="OnEnded"/>; from then on the object may be started again or put into a
/// pool. Each use has a version, and a <see cref="ValueTask{TResult}"/> of an earlier one throws.</para>
/// <para><em>Cancellation</em> is a request: <see cref="OnCancelRequested"/> is called at most once for each use, by the token or because the awaiting task was
/// asked to stop. The operation ends when it says so: a driver whose buffer is in the kernel's hands ends it when the kernel is done.</para>
/// <para>Invariants. <c>_use</c> is twice the version, plus one once somebody has taken it upon himself to end the use: that is settled by one
/// compare-exchange, so a completer that comes late cannot end a later use whose version it does not have. The winner writes the result and then publishes by
/// exchanging <c>_waiter</c> for the sentinel. Whoever registers exchanges null for the waiter; if the sentinel is there already, it wakes the waiter itself.
/// So the waiter is woken exactly once.</para>
/// </remarks>
/// <typeparam name="T">The type of the result.</typeparam>
[Experimental(Experiments.OwnRuntimes, UrlFormat = Experiments.Url)]
public abstract class Operation<T> : IValueTaskSource<T>, IValueTaskSource, ILeaf
{
    private static readonly object s_completed = new();

    private object? _waiter;
    private T? _result;
    private ExceptionDispatchInfo? _error;
    private JoinHandle? _nestedIn;
    private CancellationTokenRegistration _registration;
    private int _use;
    private byte _cancelRequested;

    /// <summary>Whether somebody awaits this use, and so has given way or is about to. Written by the awaiting side only.</summary>
    private bool _isAwaited;

    /// <summary>Names what is waited for, in a word or two, for diagnosis.</summary>
    public virtual string Description => GetType().Name;

    string ILeaf.LeafName => Description;

    int ILeaf.LeafIndex { get; set; }

    void ILeaf.AddAwaited(List<JoinHandle> tasks) => AddAwaited(tasks);

    /// <summary>Whether the result is there.</summary>
    public bool IsCompleted => ReferenceEquals(Volatile.Read(ref _waiter), s_completed);

    /// <summary>The number of this use. Who completes an operation that is used again and may come late must pass it.</summary>
    public short Version => (short)(Volatile.Read(ref _use) >> 1);

    /// <summary>Begins a use.</summary>
    /// <param name="cancellationToken">Requests cancellation; may do so before this returns.</param>
    /// <returns>The task to hand to the awaiting code. It must be awaited, once.</returns>
    protected ValueTask<T> Start(CancellationToken cancellationToken)
    {
        Listen(cancellationToken);
        return new ValueTask<T>(this, Version);
    }

    /// <summary>Begins a use whose result says nothing.</summary>
    /// <inheritdoc cref="Start"/>
    protected ValueTask StartWithoutResult(CancellationToken cancellationToken)
    {
        Listen(cancellationToken);
        return new ValueTask(this, Version);
    }

    /// <summary>Ends the wait with a result. From any thread.</summary>
    /// <param name="result">The result.</param>
    /// <returns>False if the wait had ended already.</returns>
    public bool TrySetResult(T result) => TrySetResult(result, Version);

    /// <summary>Ends the wait of one use with a result. From any thread, however late.</summary>
    /// <param name="result">The result.</param>
    /// <param name="version">The <see cref="Version"/> of the use.</param>
    /// <returns>False if that use had ended already.</returns>
    public bool TrySetResult(T result, short version)
    {
        if (!TryTake(version))
        {
            return false;
        }

        _result = result;
        Publish();
        return true;
    }

    /// <summary>Ends the wait with an exception. From any thread.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>False if the wait had ended already.</returns>
    public bool TrySetException(Exception exception) => TrySetException(exception, Version);

    /// <summary>Ends the wait of one use with an exception. From any thread, however late.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="version">The <see cref="Version"/> of the use.</param>
    /// <returns>False if that use had ended already.</returns>
    public bool TrySetException(Exception exception, short version)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (!TryTake(version))
        {
            return false;
        }

        _error = ExceptionDispatchInfo.Capture(exception);
        Publish();
        return true;
    }

    /// <summary>Ends the wait as cancelled. From any thread.</summary>
    /// <param name="cancellationToken">The token that asked for it, if one did.</param>
    /// <returns>False if the wait had ended already.</returns>
    public bool TrySetCanceled(CancellationToken cancellationToken = default)
        => TrySetException(new OperationCanceledException($"The operation '{Description}' was cancelled.", cancellationToken));

    /// <summary>Somebody wants the wait to end early. By default it does, at once.</summary>
    /// <param name="cancellationToken">The token, or a default one if the awaiting task was asked to stop.</param>
    /// <remarks>Must be quick and must not wait: the awaiting task cannot go on before it returns.</remarks>
    protected virtual void OnCancelRequested(CancellationToken cancellationToken) => TrySetCanceled(cancellationToken);

    /// <summary>The use is over, its result handed out. The object may be started again, or go into a pool.</summary>
    protected virtual void OnEnded()
    {
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        if (!IsCompleted)
        {
            return ValueTaskSourceStatus.Pending;
        }

        // A ready result still costs budget: without, the awaiting code gives way first. But it does so once: who has been woken is not sent away again.
        return !_isAwaited && !Slice.TryConsume() ? ValueTaskSourceStatus.Pending
            : _error is null ? ValueTaskSourceStatus.Succeeded
            : _error.SourceException is OperationCanceledException ? ValueTaskSourceStatus.Canceled
            : ValueTaskSourceStatus.Faulted;
    }

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        Check(token);
        _isAwaited = true;

        // The delegate of a task's own box stands for the box: it is the waiter itself.
        if (state is Action { Target: JoinHandle box } action && box.IsResumeAction(action))
        {
            Register(box, box, box.TryBeginWait(this));
            return;
        }

        ExecutionContext? flow = (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0 ? ExecutionContext.Capture() : null;
        bool useContext = (flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0;
        Continuation waiter = Continuation.Rent(continuation, state, flow, useContext);
        bool mayWait = Ambient.TryAddLeaf(this, out _nestedIn);
        Register(waiter, _nestedIn, mayWait);
    }

    /// <inheritdoc/>
    public T GetResult(short token)
    {
        Check(token);
        if (!IsCompleted)
        {
            throw new InvalidOperationException($"The operation '{Description}' has not ended: await it.");
        }

        _registration.Dispose(); // after this the token's callback is not running and will not run
        _nestedIn?.RemoveLeaf(this);
        T? result = _result;
        ExceptionDispatchInfo? error = _error;
        _registration = default;
        _nestedIn = null;
        _result = default;
        _error = null;
        _cancelRequested = 0;
        _isAwaited = false;
        _waiter = null;
        Volatile.Write(ref _use, (_use + 1) & 0x1FFFF); // the next version, not taken
        OnEnded();
        error?.Throw();
        return result!;
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    void ILeaf.RequestCancel(JoinHandle task) => RequestCancel(default);

    /// <summary>Adds the tasks that are waited for, if any are.</summary>
    internal virtual void AddAwaited(List<JoinHandle> tasks)
    {
    }

    private void Listen(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static (state, token) => ((Operation<T>)state!).RequestCancel(token), this);
        }
    }

    private void Register(IWaiter waiter, JoinHandle? task, bool mayWait)
    {
        if (!mayWait)
        {
            RequestCancel(default); // not awaited yet, so it cannot be in another use
        }

        if (Interlocked.CompareExchange(ref _waiter, waiter, null) is not null)
        {
            if (!IsCompleted)
            {
                throw new InvalidOperationException($"The operation '{Description}' is awaited already: a ValueTask may be awaited only once.");
            }

            waiter.Wake(ScheduleReason.Yield); // it was the budget that made it wait
        }
        else if (mayWait && task is { IsCancelRequested: true })
        {
            // The request may have come between registering with the task and here, and found nothing to end. By now the wait may be over.
            task.RequestCancelOf(this);
        }
    }

    private void RequestCancel(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _cancelRequested, 1) == 0)
        {
            OnCancelRequested(cancellationToken);
        }
    }

    private bool TryTake(short version)
    {
        int open = (ushort)version << 1;
        return Interlocked.CompareExchange(ref _use, open + 1, open) == open;
    }

    private void Publish()
    {
        object? waiter = Interlocked.Exchange(ref _waiter, s_completed);
        Debug.Assert(!ReferenceEquals(waiter, s_completed), "Only the winner publishes.");
        try
        {
            (waiter as IWaiter)?.Wake(ScheduleReason.Wake);
        }
        catch (Exception e)
        {
            PoolRuntime.Shared.ReportUnhandled(e, null); // a runtime that refuses the awaiting task must not fail whoever completes the operation
        }
    }

    private void Check(short token)
    {
        if (token != Version)
        {
            throw new InvalidOperationException($"This ValueTask of '{Description}' was awaited already; it may be awaited only once.");
        }
    }
}
