namespace AsyncStd.Process;

using AsyncStd.Io;
using AsyncStd.Runtimes.Drivers;

/// <summary>This process's end of a pipe to a child.</summary>
/// <remarks>
/// <para>A pipe has one direction. Disposing the end that feeds the child's input shows it the end. What the child says ends when the last process that holds the pipe has closed it: that may be a
/// descendant that lives on.</para>
/// <para><em>Cancellation</em>: a read loses no byte; of a write a part may be through, from the first byte on.</para>
/// </remarks>
public sealed class ChildStream : AsyncStream, ICompleteWrites, ICountedWrites
{
    internal ChildStream(IFileHandle handle) => Handle = handle;

    /// <inheritdoc/>
    public override bool CanRead => (Handle.Access & FileAccess.Read) != 0;

    /// <inheritdoc/>
    public override bool CanWrite => (Handle.Access & FileAccess.Write) != 0;

    internal IFileHandle Handle { get; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The read failed.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Handle.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">The child does not read any more.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => HandleWriting.WriteAllAsync(Handle, buffer, cancellationToken);

    /// <inheritdoc/>
    ValueTask<int> ICountedWrites.WriteCountedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => Handle.WriteAsync(buffer, cancellationToken);

    /// <summary>Closes the pipe, if it is the one that feeds the child.</summary>
    /// <inheritdoc/>
    public ValueTask CompleteWritesAsync(CancellationToken cancellationToken = default)
    {
        if (CanWrite)
        {
            Handle.Dispose();
        }

        return default;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Handle.Dispose();
        }

        base.Dispose(disposing);
    }
}
