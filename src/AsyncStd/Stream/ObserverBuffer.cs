namespace AsyncStd.Stream;

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using AsyncStd.Runtimes;

/// <summary>What an observable has pushed and nobody has pulled yet; the one consumer waits on it.</summary>
/// <remarks>
/// <para>Invariants, under the lock: the <c>_count</c> elements from <c>_head</c> on wait, at most <c>capacity</c>. <c>_isAwaited</c> is set while a use of the
/// operation, <c>_awaitedUse</c>, waits for the next element or the end. It is completed outside the lock and by its number: a wait that was cancelled meanwhile
/// takes nothing with it, as the element stays here.</para>
/// <para>The producer is not trusted: it may call from several threads, and after the end; what comes after the end is ignored.</para>
/// </remarks>
internal sealed class ObserverBuffer<T>(int capacity, BoundedChannelFullMode whenFull, Action<T>? dropped) : Operation<bool>, IObserver<T>
{
    private const int FirstSize = 4;

    private readonly Lock _lock = new();
    private T[] _elements = [];
    private int _head;
    private int _count;
    private ExceptionDispatchInfo? _failure;
    private bool _ended;
    private bool _isAwaited;
    private short _awaitedUse;

    public override string Description => "next element of an observable";

    /// <summary>Waits until an element can be taken, or until there will be none.</summary>
    /// <returns>Whether one can be taken.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        ValueTask<bool> wait = Start(cancellationToken);
        short use = Version;
        bool any;
        lock (_lock)
        {
            any = _count > 0;
            if (!any && !_ended)
            {
                _isAwaited = true;
                _awaitedUse = use;
                return wait;
            }
        }

        TrySetResult(any, use);
        return wait;
    }

    /// <summary>Takes the oldest element, which is there.</summary>
    public T Take()
    {
        lock (_lock)
        {
            return RemoveOldest();
        }
    }

    /// <summary>Throws what the observable has failed with, if it has.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    public void OnNext(T value)
    {
        T? victim = default;
        bool isDropped;
        bool isAwaited;
        short use;
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            isDropped = _count == capacity;
            if (!isDropped)
            {
                Append(value);
            }
            else if (whenFull == BoundedChannelFullMode.DropOldest)
            {
                victim = RemoveOldest();
                Append(value);
            }
            else if (whenFull == BoundedChannelFullMode.DropNewest)
            {
                ref T newest = ref _elements[(_head + _count - 1) % _elements.Length];
                (victim, newest) = (newest, value);
            }
            else
            {
                victim = value;
            }

            (isAwaited, use) = StopWaiting();
        }

        if (isAwaited)
        {
            TrySetResult(true, use);
        }

        if (isDropped)
        {
            dropped?.Invoke(victim!);
        }
    }

    public void OnError(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        End(error);
    }

    public void OnCompleted() => End(null);

    private void End(Exception? error)
    {
        bool isAwaited;
        short use;
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            _failure = error is null ? null : ExceptionDispatchInfo.Capture(error);
            (isAwaited, use) = StopWaiting();
        }

        if (isAwaited)
        {
            TrySetResult(false, use);
        }
    }

    /// <summary>The lock is held. Whoever gets true must complete the use.</summary>
    private (bool IsAwaited, short Use) StopWaiting()
    {
        bool isAwaited = _isAwaited;
        _isAwaited = false;
        return (isAwaited, _awaitedUse);
    }

    private void Append(T value)
    {
        if (_count == _elements.Length)
        {
            Grow();
        }

        _elements[(_head + _count++) % _elements.Length] = value;
    }

    private T RemoveOldest()
    {
        T element = _elements[_head];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            _elements[_head] = default!;
        }

        _head = (_head + 1) % _elements.Length;
        _count--;
        return element;
    }

    private void Grow()
    {
        var larger = new T[Math.Max(FirstSize, _count * 2)];
        int first = Math.Min(_count, _elements.Length - _head);
        Array.Copy(_elements, _head, larger, 0, first);
        Array.Copy(_elements, 0, larger, first, _count - first);
        _elements = larger;
        _head = 0;
    }
}
