namespace AsyncStd.Task;

using System.Runtime.ExceptionServices;
using AsyncStd.Runtimes;

/// <summary>Runs a function for each item of a sequence, up to so many at once: Join and TryJoin of sequences.</summary>
/// <remarks>Everything here happens in the code that awaits, one thing after the other: others only add to <see cref="EndedItems"/>. So the sequence is asked
/// by one at a time, in the caller's context, and functions begin in order.</remarks>
internal sealed class ItemGathering<TSource, T>
{
    private readonly GatheringSettings _settings;
    private readonly ItemSource<TSource> _source;
    private readonly int _limit;
    private readonly Func<TSource, JoinHandle<T>> _build;
    private readonly Runtime _runtime = Runtime.Current;
    private readonly EndedItems _ended = new();
    private readonly HashSet<ItemSlot> _working = [];
    private readonly Stack<ItemSlot> _free = new();
    private readonly ItemSlot _pull;
    private readonly ItemResults<T> _results = new();
    private readonly SortedDictionary<int, Exception> _failures = [];
    private bool _isPulling;

    /// <summary>No more items are to be asked for.</summary>
    private bool _isExhausted;

    /// <summary>The caller was asked to stop.</summary>
    private OperationCanceledException? _cancellation;

    /// <summary>TryJoin: the failure that ends it all.</summary>
    private Exception? _decided;

    public ItemGathering(in GatheringSettings settings, ItemSource<TSource> source, int limit, Func<TSource, JoinHandle<T>> build)
    {
        _settings = settings;
        _source = source;
        _limit = limit;
        _build = build;
        _pull = new ItemSlot(_ended);
    }

    private bool StopsAtFailure => _settings.Rule == GatheringRule.AllOrFirstFailure;

    public async ValueTask<T[]> RunAsync()
    {
        try
        {
            await WorkAsync();
        }
        catch (OperationCanceledException e)
        {
            _cancellation = e;
        }

        if (_working.Count > 0 || _isPulling)
        {
            await StopAsync();
        }

        if (!_isPulling)
        {
            await DisposeSourceAsync();
        }

        if (Failure() is { } failure)
        {
            await DisposeResultsAsync();
            ExceptionDispatchInfo.Throw(failure);
        }

        return _results.ToArray();
    }

    private async ValueTask WorkAsync()
    {
        while (true)
        {
            while (!_isPulling && !_isExhausted && _decided is null && _working.Count < _limit)
            {
                _settings.CancellationToken.ThrowIfCancellationRequested();
                JoinHandle.ThrowIfCurrentIsCancelled();
                Pull();
                TakeEnded();
                if (!Slice.TryConsume())
                {
                    await new YieldNowAwaitable();
                }
            }

            if (_decided is not null || (_working.Count == 0 && !_isPulling))
            {
                return;
            }

            await _ended.WaitAsync(_settings.CancellationToken);
            TakeEnded();
        }
    }

    /// <summary>Asks for the next item; a sequence that may take its time is asked in a branch.</summary>
    private void Pull()
    {
        try
        {
            if (!_source.IsAsync)
            {
                OnPulled(_source.MoveNextAsync().Result);
                return;
            }

            if (_source.TryMoveNext())
            {
                OnPulled(true);
                return;
            }
        }
        catch (Exception e)
        {
            OnSourceFailed(e);
            return;
        }

        _isPulling = true;
        Start(_pull, Branches.Of(_source.MoveNextAsync));
    }

    private void OnPulled(bool hasItem)
    {
        if (hasItem)
        {
            JoinHandle<T> branch = _build(_source.Current);
            ItemSlot slot = _free.TryPop(out ItemSlot? free) ? free : new ItemSlot(_ended);
            slot.Item = _results.Count;
            _results.Add();
            _working.Add(slot);
            Start(slot, branch);
        }
        else
        {
            _isExhausted = true;
        }
    }

    private void OnSourceFailed(Exception exception)
    {
        _isExhausted = true;
        OnFailed(int.MaxValue, exception);
    }

    private void Start(ItemSlot slot, JoinHandle branch) => slot.Start(branch, _runtime, _settings.File, _settings.Line);

