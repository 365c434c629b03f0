namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using AsyncStd.Task;

/// <summary>Results of a function that is called for each item, up to so many calls at a time.</summary>
internal sealed class BufferedEnumerator<TSource, T>(
    IAsyncEnumerable<TSource> source, int limit, bool isOrdered, Func<TSource, JoinHandle<T>> build, CancellationToken cancellationToken) : ConcurrentEnumerator<T>(cancellationToken)
{
    private Confluence<TSource>? _source;
    private Calls<TSource, T>? _calls;
    private Exception? _failure;

    protected override Exception? Failure => _failure ?? _source?.Failure;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_failure is null && _calls?.TryTake() is { } call)
        {
            if (call.IsCompletedSuccessfully)
            {
                item = call.GetResult();
                Fill(); // so many at a time, also while the consumer is busy with this one
                return true;
            }

            _failure = call.Exception;
        }

        item = default;
        return false;
    }

    protected override void Begin()
    {
        _source = new Confluence<TSource>(Arrivals, Runtime, Parent);
        _calls = new Calls<TSource, T>(build, isOrdered, Arrivals, Runtime, Parent);
        _source.Open(source);
    }

    protected override Progress Advance(ref TimeSpan wait)
    {
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        _source!.Drain();
        Fill();
        if (_calls!.HasReady)
        {
            return Progress.Ready;
        }

        if (_calls.Count > 0 || !_source.IsOver)
        {
            return Progress.None; // calls that were begun are not given up for a source that has failed
        }

        _source.ThrowIfFailed();
        return Progress.Ended;
    }

    protected override void Stop()
    {
        _source?.Stop();
        _calls?.Stop();
    }

    protected override bool HasStopped() => (_source?.HasStopped() ?? true) & (_calls?.HaveEnded() ?? true);

    protected override ValueTask OnStoppedAsync() => _calls?.LetGoAsync() ?? default;

    private void Fill()
    {
        while (_calls!.Count < limit && _source!.TryRead(out TSource? item))
        {
            _calls.Start(item);
        }
    }
}
