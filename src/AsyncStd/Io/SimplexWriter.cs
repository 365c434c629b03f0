namespace AsyncStd.Io;

/// <summary>The writing end of <see cref="Io.Simplex"/>.</summary>
/// <remarks>Disposing it shows the reader the end, after everything that was written. <em>Cancellation</em>: a part of the bytes may be written, from the first on.</remarks>
public sealed class SimplexWriter : AsyncStream, ICompleteWrites, ICountedWrites
{
    private readonly MemoryPipe _pipe;

    internal SimplexWriter(MemoryPipe pipe) => _pipe = pipe;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Waits until the reader has made room for all bytes.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">The reader is gone.</exception>
    /// <exception cref="InvalidOperationException">Another write is under way.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _pipe.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    ValueTask<int> ICountedWrites.WriteCountedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        => _pipe.WriteCountedAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CompleteWritesAsync(CancellationToken cancellationToken = default)
    {
        _pipe.CompleteWriting();
        return default;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pipe.CompleteWriting();
        }

        base.Dispose(disposing);
    }
}
