namespace AsyncStd.Runtimes;

using AsyncStd.Runtimes.Blocking;
using AsyncStd.Task;

// Calls that may block their thread.
public abstract partial class Runtime
{
    private readonly BlockingReports _blockingReports = new();
    private EventHandler<BlockingDetectedEventArgs>? _blockingDetected;

    /// <summary>A task blocked a thread that others need, without having said so. Raised once for each spawn site.</summary>
    /// <remarks>Raised on the blocked thread where possible, on a thread that watches over it otherwise: a handler must be quick and thread-safe, and must not block.</remarks>
    public event EventHandler<BlockingDetectedEventArgs>? BlockingDetected
    {
        add
        {
            lock (_blockingReports)
            {
                _blockingDetected += value;
            }

            if (!HasMonitor)
            {
                SliceWatch.Watch(this);
            }
        }

        remove
        {
            lock (_blockingReports)
            {
                _blockingDetected -= value;
            }
        }
    }

    /// <summary>Makes a call that may block, without keeping others from running: for drivers, whose system calls it is meant for.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="kind">How long the call may take.</param>
    /// <param name="state">What the call works on.</param>
    /// <param name="call">The call; static, so that nothing is allocated. Runs under no task's context.</param>
    /// <param name="cancellationToken">Cancels a call that has not begun; and the wait for an <see cref="BlockingKind.Unbounded"/> one.</param>
    /// <returns>The result of the call.</returns>
    /// <exception cref="OperationCanceledException">Thrown by the await: the token was cancelled, or the task was asked to stop, before the call
    /// had begun; or while an <see cref="BlockingKind.Unbounded"/> call was going on.</exception>
    /// <remarks>
    /// <para>A <see cref="BlockingKind.Short"/> call is made at once, on the caller's stack, by a worker of a work-stealing runtime; after a millisecond another
    /// thread takes the worker over. Everywhere else, and when no permit is left, the call is queued for a thread that may block.</para>
    /// <para><em>Cancellation</em>: a cancelled call has not been made; one of kind <see cref="BlockingKind.Unbounded"/> may have been or may still be.</para>
    /// </remarks>
    /// <example><code>
    /// ValueTask&lt;long> Length(string path) => Runtime.Current.RunBlockingAsync(
    ///     BlockingKind.Short, path, static path => new FileInfo(path).Length);
    /// </code></example>
    public ValueTask<TResult> RunBlockingAsync<TState, TResult>(BlockingKind kind, TState state, Func<TState, TResult> call, CancellationToken cancellationToken = default)
        => RunBlockingAsync(kind, state, call, abandoned: null, cancellationToken);

    /// <summary>The same for a call that brings back something that must be freed.</summary>
    /// <param name="kind">How long the call may take.</param>
    /// <param name="state">What the call works on.</param>
    /// <param name="call">The call.</param>
    /// <param name="abandoned">Frees what an <see cref="BlockingKind.Unbounded"/> call still brings back after its await was cancelled.</param>
    /// <param name="cancellationToken">Cancels a call that has not begun; and the wait for an <see cref="BlockingKind.Unbounded"/> one.</param>
    /// <inheritdoc cref="RunBlockingAsync{TState, TResult}(BlockingKind, TState, Func{TState, TResult}, CancellationToken)"/>
    public ValueTask<TResult> RunBlockingAsync<TState, TResult>(
        BlockingKind kind,
        TState state,
        Func<TState, TResult> call,
        Action<TState, TResult>? abandoned,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TResult>(cancellationToken);
        }

        try
        {
            JoinHandle.ThrowIfCurrentIsCancelled();
            if (kind == BlockingKind.Short && Slice.TryConsume() && TryBeginBlockingSection())
            {
                try
                {
                    return new ValueTask<TResult>(call(state));
                }
                finally
                {
                    EndBlockingSection();
                }
            }

            return BlockingCall<TState, TResult>.Start(this, kind, state, call, abandoned, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<TResult>(e);
        }
    }

    /// <summary>Declares that the calling code may block its thread until the result is disposed: for synchronous calls that cannot be made elsewhere.</summary>
    /// <returns>Dispose it on the same thread, before the next await. Nested ones do nothing.</returns>
    /// <remarks>On a worker of a work-stealing runtime another thread takes the worker over if this one is still blocked after a millisecond; <c>BlockOn</c> is
    /// allowed inside. Everywhere else it does nothing. What is awaited next brings the task back to a worker.</remarks>
    /// <example><code>
    /// using (Runtime.Current.BlockingSection())
    /// {
    ///     Console.WriteLine(Console.In.ReadLine());
    /// }
    /// </code></example>
    public BlockingSection BlockingSection() => new(TryBeginBlockingSection() ? this : null);

    /// <summary>The calling thread is about to block. A runtime whose thread it is, and which can go on without it, prepares for that.</summary>
    /// <returns>Whether it may block here: then <see cref="EndBlockingSection"/> is called afterwards, on the same thread. False, the default: it should not, and
    /// the call is queued with <see cref="ScheduleBlocking"/> instead.</returns>
    protected internal virtual bool TryBeginBlockingSection() => false;

    /// <summary>The calling thread does not block any longer. Must not wait: not even for the thread's own worker.</summary>
    protected internal virtual void EndBlockingSection()
    {
    }

    /// <summary>A slice was found blocking its thread: counts that, and tells whoever listens of the first one from each site.</summary>
    internal void ReportBlocking(WorkItem? source, TimeSpan duration, bool withStack)
    {
        var task = source as JoinHandle;
        string? name = task?.Name ?? task?.BodyName ?? source?.Description;
        if (!_blockingReports.Add(task?.SpawnSite ?? name ?? ""))
        {
            return;
        }

        if (FeatureSwitches.EventsSupported && RuntimeEventSource.Log.IsEnabled())
        {
            RuntimeEventSource.Log.BlockingDetected(Name, name ?? "", task?.SpawnSite ?? "");
        }

        var arguments = new BlockingDetectedEventArgs(name, task?.SpawnSite, task?.LastAwait, duration, withStack ? Environment.StackTrace : null);
        try
        {
            _blockingDetected?.Invoke(this, arguments);
        }
        catch (Exception e)
        {
            ReportUnhandled(e, source);
        }

        Hooks?.BlockingDetected(this, arguments);
    }

    /// <summary>Whether the executor looks for threads that block by itself.</summary>
    internal virtual bool HasMonitor => false;

    /// <summary>Whether files may be read by a ring, without a thread for each read. Not where the clock may be paused: what occupies no thread would not hold it.</summary>
    internal virtual bool MayReadByRing => false;

    /// <summary>The place that a task is pinned to which the calling thread spawns; 0 if there is none.</summary>
    internal virtual int NearestPlace => CurrentAffinity;

    /// <summary>Takes a call that is too long for a worker.</summary>
    internal virtual void ScheduleLong(WorkItem item) => ScheduleBlocking(item);

    /// <summary>A task was pinned to a place, or such a task has ended.</summary>
    /// <param name="place">The place.</param>
    /// <param name="by">One more, or one less.</param>
    internal virtual void CountPinned(int place, int by)
    {
    }
}
