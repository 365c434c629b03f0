namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>A random tree of combinators over branches that end well, fail, cancel themselves, never end, or have a result after they were stopped; it counts how they end.</summary>
/// <remarks>All that is random is drawn when the tree is made, so one seed makes one tree.</remarks>
internal sealed class RandomProgram
{
    private const int MaxDepth = 3;
    private static readonly TimeSpan s_forever = Timeout.InfiniteTimeSpan;

    private readonly Random _random;
    private readonly Func<ValueTask<Resource>> _root;
    private readonly TimeSpan _limit;
    private readonly Action<Scope>? _onBegin;
    private int _begun;
    private int _ended;
    private int _created;
    private int _disposed;
    private int _disposedTwice;

    /// <param name="onBegin">Told the scope of each branch as it begins, on any thread.</param>
    public RandomProgram(int seed, Action<Scope>? onBegin = null)
    {
        _random = new Random(seed);
        _onBegin = onBegin;
        _limit = Moment();
        _root = Combination(0);
    }

    /// <summary>Branches that have begun.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>What is wrong when the program has ended; null: nothing.</summary>
    public string? Fault
        => _begun != _ended ? $"{_begun} branches began and {_ended} ended"
            : _created != _disposed ? $"{_created} results were made and {_disposed} disposed of"
            : _disposedTwice > 0 ? $"{_disposedTwice} results were disposed of twice"
            : null;

    /// <summary>Runs the program; how it ends is of no interest.</summary>
    public async ValueTask RunAsync(CancellationToken token = default)
    {
        try
        {
            await (await Task.Timeout(_limit, _root, token)).DisposeAsync();
        }
        catch (Exception e) when (IsPlanned(e))
        {
        }
    }

    /// <summary>Whether an exception is one of those that the program throws on purpose.</summary>
    public static bool IsPlanned(Exception exception)
        => exception is InvalidDataException or TimeoutException or OperationCanceledException
            || (exception is AggregateException all && all.InnerExceptions.All(IsPlanned));

    private TimeSpan Moment() => TimeSpan.FromMicroseconds(_random.Next(4_000));

    private Func<ValueTask<Resource>> Node(int depth) => depth < MaxDepth && _random.Next(3) == 0 ? Combination(depth + 1) : Leaf();

    private Func<ValueTask<Resource>> Leaf()
    {
        int kind = _random.Next(12);
        int yields = _random.Next(3);
        TimeSpan pause = Moment();
        return () => CountAsync(kind, yields, pause);
    }

    private async ValueTask<Resource> CountAsync(int kind, int yields, TimeSpan pause)
    {
        Interlocked.Increment(ref _begun);
        _onBegin?.Invoke(Scope.Current);
        try
        {
            await EndAsync(kind, yields, pause);
            return new Resource(this);
        }
        finally
        {
            Interlocked.Increment(ref _ended);
        }
    }

    private static async ValueTask EndAsync(int kind, int yields, TimeSpan pause)
    {
        switch (kind)
        {
            case 0:
                return;
            case 1:
                throw new InvalidDataException("at once");
            case 2:
                await Task.Sleep(pause);
                throw new InvalidDataException("after a while");
            case 3:
                Scope.Current.Cancel();
                await Task.YieldNow();
                return;
            case 4 or 5:
                await Task.Sleep(s_forever);
                return;
            case 6 or 7:
                await LateAsync();
                return;
            case 8:
                for (int i = 0; i < yields; i++)
                {
                    await Task.YieldNow();
                }

                return;
            default:
                await Task.Sleep(pause);
                return;
        }
    }

    private static async ValueTask LateAsync()
    {
        try
        {
            await Task.Sleep(s_forever);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private Func<ValueTask<Resource>> Combination(int depth)
    {
        int kind = _random.Next(12);
        int limit = _random.Next(1, 4);
        TimeSpan time = Moment();
        Func<ValueTask<Resource>>[] all = [.. Enumerable.Range(0, _random.Next(3, 5)).Select(_ => Node(depth))];
        (Func<ValueTask<Resource>> a, Func<ValueTask<Resource>> b, Func<ValueTask<Resource>> c) = (all[0], all[1], all[2]);
        return kind switch
        {
            0 => async () => await UseAsync(Items(await Task.Join(a, b))),
            1 => async () => await UseAsync(Items(await Task.TryJoin(async () => await a(), async () => await b()))),
            2 => async () => await UseAsync(await Task.Join(all)),
            3 => () => Task.Race(all),
            4 => () => Task.TryRace(all),
            5 => async () => (await Task.Select(a, b, c)).Match(x => x, y => y, z => z),
            6 => async () => await UseAsync(await Task.Join(all, limit, each => each())),
            7 => async () => await UseAsync(await Task.TryJoin(all, limit, async each => await each())),
            8 => () => Task.Timeout(time, a),
            9 => () => WithHandles(all, async handles => await UseAsync(await Task.TryJoin(handles, default))),
            10 => () => WithHandles(all, async handles => { await Task.Race(handles); return new Resource(this); }),
            _ => async () => await UseAsync(await Task.TryJoin(Delayed(all), limit, each => each())),
        };

        static Resource[] Items((Resource First, Resource Second) pair) => [pair.First, pair.Second];
    }

    /// <summary>Several results make one.</summary>
    private async ValueTask<Resource> UseAsync(Resource[] results)
    {
        foreach (Resource result in results.Distinct())
        {
            await result.DisposeAsync();
        }

        return new Resource(this);
    }

    /// <summary>Results of handles belong to whoever spawned them.</summary>
    private static async ValueTask<Resource> WithHandles(
        Func<ValueTask<Resource>>[] all,
        Func<JoinHandle<Resource>[], ValueTask<Resource>> use)
    {
        JoinHandle<Resource>[] handles = [.. all.Select(each => Task.Spawn(async () => await each()))];
        try
        {
            return await use(handles);
        }
        finally
        {
            foreach (JoinHandle<Resource> handle in handles.Where(each => each.IsCompletedSuccessfully))
            {
                await handle.AsValueTask().Result.DisposeOnceAsync();
            }
        }
    }

    private static async IAsyncEnumerable<Func<ValueTask<Resource>>> Delayed(Func<ValueTask<Resource>>[] all)
    {
        foreach (Func<ValueTask<Resource>> each in all)
        {
            await Task.YieldNow();
            yield return each;
        }
    }

    /// <summary>A result that must be disposed of, once, by whoever gets it or in his place.</summary>
    public sealed class Resource : IAsyncDisposable
    {
        private readonly RandomProgram _program;
        private int _isDisposed;

        public Resource(RandomProgram program)
        {
            _program = program;
            Interlocked.Increment(ref program._created);
        }

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            {
                Interlocked.Increment(ref _program._disposedTwice);
                return;
            }

            await Scope.Shield(async () => await Task.YieldNow());
            Interlocked.Increment(ref _program._disposed);
        }

        public ValueTask DisposeOnceAsync() => Volatile.Read(ref _isDisposed) == 0 ? DisposeAsync() : default;
    }
}
