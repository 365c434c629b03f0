namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Sources that flow together, and what of them is ready.</summary>
/// <remarks>Everything here belongs to the one consumer, but <see cref="Add"/>, which tributaries call from their tasks. The consumer takes in turns from those that
/// are open: offered and not yet found empty.</remarks>
internal sealed class Confluence<T>(Arrivals arrivals, Runtime runtime, JoinHandle? scope)
{
    private readonly Lock _lock = new();
    private readonly List<Tributary<T>> _open = [];
    private readonly HashSet<Tributary<T>> _live = [];
    private List<Tributary<T>> _arrived = [];
    private List<Tributary<T>> _drained = [];
    private int _turn;

    /// <summary>Called when a tributary has ended, before its failure counts; answers whether it does.</summary>
    public Func<Tributary<T>, bool>? Ended { get; init; }

    /// <summary>The first failure.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How many have not ended.</summary>
    public int Count => _live.Count;

    /// <summary>Whether a read is worth trying.</summary>
    public bool HasOpen => _open.Count > 0;

    /// <summary>Whether nothing will come any more.</summary>
    public bool IsOver => Failure is not null || _live.Count == 0;

    public Tributary<T> Open(IAsyncEnumerable<T> source)
    {
        var tributary = new Tributary<T>(this, source, scope);
        _live.Add(tributary);
        tributary.Launch(runtime);
        return tributary;
    }

    /// <summary>A tributary offers itself, or has ended. From any thread.</summary>
    public void Add(Tributary<T> tributary)
    {
        lock (_lock)
        {
            _arrived.Add(tributary);
        }

        arrivals.Signal();
    }

    /// <summary>Takes the next item that is ready, in turns.</summary>
    public bool TryRead([MaybeNullWhen(false)] out T item) => TryRead(out item, out _);

    /// <inheritdoc cref="TryRead(out T)"/>
    public bool TryRead([MaybeNullWhen(false)] out T item, [NotNullWhen(true)] out Tributary<T>? from)
    {
        while (_open.Count > 0 && Failure is null)
        {
            if (_turn >= _open.Count)
            {
                _turn = 0;
            }

            from = _open[_turn];
            bool hasItem = false;
            T? next = default;
            bool staysOpen;
            try
            {
                staysOpen = from.TryRead(out hasItem, out next);
            }
            catch (Exception e)
            {
                Failure ??= e;
                staysOpen = false;
            }

            if (staysOpen)
            {
                _turn++;
            }
            else
            {
                from.IsOpen = false;
                _open.RemoveAt(_turn);
            }

            if (hasItem)
            {
                item = next!;
                return true;
            }
        }

        item = default;
        from = null;
        return false;
    }

    /// <summary>Takes notice of what has arrived.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            (_arrived, _drained) = (_drained, _arrived);
        }

        foreach (Tributary<T> each in _drained)
        {
            if (each.HasEnded)
            {
                OnEnded(each);
            }
            else if (!each.IsOpen)
            {
                each.IsOpen = true;
                _open.Add(each);
            }
        }

        _drained.Clear();
    }

    /// <summary>Throws the first failure, if there was one.</summary>
    public void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Takes notice of who has stopped.</summary>
    /// <returns>Whether all have.</returns>
    public bool HasStopped()
    {
        Drain();
        return _live.Count == 0;
    }

    /// <summary>Asks those to stop that have not ended.</summary>
    public void Stop()
    {
        foreach (Tributary<T> each in _live)
        {
            each.Task.RequestCancel();
        }
    }

    private void OnEnded(Tributary<T> tributary)
    {
        if (!_live.Remove(tributary))
        {
            return; // the offer before its end was in the list, too
        }

        if (tributary.IsOpen)
        {
            _open.Remove(tributary);
        }

        Exception? failure = tributary.Failure;
        bool counts = Ended?.Invoke(tributary) ?? true;
        if (failure is null)
        {
            return;
        }

        if (counts && (Failure is null || (Failure is OperationCanceledException && failure is not OperationCanceledException)))
        {
            Failure = failure; // one that was only stopped says less than one that failed
        }
        else if (failure is not OperationCanceledException && !ReferenceEquals(failure, Failure))
        {
            runtime.ReportUnhandled(failure, tributary.Task); // nobody else will hear of it
        }
    }
}
