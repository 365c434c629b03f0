namespace AsyncStd.Sync.Waiting;

/// <summary>A wait whose result is one bit: whether <see cref="QueuedWaiter.Amount"/> is not 0.</summary>
internal sealed class SignalWaiter : QueuedWaiter<SignalWaiter, bool>
{
    protected override bool TakeResult() => Amount != 0;
}
