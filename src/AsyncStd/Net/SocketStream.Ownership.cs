namespace AsyncStd.Net;

using System.IO.Pipelines;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers;

// Giving a connection away: whole, by halves, or as a pipe.
public abstract partial class SocketStream
{
    private int _openHalves;

    /// <summary>Makes one half for reading and one for writing, to be owned by different tasks.</summary>
    /// <returns>Both. Disposing the writer ends the sending, so that the other side reads to the end; disposing the reader ends the receiving; with the second
    /// one the connection closes.</returns>
    /// <exception cref="InvalidOperationException">The stream was split before.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public (ReadHalf Reader, WriteHalf Writer) Split()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (Interlocked.CompareExchange(ref _openHalves, 2, 0) != 0)
        {
            throw new InvalidOperationException("The connection was split already; its halves are handed out once.");
        }

        return (new ReadHalf(this), new WriteHalf(this));
    }

    /// <summary>The connection as a pair of pipes, for parsers that want to look at bytes before they take them.</summary>
    /// <param name="readerOptions">Buffering of the reader; null for the defaults. The stream is never left open by these pipes.</param>
    /// <param name="writerOptions">Buffering of the writer; null for the defaults.</param>
    /// <returns>The pipes. Completing the output ends the sending; when both are completed the connection closes.</returns>
    /// <exception cref="InvalidOperationException">The stream was split before.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public IDuplexPipe AsDuplexPipe(StreamPipeReaderOptions? readerOptions = null, StreamPipeWriterOptions? writerOptions = null)
    {
        (ReadHalf reader, WriteHalf writer) = Split();
        return new SocketPipe(PipeReader.Create(reader, readerOptions), PipeWriter.Create(writer, writerOptions));
    }

    /// <summary>A half is disposed: ends its direction, and closes the connection with the second one.</summary>
    internal void OnHalfDisposed(SocketShutdown direction)
    {
        if (Interlocked.Decrement(ref _openHalves) == 0)
        {
            Dispose();
            return;
        }

        try
        {
            Shutdown(direction);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The connection is gone already, and with it the direction.
        }
    }

    /// <summary>Gives the system's socket away.</summary>
    private protected Socket TakeSocket()
    {
        Socket socket = ReleasedSocket.Of(Socket);
        OnClosing();
        return socket;
    }
}
