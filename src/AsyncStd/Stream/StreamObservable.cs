namespace AsyncStd.Stream;

using AsyncStd.Runtimes;

/// <summary>Pushes an <see cref="IAsyncEnumerable{T}"/> to observers: a task for each subscription.</summary>
internal sealed class StreamObservable<T>(IAsyncEnumerable<T> source) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new StreamSubscription<T>(source, observer);
        subscription.Start(Runtime.Current);
        return subscription;
    }
}
