namespace AsyncStd.Channel;

using System.Runtime.CompilerServices;
using AsyncStd.Sync.Waiting;

/// <summary>Branches of selects. Each is served at once if it can be, else it goes into the queue; all under one gate, so nothing comes between.</summary>
internal sealed partial class ChannelCore<T>
{
    /// <summary>A branch that receives begins to wait.</summary>
    public void Register(ReceiveBranch<T> branch)
    {
        _gate.Enter();
        Woken woken = default;
        bool isWon = false;
        bool isOver = branch.IsSettled;
        if (!isOver && _items.Count > 0)
        {
            isOver = true;
            if (branch.TryClaim())
            {
                isWon = true;
                TryReceiveGated(out T? item, out woken);
                branch.Bring(item);
            }
        }
        else if (!isOver && TryMeet(branch, out isOver, out QueuedWaiter? giver))
        {
            isWon = true;
            woken.Giver = giver;
            branch.Bring(giver!.Kind == WaitKind.Send ? Unsafe.As<SendWait<T>>(giver).Item : Unsafe.As<SendBranch<T>>(giver).Item);
        }
        else if (!isOver && _isClosed)
        {
            isOver = true;
            isWon = branch.IsClosed = branch.TryClaim();
        }

        if (!isOver)
        {
            _takers.Enqueue(branch);
            woken.WriteWatchers = !_writeWatchers.IsEmpty;
        }

        _gate.Exit();
        Wake(woken);
        if (isWon)
        {
            branch.EndSelect();
        }
    }

    /// <summary>A branch that sends begins to wait.</summary>
    public void Register(SendBranch<T> branch)
    {
        _gate.Enter();
        QueuedWaiter? taker = null;
        bool isWon = false;
        bool isOver = branch.IsSettled;
        bool wakeWatchers = false;
        if (!isOver && _isClosed)
        {
            isOver = true;
            isWon = branch.IsClosed = branch.TryClaim();
        }
        else if (!isOver && TryMeet(branch, out isOver, out taker))
        {
            isWon = true;
            Give(taker!, branch.Item);
        }
        else if (!isOver && _items.Count < _capacity)
        {
            isOver = true;
            if (branch.TryClaim())
            {
                isWon = true;
                AddItem(branch.Item);
                wakeWatchers = !_readWatchers.IsEmpty;
            }
        }

        if (!isOver)
        {
            _givers.Enqueue(branch);
            wakeWatchers = !_readWatchers.IsEmpty;
        }

        _gate.Exit();
        Wake(taker, wakeWatchers);
        if (isWon)
        {
            branch.EndSelect();
        }
    }

    /// <summary>The branch waits no longer.</summary>
    public void Unregister(SelectBranch branch)
    {
        _gate.Enter();
        QueueOf(branch.Kind).TryRemove(branch);
        _gate.Exit();
    }

    /// <summary>Under the gate: looks for somebody who waits on the other side, and claims both.</summary>
    /// <param name="self">The branch that is about to wait.</param>
    /// <param name="isOver">Whether it need not: it has met somebody, or its select was settled elsewhere.</param>
    /// <param name="met">Who was met; out of his queue, to be finished without the gate.</param>
    private bool TryMeet(SelectBranch self, out bool isOver, out QueuedWaiter? met)
    {
        ref WaiterQueue queue = ref self.Kind == WaitKind.SendBranch ? ref _takers : ref _givers;
        QueuedWaiter? next;
        for (met = queue.Head; met is not null; met = next)
        {
            next = met.Next;
            bool isPaired;
            if (met.Kind is not (WaitKind.ReceiveBranch or WaitKind.SendBranch))
            {
                isPaired = self.TryClaim();
                isOver = !isPaired;
            }
            else if (Unsafe.As<SelectBranch>(met).State == self.State)
            {
                continue; // the other side of the same select
            }
            else
            {
                SelectState.Pairing pairing = SelectState.TryPair(self.State!, Unsafe.As<SelectBranch>(met).State!);
                isPaired = pairing == SelectState.Pairing.Paired;
                isOver = pairing == SelectState.Pairing.SelfIsTaken;
                if (pairing == SelectState.Pairing.OtherIsTaken)
                {
                    queue.TryRemove(met);
                    continue;
                }
            }

            if (isPaired)
            {
                queue.TryRemove(met);
                isOver = true;
                return true;
            }

            if (isOver)
            {
                met = null;
                return false;
            }
        }

        isOver = false;
        return false;
    }

    /// <summary>Under the gate: gives a message to somebody who was claimed.</summary>
    private static void Give(QueuedWaiter taker, T item)
    {
        switch (taker.Kind)
        {
            case WaitKind.Receive:
                Unsafe.As<ReceiveWait<T>>(taker).Item = item;
                break;

            case WaitKind.Next:
                NextWait<T> next = Unsafe.As<NextWait<T>>(taker);
                next.Item = item;
                next.HasItem = true;
                break;

            case WaitKind.ReceiveMany:
                ReceiveManyWait<T> many = Unsafe.As<ReceiveManyWait<T>>(taker);
                many.Item = item;
                many.HasItem = true;
                break;

            default:
                Unsafe.As<ReceiveBranch<T>>(taker).Bring(item);
                break;
        }
    }
}
