namespace AsyncStdConformance.Streams;

using AsyncStd.Prelude;

/// <summary>A foreign sequence that counts what is done with it: each item is ready, or comes after a yield, as its random generator says.</summary>
internal sealed class Probed<T>(IReadOnlyList<T> items, Random? random = null) : IAsyncEnumerable<T>
{
    private int _begun;
    private int _disposed;
    private int _taken;

    /// <summary>Enumerators asked for.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Enumerators disposed of.</summary>
    public int Disposed => Volatile.Read(ref _disposed);

    /// <summary>Items handed out.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Thrown in the place of the item of that number.</summary>
    public (int At, Exception Exception)? Failure { get; init; }

    /// <summary>Thrown by the disposal.</summary>
    public Exception? DisposalFailure { get; init; }

    /// <summary>After the items it waits, until somebody cancels it.</summary>
    public bool IsEndless { get; init; }

    /// <summary>The clean-up waits, too, and is not over before.</summary>
    public bool CleansUpSlowly { get; init; }

    /// <summary>Counts the enumerators of several sequences that are open at a time.</summary>
    public OpenCount? Open { get; init; }

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _begun);
        Open?.Add(1);
        return new Enumerator(this, cancellationToken);
    }

    public void ShouldBeClosed()
    {
        Disposed.ShouldBe(Begun);
        Begun.ShouldBeLessThanOrEqualTo(1);
    }

    private sealed class Enumerator(Probed<T> probed, CancellationToken token) : IAsyncEnumerator<T>
    {
        private int _next;
        private int _moving;
        private bool _isDisposed;

        public T Current { get; private set; } = default!;

        public async ValueTask<bool> MoveNextAsync()
        {
            Interlocked.Exchange(ref _moving, 1).ShouldBe(0, "two moves at a time");
            try
            {
                _isDisposed.ShouldBeFalse();
                if (Dice is { } dice && dice.Next(3) == 0)
                {
                    await Task.YieldNow();
                }

                if (probed.Failure is { } failure && failure.At == _next)
                {
                    throw failure.Exception;
                }

                if (_next < probed.Items.Count)
                {
                    Interlocked.Increment(ref probed._taken);
                    Current = probed.Items[_next++];
                    return true;
                }

                if (probed.IsEndless)
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan, token);
                }

                return false;
            }
            finally
            {
                Volatile.Write(ref _moving, 0);
            }
        }

        public async ValueTask DisposeAsync()
        {
            Volatile.Read(ref _moving).ShouldBe(0, "disposed of while it moves");
            _isDisposed.ShouldBeFalse("disposed of twice");
            _isDisposed = true;
            if (probed.CleansUpSlowly)
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                await Task.YieldNow();
            }

            Interlocked.Increment(ref probed._disposed);
            probed.Open?.Add(-1);
            if (probed.DisposalFailure is { } failure)
            {
                throw failure;
            }
        }

        private Random? Dice => probed.Random;
    }

    private IReadOnlyList<T> Items { get; } = items;

    private Random? Random { get; } = random;
}
