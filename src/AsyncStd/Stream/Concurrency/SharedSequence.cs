namespace AsyncStd.Stream;

using AsyncStd.Task;

/// <summary>A source that is enumerated once for all who enumerate this at the same time.</summary>
internal sealed class SharedSequence<T>(IAsyncEnumerable<T> source, int capacity) : AsyncSequence<T>
{
    private readonly JoinHandle? _scope = Runtimes.Ambient.Node;
    private readonly Lock _lock = new();
    private Fanout<T>? _fanout;

    public override AsyncSequenceEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new FanoutEnumerator<T>(Join, cancellationToken);

    private Fanout<T> Join(FanoutEnumerator<T> subscriber)
    {
        lock (_lock)
        {
            if (_fanout is null || !_fanout.TryJoin(subscriber))
            {
                _fanout = new Fanout<T>(source, capacity, _scope);
                _fanout.TryJoin(subscriber);
            }

            return _fanout;
        }
    }
}
