namespace AsyncStd.Task;

/// <summary>The value of one task-local in one task.</summary>
/// <remarks>Invariants. A value is made and set under the lock, so a factory runs once even where code of the task runs in several places at once. The end of the task
/// does not wait for the lock. <c>_state</c> settles who has the value: once it is <c>Present</c>, the end disposes the value; who finds
/// it <c>Ended</c> when he wants to hand in a value keeps it. The value stays in place after the end: a reader may be just about to read it.</remarks>
internal sealed class TaskLocalEntry<T>(TaskLocal<T> local) : TaskLocalEntry(local)
{
    private const int Empty = 0;
    private const int Present = 1;
    private const int Ended = 2;

    private int _state;
    private bool _isMaking;
    private T? _value;

    /// <summary>The value if there is one.</summary>
    public bool TryGet(out T? value)
    {
        bool isPresent = Volatile.Read(ref _state) == Present;
        value = isPresent ? _value : default;
        return isPresent;
    }

    /// <summary>The value, made if there is none; false if the task has ended.</summary>
    public bool TryGetOrMake(Func<T> factory, out T? value)
    {
        if (TryGet(out value))
        {
            return true;
        }

        lock (this)
        {
            return TryGet(out value) || TryMake(factory, out value);
        }
    }

    /// <summary>Sets the value; false if the task has ended.</summary>
    public bool TrySet(T value)
    {
        lock (this)
        {
            if (Volatile.Read(ref _state) == Ended)
            {
                return false;
            }

            _value = value;
            return Interlocked.CompareExchange(ref _state, Present, Empty) != Ended;
        }
    }

    public override void End()
    {
        if (Interlocked.Exchange(ref _state, Ended) == Present)
        {
            (_value as IDisposable)?.Dispose();
        }
    }

    private bool TryMake(Func<T> factory, out T? value)
    {
        value = default;
        if (_isMaking)
        {
            throw new InvalidOperationException($"The factory of TaskLocal<{typeof(T).Name}> asks for the value that it is to make.");
        }

        if (Volatile.Read(ref _state) == Ended)
        {
            return false;
        }

        _isMaking = true;
        T made;
        try
        {
            made = factory();
        }
        finally
        {
            _isMaking = false;
        }

        _value = made;
        if (Interlocked.CompareExchange(ref _state, Present, Empty) == Ended)
        {
            (made as IDisposable)?.Dispose(); // the task ended meanwhile
            return false;
        }

        value = made;
        return true;
    }
}
