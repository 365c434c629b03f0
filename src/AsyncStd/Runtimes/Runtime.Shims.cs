namespace AsyncStd.Runtimes;

using System.IO.Pipelines;
using AsyncStd.Runtimes.Shims;

// The runtime in the shapes that other libraries ask for. Each is made once, when it is first asked for.
public abstract partial class Runtime
{
    private RuntimeTaskScheduler? _taskScheduler;
    private RuntimePipeScheduler? _pipeScheduler;
    private RuntimeTimeProvider? _timeProvider;
    private RuntimeEntry? _entry;
    private ExecutionContext? _enteredContext;

    /// <summary>How many items the runtime runs at the same time, at most.</summary>
    protected internal virtual int MaximumConcurrency => int.MaxValue;

    /// <summary>The runtime as a <see cref="TaskScheduler"/>, for code that takes one: <see cref="TaskFactory"/>, <see cref="ParallelOptions"/>, dataflow blocks.</summary>
    /// <returns>Always the same object. A task that is queued there is one item of the runtime; a long-running one is run as by
    /// <see cref="SpawnBlocking(Action, string?, string?, int)"/>. Disposing the runtime waits for both.</returns>
    /// <remarks>
    /// <para>It is never ambient: inside the runtime's own tasks <see cref="TaskScheduler.Current"/> is what it would be without it, so that nobody's <c>StartNew</c>
    /// is captured. Inside a task that you queue there it is this scheduler up to the first await, as with any; pass
    /// <see cref="TaskCreationOptions.HideScheduler"/> to avoid that.</para>
    /// <para><see cref="Current"/> is inside the task what it was where the task was made, because that is what flows: <see cref="Enter"/> first if it matters.</para>
    /// <para>Who waits for a task on one of the runtime's own threads runs it right there, if it has not begun.</para>
    /// </remarks>
    /// <example><code>
    /// await using Runtime runtime = new RuntimeBuilder().ThreadCount(2).Build();
    /// var factory = new TaskFactory(runtime.AsTaskScheduler());
    /// int answer = await factory.StartNew(() => 42);
    /// </code></example>
    public TaskScheduler AsTaskScheduler()
        => _taskScheduler ?? Interlocked.CompareExchange(ref _taskScheduler, new RuntimeTaskScheduler(this), null) ?? _taskScheduler;

    /// <summary>The runtime as a <see cref="SynchronizationContext"/>: what is posted there runs on the runtime.</summary>
    /// <returns>Always the same object, the one that is current in tasks that are pinned to no place.</returns>
    /// <remarks><see cref="Current"/> is inside a callback that of the poster, or this runtime if the poster has none. Sending throws
    /// <see cref="NotSupportedException"/>: it would block a thread. A callback that throws is reported to <see cref="UnhandledException"/>.
    /// Disposing the runtime waits for what was posted.</remarks>
    /// <example><code>
    /// await using Runtime runtime = new RuntimeBuilder().ThreadCount(2).Build();
    /// runtime.AsSynchronizationContext().Post(_ => Console.WriteLine(Runtime.Current.Name), null);
    /// </code></example>
    public SynchronizationContext AsSynchronizationContext() => ContextFor(0);

    /// <summary>The runtime as a <see cref="PipeScheduler"/>: the continuations of a <see cref="Pipe"/> run on it.</summary>
    /// <returns>Always the same object. A callback allocates nothing.</returns>
    /// <remarks><see cref="Current"/> is this runtime inside a callback, unless the pipe brings the context of its reader or writer. What a callback throws is
    /// reported to <see cref="UnhandledException"/>. Disposing the runtime does not wait for callbacks; what comes later runs on the thread pool.</remarks>
    /// <example><code>
    /// await using Runtime runtime = new RuntimeBuilder().ThreadCount(2).Build();
    /// var scheduler = runtime.AsPipeScheduler();
    /// var pipe = new System.IO.Pipelines.Pipe(new(readerScheduler: scheduler, writerScheduler: scheduler, useSynchronizationContext: false));
    /// </code></example>
    public PipeScheduler AsPipeScheduler()
        => _pipeScheduler ?? Interlocked.CompareExchange(ref _pipeScheduler, new RuntimePipeScheduler(this), null) ?? _pipeScheduler;

    /// <summary>The runtime's time: reads <see cref="Clock"/>, and runs the callbacks of its timers on the runtime, wherever the clock itself would run them.</summary>
    /// <returns>Always the same object.</returns>
    /// <remarks>A timer never fires early. A callback runs under the execution context of the code that made the timer; what it throws is
    /// reported to <see cref="UnhandledException"/>. Timers of a disposed runtime go on, and their callbacks run on the thread pool.</remarks>
    /// <example><code>
    /// await using Runtime runtime = new RuntimeBuilder().ThreadCount(2).Build();
    /// using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), runtime.AsTimeProvider());
    /// </code></example>
    public TimeProvider AsTimeProvider()
        => _timeProvider ?? Interlocked.CompareExchange(ref _timeProvider, new RuntimeTimeProvider(this), null) ?? _timeProvider;

    /// <summary>The node for the ambient slot of code that runs here and is no task's.</summary>
    internal RuntimeEntry Entry
        => _entry ?? Interlocked.CompareExchange(ref _entry, new RuntimeEntry(this), null) ?? _entry;

    /// <summary>An execution context that holds nothing but <see cref="Entry"/>: installing it costs no allocation.</summary>
    internal ExecutionContext EnteredContext
    {
        get
        {
            if (_enteredContext is null)
            {
                ExecutionContext.Run(
                    EmptyContext.Get(),
                    static state =>
                    {
                        var runtime = (Runtime)state!;
                        Ambient.Item = runtime.Entry;
                        Volatile.Write(ref runtime._enteredContext, ExecutionContext.Capture());
                    },
                    this);
            }

            return _enteredContext!;
        }
    }
}