    private void TakeEnded()
    {
        while (_ended.TryTake(out ItemSlot? slot))
        {
            if (slot == _pull)
            {
                OnPullEnded();
            }
            else
            {
                _working.Remove(slot!);
                OnItemEnded(slot!);
                slot!.Forget();
                _free.Push(slot);
            }
        }
    }

    private void OnPullEnded()
    {
        _isPulling = false;
        try
        {
            bool hasItem = ((JoinHandle<bool>)_pull.Task!).GetResult();
            if (!hasItem || (_decided is null && _cancellation is null))
            {
                OnPulled(hasItem);
            }
        }
        catch (Exception e)
        {
            OnSourceFailed(e);
        }
    }

    private void OnItemEnded(ItemSlot slot)
    {
        var branch = (JoinHandle<T>)slot.Task!;
        if (branch.IsCompletedSuccessfully)
        {
            _results.Set(slot.Item, branch.GetResult());
        }
        else if (_decided is null)
        {
            OnFailed(slot.Item, branch.Exception!);
        }
        else
        {
            branch.Detach(); // nobody will see what went wrong, so it is reported
        }
    }

    private void OnFailed(int item, Exception exception)
    {
        _failures.Add(item, exception);
        if (StopsAtFailure && (_cancellation is null || exception is not OperationCanceledException))
        {
            _decided ??= exception;
        }
    }

    /// <summary>Stops what still runs, and looks at how it ended.</summary>
    private async ValueTask StopAsync()
    {
        List<ItemSlot> stopped = [.. _working];
        if (_isPulling)
        {
            stopped.Add(_pull);
        }

        try
        {
            _source.Stop();
        }
        catch (AggregateException e)
        {
            _runtime.ReportUnhandled(e, null); // callbacks of the sequence's token
        }

        await BranchStop.Run(stopped.ConvertAll(static slot => slot.Task!), _runtime);
        stopped.Sort(static (a, b) => a.Item.CompareTo(b.Item));
        foreach (ItemSlot slot in stopped)
        {
            if (slot == _pull)
            {
                OnPullStopped();
            }
            else if (slot.Task!.IsCompleted)
            {
                OnItemEnded(slot);
            }
            else
            {
                List<object>? ignored = null;
                UnclaimedResults.Collect(slot.Task, null, ref ignored);
            }
        }
    }

    private void OnPullStopped()
    {
        JoinHandle pull = _pull.Task!;
        if (!pull.IsCompleted)
        {
            return; // still at it: the sequence cannot be disposed of
        }

        _isPulling = false;
        if (pull.IsCompletedSuccessfully)
        {
            _isExhausted = !((JoinHandle<bool>)pull).GetResult();
        }
        else if (pull.IsFaulted)
        {
            pull.Detach();
        }
    }

    private async ValueTask DisposeSourceAsync()
    {
        try
        {
            await Branch.Run(Branches.Of(_source.DisposeAsync), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, _settings.File, _settings.Line));
        }
        catch (Exception e)
        {
            OnSourceDisposalFailed(e);
        }
    }

    private void OnSourceDisposalFailed(Exception exception)
    {
        if (_failures.ContainsKey(int.MaxValue) || _decided is not null)
        {
            _runtime.ReportUnhandled(exception, null);
        }
        else
        {
            OnSourceFailed(exception);
        }
    }

    private Exception? Failure()
    {
        if (_decided is not null)
        {
            return _decided;
        }

        Exception[] real = [.. _failures.Values.Where(static failure => failure is not OperationCanceledException)];
        return real.Length > 1 ? new AggregateException(real)
            : real.Length == 1 ? real[0]
            : _cancellation is not null && !(_isExhausted && _results.IsComplete) ? _cancellation
            : _failures.Values.FirstOrDefault();
    }

    private async ValueTask DisposeResultsAsync()
    {
        if (_results.Unclaimed() is { } unclaimed)
        {
            await Branch.Run(Branches.Of(UnclaimedResults.DisposeAsync(unclaimed, _runtime)), new BranchSettings(Timeout.InfiniteTimeSpan, true, default, _settings.File, _settings.Line));
        }
    }
}
