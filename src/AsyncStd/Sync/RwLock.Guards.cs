namespace AsyncStd.Sync;

using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

// What holds the lock in its three forms.
// All of them are values: copies are one and the same hold. Disposing twice does nothing; using one that is disposed, upgraded or downgraded throws.
public sealed partial class RwLock<T>
{
    /// <summary>A share of a <see cref="RwLock{T}"/> that reads. Dispose it to release the lock.</summary>
    public readonly struct ReadGuard : IDisposable
    {
        private readonly RwLock<T>? _lock;
        private readonly long _ticket;

        internal ReadGuard(RwLock<T> rwLock, long ticket)
        {
            _lock = rwLock;
            _ticket = ticket;
        }

        /// <summary>The protected value, not to be assigned. That its object is not changed either is up to its type and to you.</summary>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public ref readonly T Value => ref LockOf(_lock).ValueOf(_ticket);

        /// <summary>Whether the guard holds its lock.</summary>
        public bool IsHeld => _lock is { } rwLock && rwLock._holders.IsOut(_ticket);

        /// <summary>Narrows the guard to a part of the value, not to be assigned. The hold stays one: disposing either guard releases it.</summary>
        /// <typeparam name="TPart">The type of the part.</typeparam>
        /// <param name="part">Leads from the value to the part; called at each use.</param>
        /// <returns>A guard of the part.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="part"/> is null.</exception>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        /// <example><code>
        /// var limits = new RwLock&lt;(int Low, int High)>((1, 9));
        /// using var high = (await limits.ReadAsync()).Map(static (ref readonly (int Low, int High) all) => ref all.High);
        /// Console.WriteLine(high.Value); // 9
        /// </code></example>
        public MappedReadGuard<TPart> Map<TPart>(ReadOnlyPartOf<T, TPart> part)
        {
            ArgumentNullException.ThrowIfNull(part);
            _ = Value;
            return new MappedReadGuard<TPart>(this, part);
        }

        /// <summary>Releases the lock, if the guard still holds it.</summary>
        public void Dispose() => _lock?.Release(_ticket);
    }

    /// <summary>A <see cref="ReadGuard"/> that shows only a part of the value.</summary>
    /// <typeparam name="TPart">The type of the part.</typeparam>
    public readonly struct MappedReadGuard<TPart> : IDisposable
    {
        private readonly ReadGuard _guard;
        private readonly ReadOnlyPartOf<T, TPart> _part;

        internal MappedReadGuard(ReadGuard guard, ReadOnlyPartOf<T, TPart> part)
        {
            _guard = guard;
            _part = part;
        }

        /// <summary>The part, not to be assigned.</summary>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public ref readonly TPart Value => ref _part(in _guard.Value);

        /// <summary>Releases the lock, if the guard still holds it.</summary>
        public void Dispose() => _guard.Dispose();
    }

