namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>Steps through an <see cref="AsyncSequence{T}"/>: as <c>await foreach</c> does, or by taking what is ready and waiting only when nothing is.</summary>
/// <remarks>
/// <para>The two ways may be mixed: <see cref="TryRead"/> and <see cref="WaitToReadAsync"/> are those of a <see cref="System.Threading.Channels.ChannelReader{T}"/>.
/// A wait takes no item. So whoever waits for several things at once, as a merge does, loses nothing of what he did not get to.</para>
/// <para>One call at a time. <see cref="DisposeAsync"/> is called once the last call has ended; calling it again does nothing.</para>
/// <para><em>Cancellation</em>: a cancelled wait has taken no item, see <see cref="AsyncSequence{T}"/>.</para>
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
/// <example><code>
/// await using var numbers = AsyncSequence.Range(0, 10).GetAsyncEnumerator();
/// while (await numbers.WaitToReadAsync())
/// {
///     while (numbers.TryRead(out int number))
///     {
///         Console.WriteLine(number);
///     }
/// }
/// </code></example>
public abstract class AsyncSequenceEnumerator<T> : IAsyncEnumerator<T>
{
    private T? _current;

    private protected AsyncSequenceEnumerator()
    {
    }

    /// <summary>The item that the last <see cref="MoveNextAsync"/> came to.</summary>
    public T Current => _current!;

    /// <summary>Whether <see cref="TryRead"/> begins nothing that would have to be waited for, or stopped: it runs no asynchronous function.</summary>
    internal virtual bool BeginsNothing => false;

    /// <summary>Takes the next item, if one is ready.</summary>
    /// <param name="item">The item.</param>
    /// <returns>False: none is ready, or none will come; <see cref="WaitToReadAsync"/> tells which.</returns>
    /// <exception cref="Exception">What a function in the chain throws.</exception>
    public abstract bool TryRead([MaybeNullWhen(false)] out T item);

    /// <summary>Waits until it is worth calling <see cref="TryRead"/> (again).</summary>
    /// <returns>False: the sequence has ended. Await it, once.</returns>
    /// <exception cref="OperationCanceledException">The token of the enumeration or the scope of the calling code was cancelled.</exception>
    /// <exception cref="Exception">What the source, or a function in the chain, failed with.</exception>
    public abstract ValueTask<bool> WaitToReadAsync();

    /// <summary>Goes to the next item, when there is one.</summary>
    /// <returns>False: the sequence has ended. Await it, once.</returns>
    /// <exception cref="OperationCanceledException">The token of the enumeration or the scope of the calling code was cancelled.</exception>
    /// <exception cref="Exception">What the source, or a function in the chain, failed with.</exception>
    public ValueTask<bool> MoveNextAsync() => TryRead(out _current) ? new ValueTask<bool>(true) : WaitAndMoveAsync();

    /// <summary>Ends the enumeration, and those of the sources.</summary>
    /// <returns>A task that ends when they have.</returns>
    public virtual ValueTask DisposeAsync() => default;

    /// <summary>Comes back to the caller's place each time: reading runs functions of the user's.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAndMoveAsync()
    {
        while (await WaitToReadAsync())
        {
            if (TryRead(out _current))
            {
                return true;
            }
        }

        return false;
    }
}
