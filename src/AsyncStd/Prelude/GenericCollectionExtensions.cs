namespace AsyncStd.Prelude;

using AsyncStd.Stream;

/// <summary>What AsyncStd adds to <see cref="ICollection{T}"/>.</summary>
public static class GenericCollectionExtensions
{
    extension<T>(ICollection<T> collection)
    {
        /// <summary>Adds the items of an asynchronous sequence, as they come.</summary>
        /// <param name="source">The sequence.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>A task that ends when all items were added.</returns>
        /// <exception cref="ArgumentNullException">The collection or the sequence is null.</exception>
        /// <exception cref="NotSupportedException">Nothing can be added to the collection.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was added stays.</remarks>
        /// <example><code>
        /// var numbers = new List&lt;int> { 0 };
        /// await numbers.AddRangeAsync(AsyncSequence.Range(1, 3));
        /// </code></example>
        public async ValueTask AddRangeAsync(IAsyncEnumerable<T> source, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(collection);
            ArgumentNullException.ThrowIfNull(source);
            await SequenceResults.FoldAsync(
                source,
                collection,
                static (ref collection, item) =>
                {
                    collection.Add(item);
                    return true;
                },
                cancellationToken);
        }
    }
}
