namespace AsyncStd.Runtimes.Executors;

/// <summary>Runs tasks on a <see cref="SynchronizationContext"/>: the loop of a user interface.</summary>
internal sealed class ContextRuntime : HostedRuntime
{
    private static readonly SendOrPostCallback s_run = static state => ((IThreadPoolWorkItem)state!).Execute();

    private readonly SynchronizationContext _context;
    private Thread? _loop;

    public ContextRuntime(RuntimeOptions options, SynchronizationContext context)
        : base(options)
    {
        _context = context;
        if (SynchronizationContext.Current == context)
        {
            _loop = Thread.CurrentThread;
        }
    }

    public override string Executor => "synchronization-context";

    protected override string Host => $"the loop of {_context.GetType()}";

    /// <summary>Some loops install another object of the same type for each callback, so the thread is looked at, too.</summary>
    protected override bool IsHostsTurn
        => SynchronizationContext.Current is { } current
            && (current == _context || (current.GetType() == _context.GetType() && Thread.CurrentThread == Volatile.Read(ref _loop)));

    protected override void Ask(IThreadPoolWorkItem turn) => _context.Post(s_run, turn);

    protected override void OnTurn() => Volatile.Write(ref _loop, Thread.CurrentThread);
}
