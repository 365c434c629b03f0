namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>What the two outputs of the process share: each write has its turn, and goes out whole.</summary>
internal sealed class OutputTurns(IProcessHost host, StandardStream which, string description)
{
    private readonly Gate _gate = new(description);
    private readonly StandardHandleStream _stream = new(host, which);

    /// <summary>Writes all bytes, after the writes that came before.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
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

    /// <summary>The same, as <see cref="ICountedWrites"/> says, and in one turn: what others write does not come between the parts.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> WriteCountedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
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
}
