namespace AsyncStdConformance.Streams;

/// <summary>An observable that a test pushes into; one subscription at a time.</summary>
internal sealed class Pushed<T> : IObservable<T>
{
    private IObserver<T>? _observer;

    public bool IsSubscribed => Volatile.Read(ref _observer) is not null;

    public IObserver<T> Observer => Volatile.Read(ref _observer) ?? throw new InvalidOperationException("Nobody has subscribed.");

    public IDisposable Subscribe(IObserver<T> observer)
    {
        Volatile.Write(ref _observer, observer);
        return new Subscription(this);
    }

    private sealed class Subscription(Pushed<T> source) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref source._observer, null);
    }
}
