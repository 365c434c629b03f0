namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Steps through a sequence, and can look at the next item without taking it: what <c>Peekable</c> returns.</summary>
/// <remarks><em>Cancellation</em>: a cancelled look takes nothing; the item is there for the next call.</remarks>
/// <typeparam name="T">The type of the items.</typeparam>
/// <example><code>
/// await using var numbers = AsyncSequence.Range(1, 10).Peekable();
/// int sum = 0;
/// while (await numbers.PeekAsync() &amp;&amp; numbers.Peeked &lt; 4 &amp;&amp; await numbers.MoveNextAsync())
/// {
///     sum += numbers.Current; // 1 + 2 + 3; the 4 is still there
/// }
/// </code></example>
public sealed class PeekableEnumerator<T> : AsyncSequenceEnumerator<T>
{
    private readonly AsyncSequenceEnumerator<T> _source;
    private T? _peeked;
    private bool _hasPeeked;

    internal PeekableEnumerator(AsyncSequenceEnumerator<T> source) => _source = source;

    /// <summary>The item that <see cref="PeekAsync"/> or <see cref="TryPeek"/> saw and that was not taken since.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T Peeked => _hasPeeked ? _peeked! : throw new InvalidOperationException("No item was looked at: call PeekAsync, and look at what it answers.");

    /// <summary>Looks at the next item, when there is one.</summary>
    /// <returns>False: the sequence has ended. Otherwise the item is in <see cref="Peeked"/>. Await it, once.</returns>
    /// <exception cref="OperationCanceledException">The token of the enumeration or the scope of the calling code was cancelled.</exception>
    public ValueTask<bool> PeekAsync() => TryPeek(out _) ? new ValueTask<bool>(true) : WaitAndPeekAsync();

    /// <summary>Looks at the next item, if it is ready.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        if (!_hasPeeked)
        {
            _hasPeeked = _source.TryRead(out _peeked);
        }

        item = _peeked;
        return _hasPeeked;
    }

    /// <summary>Goes to the next item, when there is one, but only if it passes a test.</summary>
    /// <param name="predicate">The test.</param>
    /// <returns>False: the sequence has ended, or its next item did not pass and is still there. Await it, once.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The token of the enumeration or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: an item that was looked at is still there, and so it is if the test throws.</remarks>
    public async ValueTask<bool> MoveNextIfAsync(Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return await PeekAsync() && predicate(_peeked!) && await MoveNextAsync();
    }

    /// <inheritdoc/>
    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!_hasPeeked)
        {
            return _source.TryRead(out item);
        }

        item = _peeked!;
        _peeked = default;
        _hasPeeked = false;
        return true;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToReadAsync() => _hasPeeked ? new ValueTask<bool>(true) : _source.WaitToReadAsync();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private async ValueTask<bool> WaitAndPeekAsync()
    {
        while (await _source.WaitToReadAsync())
        {
            if (TryPeek(out _))
            {
                return true;
            }
        }

        return false;
    }
}
