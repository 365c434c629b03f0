namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>The standard output of this process. Each write goes out whole and by itself, so lines of different tasks never mix; nothing is kept in a buffer.</summary>
/// <remarks>Disposing it does nothing: it stays the process's. <em>Cancellation</em>: a call that waits for its turn has written nothing; of one that writes a part may be out.</remarks>
public sealed class Stdout : AsyncStream, ICountedWrites
{
    private readonly Gate _gate = new("standard output");
    private readonly StandardHandleStream _stream;

    internal Stdout(IProcessHost host) => _stream = new StandardHandleStream(host, StandardStream.Output);

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Writes all bytes, after the writes that came before.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _gate.EnterAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>As a write, so in one turn: what others write does not come between the parts.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<int> ICountedWrites.WriteCountedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        int through = 0;
        try
        {
            while (through < buffer.Length)
            {
                through += await _stream.WriteSomeAsync(buffer[through..], cancellationToken);
            }
        }
        catch (Exception) when (through > 0)
        {
            // The count says it. Who goes on meets what is in the way again.
        }
        finally
        {
            _gate.Exit();
        }

        return through;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The process keeps it.
    }
}