    /// <summary>A share of a <see cref="RwLock{T}"/> that reads and may come to write. Dispose it to release the lock.</summary>
    public readonly struct UpgradableReadGuard : IDisposable
    {
        private readonly RwLock<T>? _lock;
        private readonly long _ticket;

        internal UpgradableReadGuard(RwLock<T> rwLock, long ticket)
        {
            _lock = rwLock;
            _ticket = ticket;
        }

        /// <summary>The protected value, not to be assigned.</summary>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public ref readonly T Value => ref LockOf(_lock).ValueOf(_ticket);

        /// <summary>Whether the guard holds its lock.</summary>
        public bool IsHeld => _lock is { } rwLock && rwLock._holders.IsOut(_ticket);

        /// <summary>Waits until the plain readers have gone, and becomes the writer. Nobody writes in between, and no new reader comes in before it, unless the lock prefers readers.</summary>
        /// <param name="cancellationToken">Ends the wait early.</param>
        /// <returns>The guard of the writer, which stands for the hold from then on; this one is void. The task must be awaited, once.</returns>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock, or is being upgraded already.</exception>
        /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop, while readers were in the way; or the token was cancelled already, even if none was.</exception>
        /// <remarks><em>Cancellation</em>: a cancelled upgrade leaves this guard as it was, and lets those in who had to wait for it.</remarks>
        /// <example><code>
        /// var cache = new RwLock&lt;Dictionary&lt;int, string>>([]);
        /// using var reader = await cache.UpgradableReadAsync();
        /// if (!reader.Value.ContainsKey(1))
        /// {
        ///     using var writer = await reader.UpgradeAsync();
        ///     writer.Value[1] = "one";
        /// }
        /// </code></example>
        public ValueTask<WriteGuard> UpgradeAsync(CancellationToken cancellationToken = default)
        {
            RwLock<T> rwLock = LockOf(_lock);
            bool mayPass = !cancellationToken.IsCancellationRequested && Slice.TryConsume();
            if (!mayPass && Refused.Early(rwLock, cancellationToken) is { } refusal)
            {
                return ValueTask.FromException<WriteGuard>(refusal);
            }

            return mayPass && IsHeld && TryUpgrade(out WriteGuard guard)
                ? new ValueTask<WriteGuard>(guard)
                : rwLock.BeginUpgrade(_ticket).Start(cancellationToken);
        }

        /// <summary>The same, blocking the calling thread: for threads outside every runtime.</summary>
        /// <param name="cancellationToken">Ends the wait early.</param>
        /// <returns>The guard of the writer; this one is void.</returns>
        /// <exception cref="InvalidOperationException">The calling thread runs a task.</exception>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock, or is being upgraded already.</exception>
        /// <exception cref="OperationCanceledException">The token was cancelled while readers were in the way.</exception>
        /// <remarks><em>Cancellation</em>: a cancelled upgrade leaves this guard as it was.</remarks>
        public WriteGuard UpgradeBlocking(CancellationToken cancellationToken = default)
        {
            RwLock<T> rwLock = LockOf(_lock);
            BlockedThread.ThrowIfInside();
            cancellationToken.ThrowIfCancellationRequested();
            return rwLock.BeginUpgrade(_ticket).WaitBlocking(cancellationToken);
        }

        /// <summary>Becomes the writer if no reader is in the way.</summary>
        /// <param name="guard">The guard of the writer; then this one is void. One that holds nothing otherwise.</param>
        /// <returns>Whether it became the writer; if not, this guard stays as it was.</returns>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public bool TryUpgrade(out WriteGuard guard)
        {
            RwLock<T> rwLock = LockOf(_lock);
            bool isTaken = rwLock.TryUpgrade(_ticket, out long writer);
            guard = isTaken ? new WriteGuard(rwLock, writer) : default;
            return isTaken;
        }

        /// <summary>Becomes a plain reader without a gap, and leaves the right to write to others.</summary>
        /// <returns>The guard of the reader; this one is void.</returns>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public ReadGuard Downgrade() => new(LockOf(_lock), LockOf(_lock).Exchange(_ticket, ReadKind));

        /// <summary>Releases the lock, if the guard still holds it.</summary>
        public void Dispose() => _lock?.Release(_ticket);
    }

    /// <summary>The one hold of a <see cref="RwLock{T}"/> that writes. Dispose it to release the lock.</summary>
    public readonly struct WriteGuard : IDisposable
    {
        private readonly RwLock<T>? _lock;
        private readonly long _ticket;

        internal WriteGuard(RwLock<T> rwLock, long ticket)
        {
            _lock = rwLock;
            _ticket = ticket;
        }

        /// <summary>The protected value, by reference: read it, assign it, change it in place.</summary>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public ref T Value => ref LockOf(_lock).ValueOf(_ticket);

        /// <summary>Whether the guard holds its lock.</summary>
        public bool IsHeld => _lock is { } rwLock && rwLock._holders.IsOut(_ticket);

        /// <summary>Becomes a plain reader: others may read, and nobody writes in between.</summary>
        /// <returns>The guard of the reader; this one is void.</returns>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public ReadGuard Downgrade() => new(LockOf(_lock), LockOf(_lock).Exchange(_ticket, ReadKind));

        /// <summary>Becomes a reader that may write again later: others may read meanwhile.</summary>
        /// <returns>The guard of the reader; this one is void.</returns>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public UpgradableReadGuard DowngradeToUpgradable() => new(LockOf(_lock), LockOf(_lock).Exchange(_ticket, UpgradableKind));

        /// <summary>Narrows the guard to a part of the value. The hold stays one: disposing either guard releases it.</summary>
        /// <typeparam name="TPart">The type of the part.</typeparam>
        /// <param name="part">Leads from the value to the part; called at each use.</param>
        /// <returns>A guard of the part.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="part"/> is null.</exception>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public MappedWriteGuard<TPart> Map<TPart>(PartOf<T, TPart> part)
        {
            ArgumentNullException.ThrowIfNull(part);
            _ = Value;
            return new MappedWriteGuard<TPart>(this, part);
        }

        /// <summary>Releases the lock, if the guard still holds it.</summary>
        public void Dispose() => _lock?.Release(_ticket);
    }

    /// <summary>A <see cref="WriteGuard"/> that shows only a part of the value.</summary>
    /// <typeparam name="TPart">The type of the part.</typeparam>
    public readonly struct MappedWriteGuard<TPart> : IDisposable
    {
        private readonly WriteGuard _guard;
        private readonly PartOf<T, TPart> _part;

        internal MappedWriteGuard(WriteGuard guard, PartOf<T, TPart> part)
        {
            _guard = guard;
            _part = part;
        }

        /// <summary>The part, by reference.</summary>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public ref TPart Value => ref _part(ref _guard.Value);

        /// <summary>Releases the lock, if the guard still holds it.</summary>
        public void Dispose() => _guard.Dispose();
    }
}
