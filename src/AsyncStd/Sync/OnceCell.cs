namespace AsyncStd.Sync;

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;

/// <summary>A place for a value that is made once, when it is first needed, by one of those who need it.</summary>
/// <remarks>
/// <para>An initializer that throws or is cancelled leaves the cell empty, and the next who waits makes the attempt with its own. An initializer that asks for the same cell waits for itself.</para>
/// <para><see cref="AsyncLazy{T}"/> is the same with the initializer inside.</para>
/// </remarks>
/// <example><code>
/// var settings = new OnceCell&lt;string>();
/// string text = await settings.GetOrInitAsync(async () =>
/// {
///     await Task.Sleep(TimeSpan.FromMilliseconds(1));
///     return "loaded";
/// });
/// Console.WriteLine(text);
/// </code></example>
/// <typeparam name="T">The type of the value.</typeparam>
[DebuggerDisplay("IsValueCreated = {IsValueCreated}")]
public sealed class OnceCell<T> : IWaiterHost
{
    private const byte InitializeKind = 1;

    private SpinGate _gate;

    /// <summary>Who would make the value if the present attempt failed.</summary>
    private WaiterQueue _initializers;

    /// <summary>Who only waits for it.</summary>
    private WaiterQueue _observers;
    private bool _isBeingMade;
    private bool _isMade;
    private T? _value;

    /// <summary>Creates an empty cell.</summary>
    public OnceCell()
    {
    }

    /// <summary>Creates a cell that has its value.</summary>
    /// <param name="value">The value.</param>
    public OnceCell(T value)
    {
        _value = value;
        _isMade = true;
    }

    /// <summary>Whether the value is there.</summary>
    public bool IsValueCreated => Volatile.Read(ref _isMade);

    string IWaiterHost.WaitName => "once cell";

    /// <summary>Gets the value if it is there. Never waits.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        bool isMade = IsValueCreated;
        value = isMade ? _value! : default;
        return isMade;
    }

    /// <summary>Puts a value in, unless there is one or one is being made.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether this value was put in.</returns>
    public bool TrySet(T value)
    {
        _gate.Enter();
        bool isMine = !_isMade && !_isBeingMade;
        _isBeingMade |= isMine;
        _gate.Exit();
        if (isMine)
        {
            Publish(value);
        }

        return isMine;
    }

    /// <summary>Gets the value, making it first if nobody has; while somebody else makes it, waits.</summary>
    /// <param name="initializer">Makes the value, as a part of the calling task; called only if it is this caller's turn.</param>
    /// <param name="cancellationToken">Ends the wait for somebody else early; it is not passed to the initializer.</param>
    /// <returns>The value. The task must be awaited, once.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="initializer"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop, before it began or while somebody else made the value.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait changes nothing; a cancelled initializer leaves the cell empty, and the next makes the attempt. With a token that is cancelled already the
    /// initializer is not called; a value that is there may be given all the same.</remarks>
    public ValueTask<T> GetOrInitAsync(Func<ValueTask<T>> initializer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        return IsValueCreated && Slice.TryConsume() ? new ValueTask<T>(_value!) : GetOrInitCore(initializer, cancellationToken);
    }

    /// <summary>Waits until somebody has made the value.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>The value. The task must be awaited, once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: changes nothing for others.</remarks>
    public ValueTask<T> WaitAsync(CancellationToken cancellationToken = default)
        => IsValueCreated && Slice.TryConsume() ? new ValueTask<T>(_value!) : WaitCore(cancellationToken);

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
        => WaiterQueue.Cancel(ref _gate, ref waiter.Kind == InitializeKind ? ref _initializers : ref _observers, waiter, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> GetOrInitCore(Func<ValueTask<T>> initializer, CancellationToken cancellationToken)
    {
        if (Refused.Early(this, cancellationToken) is { } refusal)
        {
            throw refusal;
        }

        bool isMine = await TakeTurn(InitializeKind).Start(cancellationToken).ConfigureAwait(true);
        if (!isMine)
        {
            return _value!;
        }

        T value;
        try
        {
            value = await initializer().ConfigureAwait(true);
        }
        catch
        {
            PassOn();
            throw;
        }

        Publish(value);
        return value;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> WaitCore(CancellationToken cancellationToken)
    {
        if (Refused.Early(this, cancellationToken) is { } refusal)
        {
            throw refusal;
        }

        await TakeTurn(kind: 0).Start(cancellationToken).ConfigureAwait(true);
        return _value!;
    }

    /// <summary>Waits for the value, or for the turn to make it: then the result is true.</summary>
    private SignalWaiter TakeTurn(byte kind)
    {
        SignalWaiter waiter = SignalWaiter.Rent(this);
        waiter.Kind = kind;
        _gate.Enter();
        bool isMine = kind == InitializeKind && !_isMade && !_isBeingMade;
        bool waits = !isMine && !_isMade;
        _isBeingMade |= isMine;
        if (waits)
        {
            (kind == InitializeKind ? ref _initializers : ref _observers).Enqueue(waiter);
        }

        _gate.Exit();
        if (!waits)
        {
            waiter.Amount = isMine ? 1 : 0;
            waiter.End(WaitOutcome.Granted);
        }

        return waiter;
    }

    private void Publish(T value)
    {
        var released = default(ReleasedWaiters);
        _value = value;
        _gate.Enter();
        _isBeingMade = false;
        Volatile.Write(ref _isMade, true);
        while ((_initializers.Dequeue() ?? _observers.Dequeue()) is { } waiter)
        {
            released.AddGranted(waiter);
        }

        _gate.Exit();
        released.Wake();
    }

    /// <summary>The attempt has failed: the next makes one.</summary>
    private void PassOn()
    {
        _gate.Enter();
        QueuedWaiter? next = _initializers.Dequeue();
        _isBeingMade = next is not null;
        _gate.Exit();
        if (next is not null)
        {
            next.Amount = 1;
            next.End(WaitOutcome.Granted);
        }
    }
}
