namespace AsyncStd.Process;

using System.Buffers;
using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Runtimes.Drivers;
using Task = System.Threading.Tasks.Task;

/// <summary>Reads what a child says until the end, or until the child has ended and its pipe is empty.</summary>
/// <remarks>A descendant that holds the pipe may do so for hours, and write without an end; so once the child itself has ended, what is in the pipe at that moment is taken. Where that
/// cannot be told, a read that would wait is called off, and no more is taken than any pipe holds.</remarks>
internal sealed class OutputCollector(ChildStream? stream, int maxLength, string description)
{
    private const int PieceSize = 16 * 1024;

    /// <summary>The largest pipe that needs no privileges, see F_SETPIPE_SZ in fcntl(2); what the child said itself fits into it.</summary>
    private const int LargestPipe = 1024 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly ArrayBufferWriter<byte> _output = new();

    public ReadOnlyMemory<byte> Collected => _output.WrittenMemory;

    /// <param name="childEnded">Cancelled when the child has ended.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    public async ValueTask<bool> CollectAsync(CancellationToken childEnded, CancellationToken cancellationToken)
    {
        if (stream is null)
        {
            return true;
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(childEnded, cancellationToken);
        CancellationToken token = either.Token;
        while (true)
        {
            await Turn.Take();
            try
            {
                int count = await stream.ReadAsync(_output.GetMemory(PieceSize), token);
                if (count == 0)
                {
                    return true;
                }

                _output.Advance(count);
            }
            catch (OperationCanceledException) when (childEnded.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return await TakeRestAsync(cancellationToken);
            }

            Check();
        }
    }

    /// <summary>Takes what is in the pipe now, and not what somebody else adds meanwhile.</summary>
    private async ValueTask<bool> TakeRestAsync(CancellationToken cancellationToken)
    {
        int available = stream!.Handle is PipeHandle pipe ? pipe.Available : -1;
        int left = available < 0 ? LargestPipe : available;
        while (left > 0)
        {
            Memory<byte> piece = _output.GetMemory(PieceSize);
            int count = await ReadAtOnceAsync(piece[..Math.Min(piece.Length, left)], cancellationToken);
            if (count <= 0)
            {
                return count == 0;
            }

            left -= count;
            _output.Advance(count);
            Check();
        }

        return false;
    }

    /// <returns>How many bytes; below zero if the read would have waited.</returns>
    private async ValueTask<int> ReadAtOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var atOnce = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ValueTask<int> read = stream!.ReadAsync(buffer, atOnce.Token);
        if (!read.IsCompleted)
        {
            if (OperatingSystem.IsWindows())
            {
                await Task.Sleep(s_patience); // there, a read may be on its way although its bytes are there
            }

            await atOnce.CancelAsync();
        }

        try
        {
            return await read;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return -1;
        }
    }

    private void Check()
    {
        if (_output.WrittenCount > maxLength)
        {
            throw new InvalidDataException($"{description} is longer than the {maxLength} bytes that are allowed.");
        }
    }
}
