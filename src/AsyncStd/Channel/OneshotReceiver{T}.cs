namespace AsyncStd.Channel;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;

/// <summary>The receiving side of a channel for one message: await it.</summary>
/// <remarks>
/// <para>Invariant: everything changes under <c>_gate</c>. The state goes from <c>Open</c> to <c>Sent</c> and on to <c>Taken</c>, or to <c>Closed</c>; who waits is woken when it leaves <c>Open</c>.</para>
/// <para>The message is handed out once. Who waits in <see cref="ReceiveAsync"/> first gets it; a second receive, then or later, fails.</para>
/// </remarks>
/// <typeparam name="T">The type of the message.</typeparam>
/// <example><code>
/// using System.Threading.Channels;
///
/// var (answer, question) = Channel.Oneshot&lt;int&gt;();
/// var thinking = Task.Spawn(() => answer.Send(42));
/// Console.WriteLine(await question);
/// await thinking;
/// </code></example>
public sealed class OneshotReceiver<T> : IDisposable, IWaiterHost
{
    private const byte ReceiveKind = 0;
    private const byte ClosedKind = 1;

    private SpinGate _gate;
    private State _state;
    private T? _item;
    private WaiterQueue _receivers;
    private WaiterQueue _watchers;

    internal OneshotReceiver()
    {
    }

    private enum State : byte
    {
        Open,
        Sent,

        /// <summary>It belongs to a wait that was granted.</summary>
        Granted,
        Taken,
        Closed,
    }

    string IWaiterHost.WaitName => "oneshot";

    internal bool IsClosedForSender => Read() != State.Open;

    /// <summary>Receives the message; waits until it comes.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message. It must be awaited, once: the message is in it.</returns>
    /// <exception cref="ChannelClosedException">The sender was disposed of without sending, or the message was received before, or this was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the message was not taken; another call receives it.</remarks>
    public ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        bool mayPass = Slice.TryConsume();
        if (!mayPass && JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            return ValueTask.FromException<T>(Refused.AskedToStop(this, asked));
        }

        _gate.Enter();
        if (_state == State.Sent && mayPass)
        {
            T item = Take();
            _gate.Exit();
            return new ValueTask<T>(item);
        }

        if (_state is not (State.Sent or State.Open))
        {
            _gate.Exit();
            return ValueTask.FromException<T>(NothingComes());
        }

        OneshotWait<T> wait = OneshotWait<T>.Rent(this);
        wait.Kind = ReceiveKind;
        bool isThere = _state == State.Sent;
        if (isThere)
        {
            _state = State.Granted;
        }
        else
        {
            _receivers.Enqueue(wait);
        }

        _gate.Exit();
        if (isThere)
        {
            wait.End(WaitOutcome.Granted);
        }

        return wait.Start(cancellationToken);
    }

    /// <summary>Awaits the message: <see cref="ReceiveAsync"/>.</summary>
    /// <returns>An awaiter.</returns>
    public ValueTaskAwaiter<T> GetAwaiter() => ReceiveAsync().GetAwaiter();

    /// <summary>Receives the message if it is there.</summary>
    /// <param name="item">The message.</param>
    /// <returns>Whether it is, and if not, whether it may still come.</returns>
    public TryReceiveResult TryReceive([MaybeNull] out T item)
    {
        _gate.Enter();
        State state = _state;
        item = state == State.Sent ? Take() : default;
        _gate.Exit();
        return state switch
        {
            State.Sent => TryReceiveResult.Received,
            State.Open => TryReceiveResult.Empty,
            _ => TryReceiveResult.Closed,
        };
    }

    /// <summary>Tells the sender that nobody waits any more, and drops a message that is there.</summary>
    public void Dispose() => Close(State.Closed);

    internal static ChannelClosedException NothingComes()
        => new("There is nothing to receive: the sender was disposed of without sending, or the message was received before, or the receiver was disposed of.");

    internal TrySendResult TrySend(T item)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        if (_state != State.Open)
        {
            _gate.Exit();
            return TrySendResult.Closed;
        }

        _item = item;
        if (_receivers.Dequeue() is { } receiver)
        {
            _state = State.Granted;
            released.AddGranted(receiver);
            while (_receivers.Dequeue() is { } late)
            {
                released.AddRefused(late);
            }
        }
        else
        {
            _state = State.Sent;
        }

        while (_watchers.Dequeue() is { } watcher)
        {
            released.AddGranted(watcher);
        }

        _gate.Exit();
        released.Wake();
        return TrySendResult.Sent;
    }

    internal void CloseBySender() => Close(State.Open);

    internal ValueTask ClosedAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        bool mayPass = Slice.TryConsume();
        _gate.Enter();
        bool isOver = _state != State.Open;
        if (isOver && mayPass)
        {
            _gate.Exit();
            return default;
        }

        ReadyWait wait = ReadyWait.Rent(this);
        wait.Kind = ClosedKind;
        if (!isOver)
        {
            _watchers.Enqueue(wait);
        }

        _gate.Exit();
        if (isOver)
        {
            wait.End(WaitOutcome.Granted);
        }

        return wait.StartWithoutResult(cancellationToken);
    }

    /// <summary>The message of a wait that was granted, on the awaiting side.</summary>
    internal T TakeGranted()
    {
        _gate.Enter();
        T item = Take();
        _gate.Exit();
        return item;
    }

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        ref WaiterQueue queue = ref waiter.Kind == ReceiveKind ? ref _receivers : ref _watchers;
        if (queue.TryRemove(waiter))
        {
            released.AddCancelled(waiter, cancellationToken);
        }

        _gate.Exit();
        released.Wake();
    }

    private State Read()
    {
        _gate.Enter();
        State state = _state;
        _gate.Exit();
        return state;
    }

    /// <summary>Under the gate.</summary>
    private T Take()
    {
        T item = _item!;
        _item = default;
        _state = State.Taken;
        return item;
    }

    /// <summary>One side goes. The sender leaves a message that it has sent; the receiver drops it.</summary>
    private void Close(State by)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        if (_state == State.Open || (_state == State.Sent && by == State.Closed))
        {
            _state = State.Closed;
            _item = default;
            while (_receivers.Dequeue() is { } receiver)
            {
                released.AddRefused(receiver);
            }

            while (_watchers.Dequeue() is { } watcher)
            {
                released.AddGranted(watcher);
            }
        }

        _gate.Exit();
        released.Wake();
    }
}
