namespace AsyncStd.Io;

/// <summary>One end of a connection in memory: what <see cref="Io.Duplex"/> returns two of.</summary>
/// <remarks>
/// <para>Each direction holds so many bytes, then a write waits until the other end has read some. Disposing an end shows the other the end of what was
/// written, and makes what the other writes fail; <see cref="CompleteWritesAsync"/> does only the first.</para>
/// <para>One read and one write may be under way at a time. <em>Cancellation</em>: a read loses no byte; of a write a part may be through, from the first byte on.</para>
/// </remarks>
public sealed class DuplexStream : AsyncStream, ICompleteWrites, ICountedWrites
{
    private readonly MemoryPipe _incoming;
    private readonly MemoryPipe _outgoing;

    internal DuplexStream(MemoryPipe incoming, MemoryPipe outgoing)
    {
        _incoming = incoming;
        _outgoing = outgoing;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another read is under way.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _incoming.ReadAsync(buffer, cancellationToken);

    /// <summary>Waits until there is room for all bytes.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">The other end is gone.</exception>
    /// <exception cref="InvalidOperationException">Another write is under way.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _outgoing.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    ValueTask<int> ICountedWrites.WriteCountedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        => _outgoing.WriteCountedAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CompleteWritesAsync(CancellationToken cancellationToken = default)
    {
        _outgoing.CompleteWriting();
        return default;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _outgoing.CompleteWriting();
            _incoming.CompleteReading();
        }

        base.Dispose(disposing);
    }
}
