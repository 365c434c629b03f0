namespace AsyncStd.Prelude;

using AsyncStd.Runtimes;
using AsyncStd.Stream;

/// <summary>What AsyncStd adds to <see cref="IAsyncEnumerable{T}"/>.</summary>
public static partial class AsyncEnumerableExtensions
{
    extension<T>(IAsyncEnumerable<T> source)
    {
        /// <summary>Pushes the elements to observers. Each subscription is a task on <see cref="Runtime.Current"/>, which enumerates for that observer alone.</summary>
        /// <returns>An observable.</returns>
        /// <remarks>
        /// <para>Calls to an observer never overlap, and the next element is pulled when the last call has returned. It ends with one call of <c>OnCompleted</c>, or of
        /// <c>OnError</c> with what the enumeration threw. What the observer itself throws ends the subscription and goes to
        /// <see cref="Runtime.UnhandledException"/>.</para>
        /// <para><em>Cancellation</em>: disposing the subscription cancels the enumeration and does not wait for it. No call begins afterwards; one that
        /// is running on another thread goes on to its end. A runtime that ends cancels its subscriptions, and their observers get the
        /// <see cref="OperationCanceledException"/>.</para>
        /// </remarks>
        /// <example><code>
        /// static IDisposable Print(IAsyncEnumerable&lt;string&gt; lines, IObserver&lt;string&gt; printer) => lines.ToObservable().Subscribe(printer);
        /// </code></example>
        public IObservable<T> ToObservable()
        {
            ArgumentNullException.ThrowIfNull(source);
            return new StreamObservable<T>(source);
        }
    }
}
