namespace AsyncStd.Channel;

using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>A channel: its messages, who waits for one, who waits with one, and how many handles there are of each side.</summary>
/// <remarks>
/// <para>Everything is guarded by <c>_gate</c>; an operation enters it once. Whoever is to be woken is taken out of its queue within, and woken outside.</para>
/// <para>Invariants while nobody is within. Somebody waits in <c>_takers</c> only if there is no message and no sender waits. Somebody waits in <c>_givers</c> only if
/// the channel is full. Nobody waits in either once it is closed. Exceptions: a branch of a select that has been decided elsewhere is nobody, and the
/// two branches of one select do not meet. Who waits in <c>_readWatchers</c> while there is a message, or in <c>_writeWatchers</c> while there is room, is just being woken.</para>
/// <para>Who waits for a message gets it from its sender directly. Who waits with one stays in the queue until a receiver makes room; the receiver
/// moves the message in. So neither has to look again, and nobody overtakes. Why a sender is woken by the first message that leaves, and not in
/// batches: the receiver may next wait for something that only this sender does.</para>
/// </remarks>
internal sealed partial class ChannelCore<T> : IClosable, IEnumerationSource<T>
{
    private readonly int _capacity;
    private SpinGate _gate;
    private bool _isClosed;

    /// <summary>Closed, and nothing is to be received any more: <see cref="Completion"/> ends.</summary>
    private bool _isEnded;

    /// <summary>Whether anybody waits until there is a message or room. Changes under the gate; so the usual path looks at one field.</summary>
    private bool _isWatched;
    private ItemRing<T> _items;
    private WaiterQueue _takers;
    private WaiterQueue _givers;
    private WaiterQueue _readWatchers;
    private WaiterQueue _writeWatchers;
    private int _senders = 1;
    private int _receivers = 1;
    private ChannelCompletion? _completion;

    /// <param name="capacity">How many messages may wait, or null for any number.</param>
    public ChannelCore(int? capacity)
    {
        Capacity = capacity;
        _capacity = capacity ?? int.MaxValue;
        _items = new ItemRing<T>(capacity ?? int.MaxValue);
    }

    public int? Capacity { get; }

    public int Count => _items.Count;

    public bool IsFull => Capacity is { } capacity && Count >= capacity;

    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>What the channel was closed with, if with anything. Does not change once it is closed.</summary>
    public Exception? Error { get; private set; }

    public int SenderCount => Volatile.Read(ref _senders);

    public int ReceiverCount => Volatile.Read(ref _receivers);

    string IWaiterHost.WaitName => "channel";

    public override string ToString()
        => $"{Count}{(Capacity is { } capacity ? $" of {capacity}" : "")} messages{(IsClosed ? ", closed" : "")}, senders: {SenderCount}, receivers: {ReceiverCount}";

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        if (QueueOf(waiter.Kind).TryRemove(waiter))
        {
            released.AddCancelled(waiter, cancellationToken); // nobody waits behind it for its sake: there is one message, or one place, for each
            MarkWatched();
        }

        _gate.Exit();
        released.Wake();
    }

    private ref WaiterQueue QueueOf(byte kind)
    {
        switch (kind)
        {
            case WaitKind.Send or WaitKind.SendBranch:
                return ref _givers;
            case WaitKind.ReadyToReceive:
                return ref _readWatchers;
            case WaitKind.ReadyToSend:
                return ref _writeWatchers;
            default:
                return ref _takers;
        }
    }

    /// <summary>Under the gate: <c>_isWatched</c> is what it says.</summary>
    private void MarkWatched() => _isWatched = !_readWatchers.IsEmpty || !_writeWatchers.IsEmpty;

    /// <summary>Under the gate: hands a message to whoever has waited longest for one.</summary>
    /// <returns>Whom to <see cref="Finish"/> without the gate; null if nobody waits.</returns>
    private QueuedWaiter? TryHandOver(T item)
    {
        while (_takers.Dequeue() is { } taker)
        {
            if (taker.Kind != WaitKind.ReceiveBranch || Unsafe.As<ReceiveBranch<T>>(taker).TryClaim())
            {
                Give(taker, item);
                return taker;
            }
        }

        return null;
    }

    /// <summary>Under the gate: takes the message of whoever has waited longest with one.</summary>
    /// <returns>Whom to <see cref="Finish"/> without the gate; null if nobody waits.</returns>
    private QueuedWaiter? TryTakeOver(out T? item)
    {
        while (_givers.Dequeue() is { } giver)
        {
            if (giver.Kind == WaitKind.Send)
            {
                item = Unsafe.As<SendWait<T>>(giver).Item;
                return giver;
            }

            SendBranch<T> branch = Unsafe.As<SendBranch<T>>(giver);
            if (branch.TryClaim())
            {
                item = branch.Item;
                return giver;
            }
        }

        item = default;
        return null;
    }

    /// <summary>Without the gate: wakes somebody who got what he waited for. He must not be touched afterwards.</summary>
    private static void Finish(QueuedWaiter waiter)
    {
        if (waiter.Kind is WaitKind.ReceiveBranch or WaitKind.SendBranch)
        {
            Unsafe.As<SelectBranch>(waiter).EndSelect();
        }
        else
        {
            waiter.End(WaitOutcome.Granted);
        }
    }

    /// <summary>Without the gate: wakes who waits until there is a message, as long as there is one.</summary>
    private void WakeReadWatchers()
    {
        while (true)
        {
            _gate.Enter();
            ReadyWait? watcher = HasMessage ? Unsafe.As<ReadyWait?>(_readWatchers.Dequeue()) : null;
            MarkWatched();
            _gate.Exit();
            if (watcher is null)
            {
                return;
            }

            watcher.IsReady = true;
            watcher.End(WaitOutcome.Granted);
        }
    }

    /// <summary>Without the gate: wakes who waits until there is room, as long as there is some.</summary>
    private void WakeWriteWatchers()
    {
        while (true)
        {
            _gate.Enter();
            ReadyWait? watcher = HasRoom ? Unsafe.As<ReadyWait?>(_writeWatchers.Dequeue()) : null;
            MarkWatched();
            _gate.Exit();
            if (watcher is null)
            {
                return;
            }

            watcher.IsReady = true;
            watcher.End(WaitOutcome.Granted);
        }
    }

    /// <summary>Under the gate: whether a receive would be served now. A branch of a select that was decided elsewhere counts: nobody is harmed by one look too many.</summary>
    private bool HasMessage => _items.Count > 0 || !_givers.IsEmpty;

    /// <summary>Under the gate: whether a send would be served now.</summary>
    private bool HasRoom => !_isClosed && (_items.Count < _capacity || !_takers.IsEmpty);
}
