namespace AsyncStd.Io;

/// <summary>A stream that takes several buffers in one call to the system.</summary>
public interface IVectoredStream
{
    /// <summary>Reads into several buffers, one after the other.</summary>
    /// <param name="buffers">The buffers.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were read in all; 0 at the end. Fewer than fit does not mean the end.</returns>
    /// <exception cref="IOException">The read failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no byte is lost.</remarks>
    ValueTask<long> ReadVectoredAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken = default);

    /// <summary>Writes several buffers, one after the other, all of them.</summary>
    /// <param name="buffers">The buffers.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when all bytes are written.</returns>
    /// <exception cref="IOException">The write failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part may be written.</remarks>
    ValueTask WriteVectoredAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken = default);
}
