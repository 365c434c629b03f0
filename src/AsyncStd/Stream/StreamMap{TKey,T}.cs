namespace AsyncStd.Stream;

using AsyncStd.Task;

/// <summary>Streams by their keys, which come and go while all of them are read as one: each item comes with the key of its stream.</summary>
/// <remarks>
/// <para>One enumeration at a time. It ends when no stream is left, and may be begun again once there are new ones. A stream that has ended is removed. One that fails
/// fails the enumeration, which stops the others; they are removed, too. Each stream is waited for in a task of its own, a child of the scope in which the enumeration was begun.</para>
/// <para>Streams may be added and removed from any thread, also during an enumeration.</para>
/// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>.</para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="T">The type of the items.</typeparam>
/// <example><code>
/// var streams = new StreamMap&lt;string, int>();
/// streams.TryAdd("few", AsyncSequence.Range(0, 2));
/// streams.TryAdd("many", AsyncSequence.Range(0, 4));
/// await foreach ((string key, int item) in streams)
/// {
///     Console.WriteLine($"{key}: {item}");
/// }
/// </code></example>
public sealed class StreamMap<TKey, T> : AsyncSequence<(TKey Key, T Item)>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, StreamMapEntry<TKey, T>> _entries;
    private StreamMapEnumerator<TKey, T>? _active;

    /// <summary>Makes an empty map.</summary>
    /// <param name="comparer">Compares keys; null: as they compare themselves.</param>
    public StreamMap(IEqualityComparer<TKey>? comparer = null) => _entries = new(comparer);

    /// <summary>How many streams have not ended.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The keys of the streams that have not ended, at this moment.</summary>
    public IReadOnlyList<TKey> Keys
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Keys];
            }
        }
    }

    /// <summary>Whether there is a stream with a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there is one that has not ended.</returns>
    public bool ContainsKey(TKey key)
    {
        lock (_lock)
        {
            return _entries.ContainsKey(key);
        }
    }

    /// <summary>Adds a stream.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="stream">The stream. Nothing is asked of it before the map is enumerated.</param>
    /// <returns>False: there is one with that key.</returns>
    public bool TryAdd(TKey key, IAsyncEnumerable<T> stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        StreamMapEnumerator<TKey, T>? active;
        lock (_lock)
        {
            if (!_entries.TryAdd(key, new StreamMapEntry<TKey, T>(key, stream)))
            {
                return false;
            }

            active = _active;
        }

        active?.OnAdded();
        return true;
    }

    /// <summary>Removes a stream: stops it, waits until it is disposed of, and gives none of its items afterwards.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>False: there is none with that key.</returns>
    /// <exception cref="OperationCanceledException">The scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: only the wait ends; the stream was asked to stop.</remarks>
    public async ValueTask<bool> RemoveAsync(TKey key)
    {
        StreamMapEntry<TKey, T>? entry;
        JoinHandle? task;
        lock (_lock)
        {
            if (!_entries.Remove(key, out entry))
            {
                return false;
            }

            entry.IsRemoved = true;
            task = entry.Tributary?.Task;
        }

        if (task is not null)
        {
            task.RequestCancel();
            await CancelWait<bool>.For(task, static _ => true, isShield: false, default);
        }

        return true;
    }

    /// <summary>Begins an enumeration.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>An enumerator, which must be disposed of. Its first wait throws an <see cref="InvalidOperationException"/> if the map is being enumerated already.</returns>
    public override AsyncSequenceEnumerator<(TKey Key, T Item)> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        => new StreamMapEnumerator<TKey, T>(this, cancellationToken);

    internal void Attach(StreamMapEnumerator<TKey, T> enumerator)
    {
        lock (_lock)
        {
            if (_active is not null)
            {
                throw new InvalidOperationException("The map is being enumerated already; it can be enumerated once at a time.");
            }

            _active = enumerator;
        }
    }

    internal void Detach(StreamMapEnumerator<TKey, T> enumerator)
    {
        lock (_lock)
        {
            if (_active == enumerator)
            {
                _active = null;
            }
        }
    }

    /// <summary>Opens what was added and not opened yet.</summary>
    internal void OpenNew(Func<StreamMapEntry<TKey, T>, Tributary<T>> open)
    {
        lock (_lock)
        {
            foreach (StreamMapEntry<TKey, T> entry in _entries.Values)
            {
                entry.Tributary ??= open(entry);
            }
        }
    }

    /// <summary>A stream has ended.</summary>
    /// <returns>False: it was removed before.</returns>
    internal bool OnEnded(StreamMapEntry<TKey, T> entry)
    {
        lock (_lock)
        {
            return !entry.IsRemoved && _entries.Remove(entry.Key);
        }
    }
}
