namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Runs several branches beside each other, or waits for tasks that run already: Join, TryJoin, Race, TryRace, Select.</summary>
/// <remarks>
/// <para>Branches are started in order, on the caller's stack where that is right. Once those that have ended decide the result, no further one is started.</para>
/// <para>What decides is looked at when an end is handled: of those that have ended by then the left one wins. <c>_winner</c> is -1 until then, and never changes after.</para>
/// <para>A result of a function that nobody gets is disposed of before the wait ends, since nobody else can: see <see cref="UnclaimedResults"/>.</para>
/// </remarks>
internal sealed class Gathering<TResult> : BranchSet<TResult>
{
    private readonly GatheringSettings _settings;
    private readonly JoinHandle[] _branches;
    private readonly Func<JoinHandle[], int, TResult> _result;
    private readonly BranchSlot[] _slots;
    private readonly Runtime _runtime;

    /// <summary>That of the calling code: what happens in its name after the branches have ended happens in it.</summary>
    private readonly ExecutionContext? _context;

    /// <summary>How many branches were started; the others never will be.</summary>
    private int _begun;
    private int _winner = -1;

    private Gathering(in GatheringSettings settings, JoinHandle[] branches, Func<JoinHandle[], int, TResult> result)
    {
        _settings = settings;
        _branches = branches;
        _result = result;
        _runtime = Ambient.Runtime ?? (settings.Kind == BranchKind.Handle ? branches[0].Owner! : Runtime.Current);
        _context = ExecutionContext.Capture();
        _slots = new BranchSlot[branches.Length];
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = new BranchSlot<TResult>(this) { Index = i };
        }
    }

    public override string Description => _settings.Name;

    protected override ReadOnlySpan<BranchSlot> Slots => _slots.AsSpan(0, _begun);

    /// <summary>Runs branches to their end.</summary>
    /// <param name="settings">How.</param>
    /// <param name="branches">Bodies that were built and not started, or tasks that run.</param>
    /// <param name="result">Makes the result out of the branches and the number of the winner, if one decides.</param>
    public static ValueTask<TResult> Run(in GatheringSettings settings, JoinHandle[] branches, Func<JoinHandle[], int, TResult> result)
    {
        if (IsRefused(settings, branches, out CancellationToken token))
        {
            return ValueTask.FromCanceled<TResult>(token);
        }

        if (branches.Length == 0)
        {
            return new ValueTask<TResult>(result(branches, -1));
        }

        var gathering = new Gathering<TResult>(settings, branches, result);
        if (gathering.TryEndAtOnce())
        {
            return new ValueTask<TResult>(result(branches, 0));
        }

        ValueTask<TResult> task = gathering.Start(settings.CancellationToken);
        gathering.BeginAndHandle();
        return task;
    }

    /// <inheritdoc cref="Run"/>
    public static ValueTask RunWithoutResult(in GatheringSettings settings, JoinHandle[] branches)
    {
        if (IsRefused(settings, branches, out CancellationToken token))
        {
            return ValueTask.FromCanceled(token);
        }

        if (branches.Length == 0)
        {
            return default;
        }

        var gathering = new Gathering<TResult>(settings, branches, static (_, _) => default!);
        if (gathering.TryEndAtOnce())
        {
            return default;
        }

        ValueTask task = gathering.StartWithoutResult(settings.CancellationToken);
        gathering.BeginAndHandle();
        return task;
    }

    protected override bool OnBranchEnded(BranchSlot slot)
    {
        if (_settings.Rule == GatheringRule.FirstSuccess && slot.Task!.IsFaulted)
        {
            _ = slot.Task.Exception; // seen: it counts if all fail, and is what a race for the first success is ready for if not
        }

        // Only an end that decides has the others looked at: a look at each end would cost the square of their number.
        if (_winner < 0 && Decides(slot.Task!))
        {
            _winner = Array.FindIndex(_branches, 0, _begun, Decides);
        }

        return _winner >= 0;
    }

    protected override void Complete()
    {
        Exception? failure = HasResult() ? null : Failure();
        List<object>? unclaimed = null;
        if (_settings.Kind != BranchKind.Handle)
        {
            unclaimed = LetGo(failure is null);
        }

        if (unclaimed is null)
        {
            End(failure);
        }
        else
        {
            // The set stays busy meanwhile, so whatever else happens is too late.
            UnclaimedResults.Dispose(unclaimed, _runtime, _context, () => End(failure));
        }
    }

    private static bool IsRefused(in GatheringSettings settings, JoinHandle[] branches, out CancellationToken token)
    {
        if (branches.Length == 0 && settings.IsRace)
        {
            throw new ArgumentException($"A {settings.Name} of nothing would never end; pass at least one branch.", nameof(branches));
        }

        token = default;
        return settings.Kind != BranchKind.Handle && Branch.IsRefused(settings.CancellationToken, out token);
    }

    /// <summary>Starts the branches.</summary>
    /// <returns>Whether all is over, and well: with all branches, or with the first.</returns>
    private bool TryEndAtOnce()
    {
        Hold();
        if (_settings.Kind == BranchKind.Handle)
        {
            _begun = _branches.Length;
            for (int i = 0; i < _begun; i++)
            {
                _slots[i].Use(_branches[i]);
            }

            Register();
        }
        else
        {
            StartBranches();
        }

        return _settings.IsRace ? _settings.Kind != BranchKind.Handle && _begun == 1 && _branches[0].IsCompletedSuccessfully
            : HaveAllSucceeded();
    }

    private void StartBranches()
    {
        for (int i = 0; i < _branches.Length; i++)
        {
            JoinHandle branch = _branches[i];
            _begun = i + 1;
            _slots[i].Start(branch, _runtime, _settings.File, _settings.Line);
            if (Decides(branch) || Branch.IsRefused(_settings.CancellationToken, out _))
            {
                return;
            }
        }
    }

    private void BeginAndHandle()
    {
        Begin(_runtime, Timeout.InfiniteTimeSpan);
        Handle();
    }

    /// <summary>Whether a branch has ended in a way that makes the others superfluous.</summary>
    private bool Decides(JoinHandle branch) => _settings.Rule switch
    {
        GatheringRule.First => branch.IsCompleted,
        GatheringRule.FirstSuccess => branch.IsCompletedSuccessfully,
        GatheringRule.AllOrFirstFailure => branch is { IsCompleted: true, IsCompletedSuccessfully: false },
        _ => false,
    };

    private bool HaveAllSucceeded() => _begun == _branches.Length && Array.TrueForAll(_branches, static branch => branch.IsCompletedSuccessfully);

    private bool HasResult()
    {
        if (!_settings.IsRace)
        {
            return _winner < 0 && HaveAllSucceeded();
        }

        if (_winner < 0)
        {
            // Nobody had won when the wait was cancelled. A result that came all the same is not lost.
            _winner = Array.FindIndex(_branches, 0, _begun, static branch => branch.IsCompletedSuccessfully);
        }

        return _winner >= 0 && _branches[_winner].IsCompletedSuccessfully;
    }

    private Exception Failure()
    {
        if (_winner >= 0)
        {
            return _branches[_winner].Exception!;
        }

        bool wasStopped = Cause == StopCause.Request || _begun < _branches.Length;
        bool countsCancellations = _settings.Rule == GatheringRule.FirstSuccess && !wasStopped;
        bool takesAll = _settings.Rule is GatheringRule.All or GatheringRule.FirstSuccess;
        List<Exception> failures = [];
        Exception? cancellation = null;
        bool anyFaulted = false;
        for (int i = 0; i < _begun; i++)
        {
            JoinHandle branch = _branches[i];
            if (branch.IsFaulted && (takesAll || !anyFaulted))
            {
                anyFaulted = true;
                failures.Add(branch.Exception!);
            }
            else if (branch.IsCanceled)
            {
                cancellation ??= branch.Exception;
                if (countsCancellations)
                {
                    failures.Add(branch.Exception!);
                }
            }
        }

        return !anyFaulted ? Cancellation(cancellation)
            : failures.Count > 1 || _settings.Rule == GatheringRule.FirstSuccess ? new AggregateException(failures)
            : failures[0];
    }

    /// <summary>A cancellation that nobody here asked for is the branch's own.</summary>
    private Exception Cancellation(Exception? own)
        => own is not null && Cause != StopCause.Request ? own
            : new OperationCanceledException($"The {_settings.Name} of {_branches.Length} branches was cancelled.", StopToken);

    /// <summary>Reports the failures that nobody will see.</summary>
    /// <returns>The results that nobody will get and that need to be disposed of; null: none.</returns>
    private List<object>? LetGo(bool hasResult)
    {
        List<object>? unclaimed = null;
        object? kept = hasResult && _settings.IsRace ? _branches[_winner].ResultObject : null;
        for (int i = 0; i < _begun; i++)
        {
            JoinHandle branch = _branches[i];
            if (branch.IsFaulted)
            {
                branch.Detach();
            }
            else if (_settings.Kind == BranchKind.Function && (!hasResult || (_settings.IsRace && i != _winner)))
            {
                UnclaimedResults.Collect(branch, kept, ref unclaimed);
            }
        }

        return unclaimed;
    }

    private void End(Exception? failure)
    {
        if (failure is null)
        {
            TrySetResult(_result(_branches, _winner));
        }
        else
        {
            TrySetException(failure);
        }
    }
}
