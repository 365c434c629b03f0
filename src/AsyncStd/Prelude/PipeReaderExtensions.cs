namespace AsyncStd.Prelude;

using System.Buffers;
using System.IO.Pipelines;
using AsyncStd.Io;

/// <summary>What AsyncStd adds to <see cref="PipeReader"/>: lines and delimiters.</summary>
public static class PipeReaderExtensions
{
    extension(PipeReader reader)
    {
        /// <summary>Reads a line.</summary>
        /// <param name="maxLength">How long a line may be, in bytes without its end.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>The line without its end, which is <c>\n</c> or <c>\r\n</c>; the last one need not have an end. Null when there are no more.</returns>
        /// <exception cref="InvalidDataException">The line is longer than allowed: it stays in the pipe. Or it is not UTF-8: it was taken.</exception>
        /// <exception cref="OperationCanceledException">Cancelled, also by <see cref="PipeReader.CancelPendingRead"/>.</exception>
        /// <remarks><em>Cancellation</em>: no byte is lost; a line that has arrived in part stays in the pipe.</remarks>
        /// <example><code>
        /// using System.IO.Pipelines;
        ///
        /// var pipe = new Pipe();
        /// await pipe.Writer.WriteAsync("one\r\ntwo"u8.ToArray());
        /// await pipe.Writer.CompleteAsync();
        /// while (await pipe.Reader.ReadLineAsync() is { } line)
        /// {
        ///     Console.WriteLine(line);
        /// }
        /// </code></example>
        public async ValueTask<string?> ReadLineAsync(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(reader);
            while (true)
            {
                ReadResult read = await NextAsync(reader, cancellationToken);
                ReadOnlySequence<byte> bytes = read.Buffer;
                SequencePosition consumed = bytes.Start;
                SequencePosition examined = bytes.Start;
                try
                {
                    if (LineFinder.TryTake(ref bytes, maxLength, out ReadOnlySequence<byte> line))
                    {
                        consumed = examined = bytes.Start; // before it is decoded: a line that is no text must not stay in the way
                        return Utf8Text.Decode(line);
                    }

                    if (read.IsCompleted)
                    {
                        line = LineFinder.TakeLast(ref bytes, maxLength);
                        consumed = examined = bytes.Start;
                        return line.IsEmpty ? null : Utf8Text.Decode(line);
                    }

                    examined = bytes.End;
                }
                finally
                {
                    reader.AdvanceTo(consumed, examined);
                }
            }
        }

        /// <summary>Reads up to a delimiter.</summary>
        /// <param name="delimiter">The byte to stop at.</param>
        /// <param name="maxLength">How many bytes there may be before the delimiter.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>The bytes with the delimiter, or what is left at the end without one; none at the end.</returns>
        /// <exception cref="InvalidDataException">There are more bytes than allowed before the delimiter; they stay in the pipe.</exception>
        /// <exception cref="OperationCanceledException">Cancelled, also by <see cref="PipeReader.CancelPendingRead"/>.</exception>
        /// <remarks><em>Cancellation</em>: no byte is lost; what has arrived stays in the pipe.</remarks>
        public async ValueTask<byte[]> ReadUntilAsync(byte delimiter, int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(reader);
            while (true)
            {
                ReadResult read = await NextAsync(reader, cancellationToken);
                ReadOnlySequence<byte> bytes = read.Buffer;
                ReadOnlySequence<byte> all = bytes;
                SequencePosition consumed = bytes.Start;
                SequencePosition examined = bytes.Start;
                try
                {
                    if (LineFinder.TryTakePiece(ref bytes, delimiter, maxLength, out _))
                    {
                        consumed = examined = bytes.Start;
                        return all.Slice(0, consumed).ToArray();
                    }

                    examined = bytes.End;
                    if (read.IsCompleted)
                    {
                        consumed = examined;
                        return bytes.ToArray();
                    }
                }
                finally
                {
                    reader.AdvanceTo(consumed, examined);
                }
            }
        }

        /// <summary>Enumerates the lines.</summary>
        /// <param name="maxLength">How long a line may be, in bytes without its end.</param>
        /// <returns>The lines without their ends. What the enumeration did not get to stays in the pipe.</returns>
        /// <remarks><para>Throws what <c>ReadLineAsync</c> throws.</para><para><em>Cancellation</em>: no byte is lost.</para></remarks>
        public IAsyncEnumerable<string> Lines(int maxLength = int.MaxValue)
        {
            ArgumentNullException.ThrowIfNull(reader);
            return new PipeLineSequence(reader, maxLength);
        }

        /// <summary>Enumerates the pieces between delimiters.</summary>
        /// <param name="delimiter">The byte between the pieces.</param>
        /// <param name="maxLength">How long a piece may be, in bytes.</param>
        /// <returns>The pieces without the delimiter. What the enumeration did not get to stays in the pipe.</returns>
        /// <remarks><para>Throws what <c>ReadUntilAsync</c> throws.</para><para><em>Cancellation</em>: no byte is lost.</para></remarks>
        public IAsyncEnumerable<byte[]> Split(byte delimiter, int maxLength = int.MaxValue)
        {
            ArgumentNullException.ThrowIfNull(reader);
            return SplitPipe(reader, delimiter, maxLength);
        }
    }

    private static async IAsyncEnumerable<byte[]> SplitPipe(
        PipeReader reader, byte delimiter, int maxLength, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            byte[] piece = await reader.ReadUntilAsync(delimiter, maxLength, cancellationToken);
            if (piece.Length == 0)
            {
                yield break;
            }

            yield return piece[^1] == delimiter ? piece[..^1] : piece;
        }
    }

    /// <summary>Reads; a read that was called off gives back what it holds.</summary>
    private static async ValueTask<ReadResult> NextAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        await Turn.Take();
        ReadResult read = await reader.ReadAsync(cancellationToken);
        if (read.IsCanceled)
        {
            reader.AdvanceTo(read.Buffer.Start);
            throw new OperationCanceledException("The read of the pipe was cancelled.");
        }

        return read;
    }
}
