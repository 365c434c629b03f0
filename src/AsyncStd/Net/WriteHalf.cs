namespace AsyncStd.Net;

using System.Net.Sockets;
using AsyncStd.Io;
using Task = System.Threading.Tasks.Task;

/// <summary>The sending direction of a connection; disposing it ends that direction only, and the other side reads to the end.</summary>
public sealed class WriteHalf : SocketHalf, ICompleteWrites, IVectoredStream
{
    internal WriteHalf(SocketStream whole)
        : base(whole, SocketShutdown.Send)
    {
    }

    /// <summary>False.</summary>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => !IsDisposed;

    /// <inheritdoc cref="SocketStream.WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return Whole.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return Whole.WriteAsync(buffer, offset, count, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ThrowIfDisposed();
        Whole.Write(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowIfDisposed();
        Whole.Write(buffer);
    }

    /// <summary>Does nothing: writes hold nothing back.</summary>
    public override void Flush()
    {
    }

    /// <summary>Does nothing: writes hold nothing back.</summary>
    /// <param name="cancellationToken">Not looked at.</param>
    /// <returns>A completed task.</returns>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not supported: this half only writes.</summary>
    /// <param name="buffer">Not looked at.</param>
    /// <param name="offset">Not looked at.</param>
    /// <param name="count">Not looked at.</param>
    /// <returns>Nothing.</returns>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This half of the connection only writes.");

    /// <summary>Ends the direction, as disposing this half does; but the half goes on counting as open.</summary>
    ValueTask ICompleteWrites.CompleteWritesAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return ((ICompleteWrites)Whole).CompleteWritesAsync(cancellationToken);
    }

    ValueTask IVectoredStream.WriteVectoredAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return Whole.WriteAllAsync(buffers, cancellationToken);
    }

    ValueTask<long> IVectoredStream.ReadVectoredAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
        => throw new NotSupportedException("This half of the connection only writes.");
}
