namespace AsyncStd.Channel;

using System.Runtime.CompilerServices;
using AsyncStd.Sync.Waiting;

/// <summary>Who waits at one receiver of a broadcast or of a watch. All of it under the gate.</summary>
/// <remarks>Invariant: whoever waits, waits for the next message that is sent. It is handed to the one who has waited longest in a receive; the others of this receiver
/// wait on. So nobody has to look again, and nothing that was handed over can be a gap.</remarks>
internal struct MessageWaiters<T>
{
    private WaiterQueue _takers;
    private WaiterQueue _watchers;

    public readonly bool IsEmpty => _takers.IsEmpty && _watchers.IsEmpty;

    public void Enqueue(QueuedWaiter waiter)
    {
        if (waiter.Kind == WaitKind.ReadyToReceive)
        {
            _watchers.Enqueue(waiter);
        }
        else
        {
            _takers.Enqueue(waiter);
        }
    }

    public bool TryRemove(QueuedWaiter waiter) => waiter.Kind == WaitKind.ReadyToReceive ? _watchers.TryRemove(waiter) : _takers.TryRemove(waiter);

    /// <summary>A message has come.</summary>
    /// <returns>Whether somebody has taken it. If not, those who wait until there is one are told.</returns>
    public bool TryHandOver(T item, ref ReleasedWaiters released)
    {
        if (_takers.Dequeue() is { } taker)
        {
            if (taker.Kind == WaitKind.ReceiveFromSource)
            {
                Unsafe.As<ReceiveWait<T>>(taker).Item = item;
            }
            else
            {
                NextWait<T> next = Unsafe.As<NextWait<T>>(taker);
                next.Item = item;
                next.HasItem = true;
            }

            released.AddGranted(taker);
            return true;
        }

        while (_watchers.Dequeue() is { } watcher)
        {
            Unsafe.As<ReadyWait>(watcher).IsReady = true;
            released.AddGranted(watcher);
        }

        return false;
    }

    /// <summary>Nothing more comes.</summary>
    public void End(bool isError, ref ReleasedWaiters released)
    {
        while ((_takers.Dequeue() ?? _watchers.Dequeue()) is { } waiter)
        {
            if (isError || waiter.Kind == WaitKind.ReceiveFromSource)
            {
                released.AddRefused(waiter);
            }
            else
            {
                released.AddGranted(waiter); // with nothing: the regular end
            }
        }
    }
}
