namespace AsyncStd.Sync;

// What is taken and given back.
public sealed partial class AsyncSemaphore
{
    /// <summary>Permits of an <see cref="AsyncSemaphore"/>. Dispose it to give them back.</summary>
    /// <remarks>A value: copies of it are the same permits. Giving them back twice, by whichever copy and from whichever thread, gives them back once.</remarks>
    public readonly struct Permit : IDisposable
    {
        private readonly AsyncSemaphore? _semaphore;

        internal Permit(AsyncSemaphore semaphore, int count, long ticket)
        {
            _semaphore = semaphore;
            Count = count;
            Ticket = ticket;
        }

        /// <summary>How many permits these are; 0 for a default value.</summary>
        public int Count { get; }

        /// <summary>Whether the permits are still out.</summary>
        public bool IsHeld => _semaphore is { } semaphore && semaphore._holders.IsOut(Ticket);

        internal long Ticket { get; }

        /// <summary>Gives the permits back, unless that was done.</summary>
        public void Dispose() => _semaphore?.GiveBack(Ticket, Count);

        /// <summary>Gives the permits up for good: the semaphore has that many fewer from now on.</summary>
        public void Forget() => _semaphore?.Forget(Ticket, Count);
    }
}
