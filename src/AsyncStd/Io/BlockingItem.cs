namespace AsyncStd.Io;

using AsyncStd.Runtimes;

/// <summary>An action for a thread that may block; used again when it has run.</summary>
internal sealed class BlockingItem() : WorkItem(null)
{
    private Action? _action;

    public override string Description => "blocking read";

    public void Start(Action action)
    {
        Runtime runtime = Runtime.Current;
        _action = action;
        Owner = runtime;
        runtime.ScheduleLong(this);
    }

    protected override void Invoke() => _action!();
}
