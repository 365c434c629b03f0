namespace AsyncStd.Net;

using System.Net.Sockets;
using AsyncStd.Io;
using Task = System.Threading.Tasks.Task;

/// <summary>The receiving direction of a connection; disposing it ends that direction only.</summary>
public sealed class ReadHalf : SocketHalf, IVectoredStream
{
    internal ReadHalf(SocketStream whole)
        : base(whole, SocketShutdown.Receive)
    {
    }

    /// <inheritdoc/>
    public override bool CanRead => !IsDisposed;

    /// <summary>False.</summary>
    public override bool CanWrite => false;

    /// <inheritdoc cref="SocketStream.ReadAsync(Memory{byte}, CancellationToken)"/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return Whole.ReadAsync(buffer, cancellationToken);
    }

    /// <inheritdoc cref="AsyncStream.CopyToAsync(System.IO.Stream, int, CancellationToken)"/>
    public override Task CopyToAsync(System.IO.Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        return Io.CopyToAsync(this, destination, bufferSize, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return Whole.ReadAsync(buffer, offset, count, cancellationToken);
    }

    /// <inheritdoc cref="SocketStream.PeekAsync"/>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return Whole.PeekAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ThrowIfDisposed();
        return Whole.Read(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        ThrowIfDisposed();
        return Whole.Read(buffer);
    }

    /// <summary>Does nothing.</summary>
    public override void Flush()
    {
    }

    /// <summary>Not supported: this half only reads.</summary>
    /// <param name="buffer">Not looked at.</param>
    /// <param name="offset">Not looked at.</param>
    /// <param name="count">Not looked at.</param>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This half of the connection only reads.");

    ValueTask<long> IVectoredStream.ReadVectoredAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return Whole.ReadVectoredAsync(buffers, cancellationToken);
    }

    ValueTask IVectoredStream.WriteVectoredAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
        => throw new NotSupportedException("This half of the connection only reads.");
}
