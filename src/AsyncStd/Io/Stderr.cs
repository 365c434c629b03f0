namespace AsyncStd.Io;

using AsyncStd.Runtimes.Drivers;

/// <summary>The standard error output of this process. Each write goes out whole and by itself, so lines of different tasks never mix; nothing is kept in a buffer.</summary>
/// <remarks>Disposing it does nothing: it stays the process's. <em>Cancellation</em>: a call that waits for its turn has written nothing; of one that writes a part may be out.</remarks>
public sealed class Stderr : AsyncStream, ICountedWrites
{
    private readonly OutputTurns _turns;

    internal Stderr(IProcessHost host) => _turns = new OutputTurns(host, StandardStream.Error, "standard error output");

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Writes all bytes, after the writes that came before.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _turns.WriteAsync(buffer, cancellationToken);

    ValueTask<int> ICountedWrites.WriteCountedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => _turns.WriteCountedAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The process keeps it.
    }
}
