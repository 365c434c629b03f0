namespace AsyncStd.Process;

using System.Buffers;
using AsyncStd.Io;
using AsyncStd.Prelude;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>Reads what a child says until the end, or until the child has ended and its pipe is empty.</summary>
/// <remarks>A descendant that holds the pipe may do so for hours; so once the child itself has ended, what is in the pipe is taken, and a read that would wait is called off.</remarks>
internal sealed class OutputCollector(Stream? stream, int maxLength)
{
    private const int PieceSize = 16 * 1024;

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

            if (_output.WrittenCount > maxLength)
            {
                throw new InvalidDataException($"The process said more than the {maxLength} bytes that are allowed.");
            }
        }
    }

    /// <summary>Takes what is in the pipe. A read that has to wait says that it is empty.</summary>
    private async ValueTask<bool> TakeRestAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var atOnce = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            ValueTask<int> read = stream!.ReadAsync(_output.GetMemory(PieceSize), atOnce.Token);
            if (!read.IsCompleted)
            {
                if (OperatingSystem.IsWindows())
                {
                    await Task.Sleep(s_patience); // there, a read may be on its way although its bytes are there
                }

                await atOnce.CancelAsync();
            }

            int count;
            try
            {
                count = await read;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            if (count == 0)
            {
                return true;
            }

            _output.Advance(count);
            if (_output.WrittenCount > maxLength)
            {
                throw new InvalidDataException($"The process said more than the {maxLength} bytes that are allowed.");
            }
        }
    }
}
