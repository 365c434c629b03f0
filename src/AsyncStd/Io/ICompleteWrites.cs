namespace AsyncStd.Io;

/// <summary>A stream of two directions, of which the writing one can be ended by itself: the other side then meets the end, and can still answer.</summary>
public interface ICompleteWrites
{
    /// <summary>Ends the writing direction, after everything that was written. Reading goes on. Doing it again does nothing.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the end is on its way.</returns>
    /// <exception cref="IOException">The connection is broken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the direction may be ended or not; it can be asked for again.</remarks>
    ValueTask CompleteWritesAsync(CancellationToken cancellationToken = default);
}
