namespace AsyncStd.Sync;

using System.Diagnostics;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>A lock that is awaited, is not reentrant, and holds the value that it protects: for many readers at a time, or one writer.</summary>
/// <remarks>
/// <para>One more may read beside the readers with the right to write later: who holds an <see cref="UpgradableReadGuard"/> is alone with that right, and goes before everybody who waits when it
/// upgrades, so that two of them cannot wait for each other.</para>
/// <para>First come, first served, unless another <see cref="RwLockFairness"/> is asked for. Under the default a task must not wait for a second read guard while it holds one: a writer that
/// came in between waits for the first, and the second waits for the writer.</para>
/// <para>Works the same inside and outside a runtime, and between the two. Guards may be kept across awaits and disposed on any thread. One that is never disposed keeps its hold for good.</para>
/// </remarks>
/// <example><code>
/// var prices = new RwLock&lt;Dictionary&lt;string, decimal>>(new() { ["tea"] = 3 });
/// using (var reader = await prices.ReadAsync())
/// {
///     Console.WriteLine(reader.Value["tea"]);
/// }
///
/// using (var writer = await prices.WriteAsync())
/// {
///     writer.Value["tea"] = 4;
/// }
/// </code></example>
/// <typeparam name="T">The type of the protected value.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class RwLock<T> : ILockHost
{
    private const byte ReadKind = 0;
    private const byte UpgradableKind = 1;
    private const byte WriteKind = 2;
    private const byte UpgradeKind = 3;

    /// <summary>Open: all below may be read and written.</summary>
    private SpinGate _gate;

    /// <summary>Everybody who waits; unless fair, everybody but plain readers. Who upgrades is at its head.</summary>
    private WaiterQueue _queue;

    /// <summary>Plain readers who wait, unless the lock is fair.</summary>
    private WaiterQueue _readQueue;
    private Holders _holders;

    /// <summary>How many plain readers hold the lock.</summary>
    private int _readers;

    /// <summary>Ticket of the writer, or 0. While there is one, nobody else holds the lock.</summary>
    private long _writer;

    /// <summary>Ticket of the upgradable reader, or 0.</summary>
    private long _upgradable;

    /// <summary>How many wait to write, upgrades included.</summary>
    private int _writersWaiting;
    private T _value;

    /// <summary>Creates a free lock around a value.</summary>
    /// <param name="value">The value to protect. Keep no other reference to it.</param>
    /// <param name="fairness">Who goes first.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fairness"/> is none of the named values.</exception>
    public RwLock(T value, RwLockFairness fairness = RwLockFairness.Fair)
    {
        if (!Enum.IsDefined(fairness))
        {
            throw new ArgumentOutOfRangeException(nameof(fairness), fairness, "One of the named values is accepted.");
        }

        _value = value;
        Fairness = fairness;
    }

    /// <summary>Who goes first.</summary>
    public RwLockFairness Fairness { get; }

    string IWaiterHost.WaitName => "reader-writer lock";

    ref SpinGate ILockHost.Gate => ref _gate;

    /// <summary>Says who holds the lock and how many wait. Never shows the value.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString()
    {
        _gate.Enter();
        string held = _writer != 0 ? "written" : _upgradable != 0 ? $"{_readers} readers and one that may write" : _readers != 0 ? $"{_readers} readers" : "free";
        int waiting = _queue.Count + _readQueue.Count;
        _gate.Exit();
        return $"RwLock<{typeof(T).Name}>, {held}, {waiting} waiting";
    }

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        if (QueueOf(waiter.Kind).TryCancel(waiter, cancellationToken))
        {
            _writersWaiting -= Writes(waiter.Kind) ? 1 : 0;
            released.AddCancelled(waiter, cancellationToken);
            Admit(ref released); // readers may have waited for nobody but this writer
        }

        _gate.Exit();
        released.Wake();
    }

    private static bool Writes(byte kind) => kind >= WriteKind;

    private ref WaiterQueue QueueOf(byte kind)
    {
        if (kind == ReadKind && Fairness != RwLockFairness.Fair)
        {
            return ref _readQueue;
        }

        return ref _queue;
    }

    /// <summary>The gate is closed: whether one that comes now need not wait.</summary>
    private bool MayEnter(byte kind) => kind switch
    {
        ReadKind => MayReadNow() && (Fairness != RwLockFairness.Fair || _queue.IsEmpty),
        UpgradableKind => _queue.IsEmpty && Fits(kind),
        WriteKind => _queue.IsEmpty && (_readQueue.IsEmpty || Fairness == RwLockFairness.PreferWriters) && Fits(kind),
        _ => Fits(kind),
    };

    private bool MayReadNow() => _writer == 0 && !_holders.IsFull && (Fairness != RwLockFairness.PreferWriters || _writersWaiting == 0);

    /// <summary>The gate is closed: whether those who hold the lock now leave room for one more of a kind.</summary>
    private bool Fits(byte kind) => kind switch
    {
        ReadKind => MayReadNow(),
        UpgradableKind => _writer == 0 && _upgradable == 0 && !_holders.IsFull,
        WriteKind => _writer == 0 && _upgradable == 0 && _readers == 0,
        _ => _readers == 0,
    };

    /// <summary>The gate is closed, and there is room: enters, and returns the ticket.</summary>
    private long Enter(byte kind)
    {
        if (kind == UpgradeKind)
        {
            _holders.TryRemove(_upgradable);
            _upgradable = 0;
        }

        long ticket = _holders.Add();
        switch (kind)
        {
            case ReadKind:
                _readers++;
                break;
            case UpgradableKind:
                _upgradable = ticket;
                break;
            default:
                _writer = ticket;
                break;
        }

        return ticket;
    }

    /// <summary>The gate is closed: lets in who can, in order.</summary>
    private void Admit(ref ReleasedWaiters released)
    {
        if (Fairness == RwLockFairness.PreferReaders)
        {
            AdmitFrom(ref _readQueue, ref released);
        }

        AdmitFrom(ref _queue, ref released);
        if (Fairness == RwLockFairness.PreferWriters)
        {
            AdmitFrom(ref _readQueue, ref released);
        }
    }

    private void AdmitFrom(ref WaiterQueue queue, ref ReleasedWaiters released)
    {
        while (queue.Head is { } head && Fits(head.Kind))
        {
            queue.Dequeue();
            _writersWaiting -= Writes(head.Kind) ? 1 : 0;
            head.Ticket = Enter(head.Kind);
            released.AddGranted(head);
        }
    }

    /// <summary>Ends a hold, if it is one still.</summary>
    private void Release(long ticket)
    {
        _gate.Enter();
        if (!_holders.TryRemove(ticket))
        {
            _gate.Exit();
            return;
        }

        var released = default(ReleasedWaiters);
        if (ticket == _writer)
        {
            _writer = 0;
        }
        else if (ticket == _upgradable)
        {
            _upgradable = 0;
            RefuseUpgrade(ref released);
        }
        else
        {
            _readers--;
        }

        if (!_queue.IsEmpty || !_readQueue.IsEmpty)
        {
            Admit(ref released);
        }

        _gate.Exit();
        released.Wake();
    }

    /// <summary>The gate is closed, and the upgradable guard is gone: somebody disposed it under the wait of its own upgrade.</summary>
    private void RefuseUpgrade(ref ReleasedWaiters released)
    {
        if (_queue.Head is { Kind: UpgradeKind } waiter)
        {
            _queue.Dequeue();
            _writersWaiting--;
            released.AddRefused(waiter);
        }
    }

    /// <summary>Turns one hold into a weaker one without a gap; returns the new ticket.</summary>
    private long Exchange(long ticket, byte kind)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        if (!_holders.TryRemove(ticket))
        {
            _gate.Exit();
            throw Disposed();
        }

        if (ticket == _writer)
        {
            _writer = 0;
        }
        else
        {
            _upgradable = 0;
            RefuseUpgrade(ref released);
        }

        long next = Enter(kind);
        Admit(ref released);
        _gate.Exit();
        released.Wake();
        return next;
    }

    private ref T ValueOf(long ticket)
    {
        if (!_holders.IsOut(ticket))
        {
            throw Disposed();
        }

        return ref _value;
    }

    private static ObjectDisposedException Disposed()
        => new("guard", "This guard does not hold its lock any longer: it was disposed, upgraded or downgraded.");

    private static RwLock<T> LockOf(RwLock<T>? lockOfGuard)
        => lockOfGuard ?? throw new ObjectDisposedException("guard", "This guard has never held a lock: it is a default value, or the attempt to take the lock returned false.");
}
