namespace AsyncStd.Sync;

// What holds the lock.
public sealed partial class Mutex<T>
{
    /// <summary>A held <see cref="Mutex{T}"/>, and the way to its value. Dispose it to release the lock.</summary>
    /// <remarks>A value: copies of it are one and the same hold. Disposing any of them releases the lock; disposing again does nothing, also when somebody else holds the lock by
    /// then. Using one after that throws. From any thread.</remarks>
    public readonly struct Guard : IDisposable
    {
        private readonly Mutex<T>? _mutex;
        private readonly long _ticket;

        internal Guard(Mutex<T> mutex, long ticket)
        {
            _mutex = mutex;
            _ticket = ticket;
        }

        /// <summary>The protected value, by reference: read it, assign it, change it in place.</summary>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        public ref T Value => ref Mutex.ValueOf(_ticket);

        /// <summary>The mutex that the guard belongs to.</summary>
        /// <exception cref="ObjectDisposedException">The guard never held anything.</exception>
        public Mutex<T> Mutex => _mutex ?? throw new ObjectDisposedException(nameof(Guard), "This guard has never held a mutex: it is a default value, or its TryLock returned false.");

        /// <summary>Whether the guard holds its lock: from the moment that it was handed out until it is disposed.</summary>
        public bool IsHeld => _mutex is { } mutex && mutex.IsHeldBy(_ticket);

        internal long Ticket => _ticket;

        /// <summary>Narrows the guard to a part of the value. The lock stays one: disposing either guard releases it.</summary>
        /// <typeparam name="TPart">The type of the part.</typeparam>
        /// <param name="part">Leads from the value to the part; called at each use.</param>
        /// <returns>A guard of the part.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="part"/> is null.</exception>
        /// <exception cref="ObjectDisposedException">The guard does not hold the lock any longer.</exception>
        /// <example><code>
        /// var counters = new Mutex&lt;int[]>([0, 0]);
        /// using var second = (await counters.LockAsync()).Map(static (ref int[] all) => ref all[1]);
        /// second.Value++;
        /// </code></example>
        public MappedGuard<TPart> Map<TPart>(PartOf<T, TPart> part)
        {
            ArgumentNullException.ThrowIfNull(part);
            _ = Value;
            return new MappedGuard<TPart>(this, part);
        }

        /// <summary>Releases the lock, if the guard still holds it.</summary>
        public void Dispose() => _mutex?.Release(_ticket);
    }

    /// <summary>A <see cref="Guard"/> that shows only a part of the value.</summary>
    /// <typeparam name="TPart">The type of the part.</typeparam>
    public readonly struct MappedGuard<TPart> : IDisposable
    {
        private readonly Guard _guard;
        private readonly PartOf<T, TPart> _part;

        internal MappedGuard(Guard guard, PartOf<T, TPart> part)
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
