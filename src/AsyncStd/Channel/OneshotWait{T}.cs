namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>Waits for the one message.</summary>
internal sealed class OneshotWait<T> : QueuedWaiter<OneshotWait<T>, T>
{
    protected override T TakeResult() => ((OneshotReceiver<T>)Host).TakeGranted();

    protected override Exception Refusal() => OneshotReceiver<T>.NothingComes();
}
