namespace AsyncStd.Stream;

using System.Runtime.CompilerServices;

/// <summary>An <see cref="IAsyncEnumerable{T}"/> whose items need not be awaited one by one: what the sources and operators of this library return.</summary>
/// <remarks>
/// <para>Everything that takes an <see cref="IAsyncEnumerable{T}"/> takes it, LINQ included. Its own <c>Select</c>, <c>Where</c>, <c>AggregateAsync</c> … do what LINQ's of
/// those names do, and C# prefers them; between them, items that are ready pass without an await. What this type does not have goes to LINQ.
/// A foreign sequence becomes one by <c>AsSequence</c>.</para>
/// <para>It is cold: each enumeration begins anew, and nothing happens before. An enumerator belongs to one consumer at a time.</para>
/// <para>A chain that is always ready still gives way to others: every so many items cost a unit of the task's budget. At the same places it looks at its token and at the scope.</para>
/// <para><em>Cancellation</em>: by the token of the enumeration, or the scope of the code that waits. A wait that was cancelled has taken no item: if it was the scope,
/// the next call, made elsewhere, goes on where this one stopped. Where a foreign sequence is the source, that is for its <c>MoveNextAsync</c> to say; a C# iterator is over then.</para>
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
/// <example><code>
/// long sum = await AsyncSequence.Range(0, 1_000_000)
///     .Select(x => x * 3L + 1)
///     .Where(x => x % 2 == 0)
///     .AggregateAsync(0L, (sum, x) => sum + x);
/// </code></example>
public abstract partial class AsyncSequence<T> : IAsyncEnumerable<T>
{
    private protected AsyncSequence()
    {
    }

    /// <summary>Begins an enumeration.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>An enumerator, which must be disposed of.</returns>
    public abstract AsyncSequenceEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default);

    IAsyncEnumerator<T> IAsyncEnumerable<T>.GetAsyncEnumerator(CancellationToken cancellationToken) => GetAsyncEnumerator(cancellationToken);

    /// <summary>A sequence that passes the items of this one through an operator.</summary>
    private protected AsyncSequence<TResult> Pipe<TResult>(Func<AsyncSequenceEnumerator<T>, AsyncSequenceEnumerator<TResult>> attach) => new PipeSequence<T, TResult>(this, attach);

    private protected static void RequireNotNull(object? argument, [CallerArgumentExpression(nameof(argument))] string? name = null) => ArgumentNullException.ThrowIfNull(argument, name);
}
