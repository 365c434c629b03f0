namespace AsyncStd.Prelude;

using System.Threading.Channels;
using AsyncStd.Stream;

/// <summary>What AsyncStd adds to <see cref="IObservable{T}"/>.</summary>
public static class ObservableExtensions
{
    extension<T>(IObservable<T> source)
    {
        /// <summary>Pulls from an observable, with a buffer that keeps everything that was not pulled yet, however much that is.</summary>
        /// <returns>A stream. Each enumeration has a subscription of its own, from its first step until it ends in any way.</returns>
        /// <remarks>
        /// <para>The stream fails with what the observable fails with, after the elements that came before.</para>
        /// <para><em>Cancellation</em>: ends the enumeration and the subscription. What was not pulled is gone with them.</para>
        /// </remarks>
        /// <example><code>
        /// static async Task&lt;int&gt; CountAsync(IObservable&lt;string&gt; lines)
        /// {
        ///     int count = 0;
        ///     await foreach (string line in lines.ToAsyncEnumerable())
        ///     {
        ///         count++;
        ///     }
        ///
        ///     return count;
        /// }
        /// </code></example>
        public IAsyncEnumerable<T> ToAsyncEnumerable()
        {
            ArgumentNullException.ThrowIfNull(source);
            return ObservableStream.Enumerate(source, static () => new ObserverBuffer<T>(int.MaxValue, BoundedChannelFullMode.DropWrite, null));
        }

        /// <summary>Pulls from an observable, with a buffer of limited size. An observable cannot be made to wait, so what does not fit is dropped.</summary>
        /// <param name="capacity">How many elements are kept that were not pulled yet; 1 or more.</param>
        /// <param name="whenFull">What is dropped: the element that comes, the one that came last, or the one that came first.</param>
        /// <param name="dropped">Called with each element that is dropped, by whoever pushed; must not throw.</param>
        /// <returns>A stream. Each enumeration has a subscription and a buffer of its own.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1, or <paramref name="whenFull"/> is <see cref="BoundedChannelFullMode.Wait"/>.</exception>
        /// <remarks>
        /// <para>The stream fails with what the observable fails with, after the elements that came before.</para>
        /// <para><em>Cancellation</em>: ends the enumeration and the subscription. What was not pulled is gone with them.</para>
        /// </remarks>
        /// <example><code>
        /// static IAsyncEnumerable&lt;int&gt; Latest(IObservable&lt;int&gt; values)
        ///     => values.ToAsyncEnumerable(capacity: 1, System.Threading.Channels.BoundedChannelFullMode.DropOldest);
        /// </code></example>
        public IAsyncEnumerable<T> ToAsyncEnumerable(int capacity, BoundedChannelFullMode whenFull, Action<T>? dropped = null)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
            if (whenFull is not (BoundedChannelFullMode.DropWrite or BoundedChannelFullMode.DropNewest or BoundedChannelFullMode.DropOldest))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(whenFull), whenFull, "An observable cannot be made to wait; allowed are DropWrite, DropNewest and DropOldest.");
            }

            return ObservableStream.Enumerate(source, () => new ObserverBuffer<T>(capacity, whenFull, dropped));
        }
    }
}
