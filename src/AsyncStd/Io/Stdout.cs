namespace AsyncStd.Io;

using AsyncStd.Runtimes.Drivers;

/// <summary>The standard output of this process. Each write goes out whole and by itself, so lines of different tasks never mix; nothing is kept in a buffer.</summary>
/// <remarks>Disposing it does nothing: it stays the process's. <em>Cancellation</em>: a call that waits for its turn has written nothing; of one that writes a part may be out.</remarks>
public sealed class Stdout : AsyncStream, ICountedWrites
{
    private readonly OutputTurns _turns;

    internal Stdout(IProcessHost host) => _turns = new OutputTurns(host, StandardStream.Output, "standard output");

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
