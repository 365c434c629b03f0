namespace AsyncStd.Channel;

using System.Runtime.CompilerServices;
using AsyncStd.Sync.Waiting;
using Task = System.Threading.Tasks.Task;

/// <summary>How long a channel lives: handles are counted, and it is closed once.</summary>
internal sealed partial class ChannelCore<T>
{
    /// <summary>How many are woken between two looks at the gate when a channel closes: a million must not hold it up.</summary>
    private const int ClosingBatch = 64;

    public Task Completion
    {
        get
        {
            _gate.Enter();
            ChannelCompletion? completion = _completion;
            if (completion is not null)
            {
                _gate.Exit();
                return completion.Task;
            }

            _gate.Exit();
            return MakeCompletion();
        }
    }

    public bool TryAddSender() => TryAdd(ref _senders, evenIfClosed: true);

    public bool TryAddReceiver() => TryAdd(ref _receivers, evenIfClosed: true);

    public bool TryUpgradeSender() => TryAdd(ref _senders, evenIfClosed: false);

    public bool TryUpgradeReceiver() => TryAdd(ref _receivers, evenIfClosed: false);

    public void RemoveSender()
    {
        _gate.Enter();
        bool close = --_senders == 0;
        _gate.Exit();
        if (close)
        {
            TryClose(null); // nobody can add a sender any more
        }
    }

    public void RemoveReceiver()
    {
        _gate.Enter();
        bool close = --_receivers == 0;
        _gate.Exit();
        if (!close)
        {
            return;
        }

        TryClose(null);
        _gate.Enter();
        _items.Clear();
        ChannelCompletion? completion = EndIfDrained();
        _gate.Exit();
        completion?.End(Error);
    }

    public bool TryClose(Exception? error)
    {
        _gate.Enter();
        if (_isClosed)
        {
            _gate.Exit();
            return false;
        }

        Error = error;
        Volatile.Write(ref _isClosed, true);
        ChannelCompletion? completion = EndIfDrained();
        _gate.Exit();
        completion?.End(error);
        WakeAtEnd();
        return true;
    }

    /// <summary>Under the gate: notices the end of everything.</summary>
    /// <returns>What to end without the gate.</returns>
    private ChannelCompletion? EndIfDrained()
    {
        if (!_isClosed || _isEnded || _items.Count > 0)
        {
            return null;
        }

        _isEnded = true;
        return _completion;
    }

    private Task MakeCompletion()
    {
        var made = new ChannelCompletion();
        _gate.Enter();
        ChannelCompletion completion = _completion ??= made;
        bool end = completion == made && _isEnded;
        _gate.Exit();
        if (end)
        {
            made.End(Error);
        }

        return completion.Task;
    }

    private bool TryAdd(ref int count, bool evenIfClosed)
    {
        _gate.Enter();
        bool canAdd = count > 0 && (evenIfClosed || !_isClosed);
        if (canAdd)
        {
            count++;
        }

        _gate.Exit();
        return canAdd;
    }

    /// <summary>The channel is closed: everybody who waits is told. Who waits for a message finds none, for else he would not wait.</summary>
    private void WakeAtEnd()
    {
        bool more;
        do
        {
            var released = default(ReleasedWaiters);
            var branches = default(SelectBranch);
            _gate.Enter();
            more = TakeAtEnd(ref _takers, ref released, ref branches) | TakeAtEnd(ref _givers, ref released, ref branches)
                | TakeAtEnd(ref _readWatchers, ref released, ref branches) | TakeAtEnd(ref _writeWatchers, ref released, ref branches);
            MarkWatched();
            _gate.Exit();
            released.Wake();
            while (branches is not null)
            {
                SelectBranch next = Unsafe.As<SelectBranch>(branches.Next)!;
                branches.Next = null;
                branches.EndSelect();
                branches = next;
            }
        }
        while (more);
    }

    /// <summary>Under the gate.</summary>
    private bool TakeAtEnd(ref WaiterQueue queue, ref ReleasedWaiters released, ref SelectBranch? branches)
    {
        for (int i = 0; i < ClosingBatch && queue.Dequeue() is { } waiter; i++)
        {
            if (waiter.Kind is WaitKind.ReceiveBranch or WaitKind.SendBranch)
            {
                SelectBranch branch = Unsafe.As<SelectBranch>(waiter);
                if (branch.TryClaim())
                {
                    branch.IsClosed = true;
                    branch.Next = branches;
                    branches = branch;
                }
            }
            else if (waiter.Kind == WaitKind.ReadyToReceive && _items.Count > 0)
            {
                // A message came, and whoever brought it has not got round to telling: it is there to be received after the end, too.
                Unsafe.As<ReadyWait>(waiter).IsReady = true;
                released.AddGranted(waiter);
            }
            else if (waiter.Kind is WaitKind.Receive or WaitKind.Send || Error is not null)
            {
                released.AddRefused(waiter);
            }
            else
            {
                released.AddGranted(waiter); // with nothing: the regular end
            }
        }

        return !queue.IsEmpty;
    }
}
