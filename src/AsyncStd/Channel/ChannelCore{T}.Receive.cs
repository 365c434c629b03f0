namespace AsyncStd.Channel;

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;

/// <summary>Receiving.</summary>
internal sealed partial class ChannelCore<T>
{
    public ValueTask<T> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (!cancellationToken.IsCancellationRequested && Slice.TryConsume())
        {
            _gate.Enter();
            if (CanJustTake)
            {
                T item = _items.Take();
                _gate.Exit();
                return new ValueTask<T>(item);
            }

            return ReceiveSlowly(true, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        if (JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            return ValueTask.FromException<T>(Refused.AskedToStop(this, asked));
        }

        _gate.Enter();
        return ReceiveSlowly(false, cancellationToken);
    }

    /// <summary>What a receive with a time limit begins with; see <see cref="TrySendAtOnce"/>.</summary>
    public bool TryReceiveAtOnce(out ValueTask<T> received)
    {
        received = default;
        bool mayPass = Slice.TryConsume();
        if (!mayPass && JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            received = ValueTask.FromException<T>(Refused.AskedToStop(this, asked));
            return true;
        }

        if (TryReceive(out T? item) != TryReceiveResult.Received)
        {
            return false;
        }

        if (mayPass)
        {
            received = new ValueTask<T>(item!);
            return true;
        }

        ReceiveWait<T> wait = ReceiveWait<T>.Rent(this);
        wait.Item = item;
        wait.End(WaitOutcome.Granted);
        received = wait.Start(CancellationToken.None);
        return true;
    }

    /// <summary>Receives, and blocks the calling thread, which runs no slice, until there is a message.</summary>
    public T ReceiveBlocking(CancellationToken cancellationToken)
    {
        _gate.Enter();
        ReceiveWait<T>? wait = null;
        TryReceiveResult result = TryReceiveGated(out T? item, out Woken woken);
        if (result == TryReceiveResult.Empty)
        {
            wait = ReceiveWait<T>.Rent(this);
            _takers.Enqueue(wait);
            woken.WriteWatchers = !_writeWatchers.IsEmpty;
        }

        _gate.Exit();
        Wake(woken);
        return wait is not null ? wait.WaitBlocking(cancellationToken)
            : result == TryReceiveResult.Received ? item!
            : throw ReceiveFailure();
    }

    IAsyncEnumerator<T> IEnumerationSource<T>.Enumerate(CancellationToken cancellationToken) => new ReceiverEnumerator<T>(this, cancellationToken);

    /// <summary>The next message of an enumeration.</summary>
    public ValueTask<bool> MoveNextAsync(ReceiverEnumerator<T> target, CancellationToken cancellationToken)
    {
        if (!cancellationToken.IsCancellationRequested && Slice.TryConsume())
        {
            _gate.Enter();
            if (CanJustTake)
            {
                target.Current = _items.Take();
                _gate.Exit();
                return new ValueTask<bool>(true);
            }

            return MoveNextSlowly(target, true, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        if (JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            return ValueTask.FromException<bool>(Refused.AskedToStop(this, asked));
        }

        _gate.Enter();
        return MoveNextSlowly(target, false, cancellationToken);
    }

    /// <summary>What there is, up to the size of a buffer, or the next message if there is none.</summary>
    public ValueTask<int> ReceiveManyAsync(Memory<T> buffer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        bool mayPass = Slice.TryConsume();
        if (!mayPass && JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            return ValueTask.FromException<int>(Refused.AskedToStop(this, asked));
        }

        if (buffer.IsEmpty)
        {
            return default;
        }

        if (mayPass && TryReceiveMany(buffer.Span) is > 0 and int received)
        {
            return new ValueTask<int>(received);
        }

        _gate.Enter();
        TryReceiveResult result = TryReceiveGated(out T? item, out Woken woken);
        if (mayPass && result == TryReceiveResult.Closed)
        {
            _gate.Exit();
            return Error is null ? default : ValueTask.FromException<int>(Error);
        }

        ReceiveManyWait<T> wait = ReceiveManyWait<T>.Rent(this);
        wait.Kind = WaitKind.ReceiveMany;
        wait.Buffer = buffer;
        if (result == TryReceiveResult.Empty)
        {
            _takers.Enqueue(wait);
            woken.WriteWatchers = !_writeWatchers.IsEmpty;
        }

        _gate.Exit();
        Wake(woken);
        if (result != TryReceiveResult.Empty)
        {
            wait.Item = item;
            wait.HasItem = result == TryReceiveResult.Received;
            wait.End(wait.HasItem || Error is null ? WaitOutcome.Granted : WaitOutcome.Refused);
        }

        return wait.Start(cancellationToken);
    }

    /// <summary>The next message if that needs no wait.</summary>
    public TryReceiveResult TryReceive([MaybeNull] out T item)
    {
        _gate.Enter();
        TryReceiveResult result = TryReceiveGated(out T? taken, out Woken woken);
        _gate.Exit();
        item = taken!;
        if (woken.IsAny)
        {
            Wake(woken);
        }

        return result;
    }

    /// <summary>What messages can be had without a wait, up to the size of a buffer.</summary>
    public int TryReceiveMany(Span<T> buffer)
    {
        int received = 0;
        if (buffer.IsEmpty)
        {
            return 0;
        }

        _gate.Enter();
        if (IsPlain)
        {
            received = _items.Take(buffer);
            _gate.Exit();
            return received;
        }

        _gate.Exit();
        while (received < buffer.Length && TryReceive(out T? item) == TryReceiveResult.Received)
        {
            buffer[received++] = item!;
        }

        return received;
    }

    public bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        _gate.Enter();
        bool isThere = _items.Count > 0;
        item = isThere ? _items.Peek() : default;
        _gate.Exit();
        return isThere;
    }

    /// <summary>Waits until there may be a message.</summary>
    public ValueTask<bool> WaitToReceiveAsync(CancellationToken cancellationToken)
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
        bool hasMessage = HasMessage;
        bool isOver = hasMessage || _isClosed;
        if (isOver && mayPass)
        {
            _gate.Exit();
            return hasMessage ? new ValueTask<bool>(true) : Error is null ? default : ValueTask.FromException<bool>(Error);
        }

        return WaitReady(WaitKind.ReadyToReceive, ref _readWatchers, isOver, hasMessage, cancellationToken);
    }

    /// <summary>Why there is no message, and never will be.</summary>
    public Exception ReceiveFailure()
        => new ChannelClosedException(
            ReceiverCount == 0 ? "There is nothing to receive: the last receiver was disposed of." : "There is nothing to receive: the channel is closed, and everything was received.",
            Error);

    /// <summary>Under the gate: taking messages concerns nobody else.</summary>
    private bool IsPlain => _givers.IsEmpty && !_isWatched && !_isClosed;

    /// <summary>Under the gate: there is a message, and taking it concerns nobody else. With the last one of a closed channel the completion ends.</summary>
    private bool CanJustTake => _givers.IsEmpty && !_isWatched && _items.Count > (_isClosed ? 1 : 0);

    /// <summary>Receives, whatever that takes. Enters with the gate closed and opens it.</summary>
    private ValueTask<T> ReceiveSlowly(bool mayPass, CancellationToken cancellationToken)
    {
        ReceiveWait<T>? wait = null;
        TryReceiveResult result = TryReceiveGated(out T? item, out Woken woken);
        if (result == TryReceiveResult.Empty)
        {
            wait = ReceiveWait<T>.Rent(this);
            _takers.Enqueue(wait);
            woken.WriteWatchers = !_writeWatchers.IsEmpty; // on a channel without room they wait for just this
        }

        _gate.Exit();
        Wake(woken);
        if (wait is null)
        {
            if (result == TryReceiveResult.Closed)
            {
                return ValueTask.FromException<T>(ReceiveFailure());
            }

            if (mayPass)
            {
                return new ValueTask<T>(item!);
            }

            wait = ReceiveWait<T>.Rent(this);
            wait.Item = item;
            wait.End(WaitOutcome.Granted);
        }

        return wait.Start(cancellationToken);
    }

    /// <summary>The same for an enumeration.</summary>
    private ValueTask<bool> MoveNextSlowly(ReceiverEnumerator<T> target, bool mayPass, CancellationToken cancellationToken)
    {
        TryReceiveResult result = TryReceiveGated(out T? item, out Woken woken);
        NextWait<T>? wait = null;
        if (result == TryReceiveResult.Empty || !mayPass)
        {
            wait = NextWait<T>.Rent(this);
            wait.Kind = WaitKind.Next;
            wait.Target = target;
        }

        if (result == TryReceiveResult.Empty)
        {
            _takers.Enqueue(wait!);
            woken.WriteWatchers = !_writeWatchers.IsEmpty;
        }

        _gate.Exit();
        Wake(woken);
        if (wait is null)
        {
            if (result == TryReceiveResult.Closed)
            {
                return Error is null ? default : ValueTask.FromException<bool>(Error);
            }

            target.Current = item!;
            return new ValueTask<bool>(true);
        }

        if (result != TryReceiveResult.Empty)
        {
            wait.Item = item;
            wait.HasItem = result == TryReceiveResult.Received;
            wait.End(wait.HasItem || Error is null ? WaitOutcome.Granted : WaitOutcome.Refused);
        }

        return wait.Start(cancellationToken);
    }

    /// <summary>Under the gate.</summary>
    private TryReceiveResult TryReceiveGated(out T? item, out Woken woken)
    {
        woken = default;
        if (_items.Count == 0)
        {
            woken.Giver = TryTakeOver(out item);
            return woken.Giver is not null ? TryReceiveResult.Received : _isClosed ? TryReceiveResult.Closed : TryReceiveResult.Empty;
        }

        if (!_givers.IsEmpty)
        {
            PrepareExchange();
        }

        item = _items.Take();
        if (!_givers.IsEmpty && (woken.Giver = TryTakeOver(out T? moved)) is not null)
        {
            bool isAdded = _items.TryAdd(moved!);
            Debug.Assert(isAdded, "There is room, and memory for it.");
        }
        else
        {
            woken.WriteWatchers = !_writeWatchers.IsEmpty;
        }

        woken.Completion = EndIfDrained();
        return TryReceiveResult.Received;
    }

    /// <summary>Under the gate, which is opened if memory is short: nothing has been taken then, and nobody taken over.</summary>
    private void PrepareExchange()
    {
        try
        {
            _items.PrepareExchange();
        }
        catch
        {
            _gate.Exit();
            throw;
        }
    }

    private void Wake(in Woken woken)
    {
        if (woken.Giver is not null)
        {
            Finish(woken.Giver);
        }

        if (woken.WriteWatchers)
        {
            WakeWriteWatchers();
        }

        woken.Completion?.End(Error);
    }

    /// <summary>Who is to be woken once the gate is open.</summary>
    private struct Woken
    {
        public QueuedWaiter? Giver;
        public bool WriteWatchers;
        public ChannelCompletion? Completion;

        public readonly bool IsAny => Giver is not null || WriteWatchers || Completion is not null;
    }
}
