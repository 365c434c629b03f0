namespace AsyncStd.Io;

/// <summary>The reading end of <see cref="Io.Simplex"/>.</summary>
/// <remarks>Disposing it makes the writer's next write, or the one that waits, fail. <em>Cancellation</em>: no byte is lost.</remarks>
public sealed class SimplexReader : AsyncStream
{
    private readonly MemoryPipe _pipe;

    internal SimplexReader(MemoryPipe pipe) => _pipe = pipe;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another read is under way.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _pipe.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pipe.CompleteReading();
        }

        base.Dispose(disposing);
    }
}
