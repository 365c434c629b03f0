namespace AsyncStd.Stream;

using System.Runtime.CompilerServices;

/// <summary>Pulls from an observable.</summary>
internal static class ObservableStream
{
    /// <summary>Subscribes when the enumeration begins, and unsubscribes when it ends in any way.</summary>
    public static async IAsyncEnumerable<T> Enumerate<T>(
        IObservable<T> source, Func<ObserverBuffer<T>> makeBuffer, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObserverBuffer<T> buffer = makeBuffer();
        using IDisposable subscription = source.Subscribe(buffer);
        while (await buffer.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return buffer.Take();
        }

        buffer.ThrowIfFailed();
    }
}
