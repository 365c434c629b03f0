namespace AsyncStd.Channel;

using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;

/// <summary>Sending.</summary>
internal sealed partial class ChannelCore<T>
{
    public ValueTask SendAsync(T item, CancellationToken cancellationToken)
    {
        if (!cancellationToken.IsCancellationRequested && Slice.TryConsume())
        {
            _gate.Enter();
            if (!_isClosed && _takers.IsEmpty && !_isWatched && _items.Count < _capacity && _items.TryAdd(item))
            {
                _gate.Exit();
                return default;
            }

            return SendSlowly(item, true, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            return ValueTask.FromException(Refused.AskedToStop(this, asked));
        }

        _gate.Enter();
        return SendSlowly(item, false, cancellationToken);
    }

    /// <summary>Sends a message if that needs no wait.</summary>
    public TrySendResult TrySend(T item)
    {
        _gate.Enter();
        TrySendResult result = TrySendGated(item, out QueuedWaiter? taker, out bool wakeWatchers);
        _gate.Exit();
        Wake(taker, wakeWatchers);
        return result;
    }

    /// <summary>What a send with a time limit begins with: the part that needs no clock. It costs budget as every send does, else a loop of them would never give way, nor end.</summary>
    /// <param name="item">The message.</param>
    /// <param name="sent">The end of the send, if there is one.</param>
    /// <returns>False if nothing was sent, and there is something to wait for, or to be told by a send without a limit.</returns>
    public bool TrySendAtOnce(T item, out ValueTask sent)
    {
        sent = default;
        bool mayPass = Slice.TryConsume();
        if (!mayPass && JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            sent = ValueTask.FromException(Refused.AskedToStop(this, asked));
            return true;
        }

        if (TrySend(item) != TrySendResult.Sent)
        {
            return false;
        }

        if (!mayPass)
        {
            SendWait<T> wait = RentSend(item);
            wait.End(WaitOutcome.Granted);
            sent = wait.StartWithoutResult(CancellationToken.None);
        }

        return true;
    }

    /// <summary>Sends, and blocks the calling thread, which runs no slice, until that is done.</summary>
    public void SendBlocking(T item, CancellationToken cancellationToken)
    {
        _gate.Enter();
        SendWait<T>? wait = null;
        TrySendResult result = TrySendGated(item, out QueuedWaiter? taker, out bool wakeWatchers);
        if (result == TrySendResult.Full)
        {
            wait = RentSend(item);
            _givers.Enqueue(wait);
            wakeWatchers = !_readWatchers.IsEmpty;
        }

        _gate.Exit();
        Wake(taker, wakeWatchers);
        if (result == TrySendResult.Closed)
        {
            throw SendFailure(item);
        }

        wait?.WaitBlocking(cancellationToken);
    }

    /// <summary>Waits until there may be room.</summary>
    public ValueTask<bool> WaitToSendAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        bool mayPass = Slice.TryConsume();
        if (!mayPass && JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            return ValueTask.FromException<bool>(Refused.AskedToStop(this, asked));
        }

        _gate.Enter();
        bool isOver = _isClosed || HasRoom;
        if (isOver && mayPass)
        {
            _gate.Exit();
            return !_isClosed ? new ValueTask<bool>(true) : Error is null ? default : ValueTask.FromException<bool>(Error);
        }

        return WaitReady(WaitKind.ReadyToSend, ref _writeWatchers, isOver, !_isClosed, cancellationToken);
    }

    /// <summary>Why a message could not be sent.</summary>
    public Exception SendFailure(T item)
        => new SendException<T>(
            item,
            ReceiverCount == 0 ? "The message was not sent: the channel has no receiver any more." : "The message was not sent: the channel is closed.",
            Error);

    /// <summary>Sends, whatever that takes. Enters with the gate closed and opens it.</summary>
    /// <param name="item">The message.</param>
    /// <param name="mayPass">Whether there was budget: without, the awaiting code gives way even if the message is sent at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private ValueTask SendSlowly(T item, bool mayPass, CancellationToken cancellationToken)
    {
        SendWait<T>? wait = null;
        TrySendResult result = TrySendGated(item, out QueuedWaiter? taker, out bool wakeWatchers);
        if (result == TrySendResult.Full)
        {
            wait = RentSend(item);
            _givers.Enqueue(wait);
            wakeWatchers = !_readWatchers.IsEmpty; // on a channel without room they wait for just this
        }

        _gate.Exit();
        Wake(taker, wakeWatchers);
        if (wait is null)
        {
            if (result == TrySendResult.Closed)
            {
                return ValueTask.FromException(SendFailure(item));
            }

            if (mayPass)
            {
                return default;
            }

            wait = RentSend(item);
            wait.End(WaitOutcome.Granted);
        }

        return wait.StartWithoutResult(cancellationToken);
    }

    private SendWait<T> RentSend(T item)
    {
        SendWait<T> wait = SendWait<T>.Rent(this);
        wait.Kind = WaitKind.Send;
        wait.Item = item;
        return wait;
    }

    /// <summary>Under the gate.</summary>
    private TrySendResult TrySendGated(T item, out QueuedWaiter? taker, out bool wakeWatchers)
    {
        wakeWatchers = false;
        taker = null;
        if (_isClosed)
        {
            return TrySendResult.Closed;
        }

        taker = TryHandOver(item);
        if (taker is not null)
        {
            return TrySendResult.Sent;
        }

        if (_items.Count >= _capacity)
        {
            return TrySendResult.Full;
        }

        AddItem(item);
        wakeWatchers = !_readWatchers.IsEmpty;
        return TrySendResult.Sent;
    }

    /// <summary>Under the gate, which is opened if memory is short.</summary>
    private void AddItem(T item)
    {
        if (!_items.TryAdd(item))
        {
            try
            {
                _items.Grow();
            }
            catch
            {
                _gate.Exit();
                throw;
            }

            _items.TryAdd(item);
        }
    }

    private void Wake(QueuedWaiter? taker, bool wakeWatchers)
    {
        if (taker is not null)
        {
            Finish(taker);
        }

        if (wakeWatchers)
        {
            WakeReadWatchers();
        }
    }

    /// <summary>Begins a wait until something may be done. Enters with the gate closed and opens it.</summary>
    private ValueTask<bool> WaitReady(byte kind, ref WaiterQueue queue, bool isOver, bool isReady, CancellationToken cancellationToken)
    {
        ReadyWait wait = ReadyWait.Rent(this);
        wait.Kind = kind;
        if (!isOver)
        {
            queue.Enqueue(wait);
            _isWatched = true;
        }

        _gate.Exit();
        if (isOver)
        {
            wait.IsReady = isReady;
            wait.End(!isReady && Error is not null ? WaitOutcome.Refused : WaitOutcome.Granted);
        }

        return wait.Start(cancellationToken);
    }
}
