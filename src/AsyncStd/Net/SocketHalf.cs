namespace AsyncStd.Net;

using System.Net.Sockets;
using Stream = System.IO.Stream;

/// <summary>One direction of a connection, see <see cref="SocketStream.Split"/>.</summary>
public abstract class SocketHalf : Stream
{
    private readonly SocketShutdown _direction;
    private int _disposed;

    private protected SocketHalf(SocketStream whole, SocketShutdown direction)
    {
        Whole = whole;
        _direction = direction;
    }

    /// <summary>False: bytes come and go.</summary>
    public override bool CanSeek => false;

    /// <summary>Not supported.</summary>
    public override long Length => throw Unsupported();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw Unsupported();
        set => throw Unsupported();
    }

    private protected SocketStream Whole { get; }

    private protected bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>Not supported.</summary>
    /// <param name="offset">Not looked at.</param>
    /// <param name="origin">Not looked at.</param>
    /// <returns>Nothing.</returns>
    public override long Seek(long offset, SeekOrigin origin) => throw Unsupported();

    /// <summary>Not supported.</summary>
    /// <param name="value">Not looked at.</param>
    public override void SetLength(long value) => throw Unsupported();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Whole.OnHalfDisposed(_direction);
        }

        base.Dispose(disposing);
    }

    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    private static NotSupportedException Unsupported() => new("A connection has neither a length nor a position.");
}
