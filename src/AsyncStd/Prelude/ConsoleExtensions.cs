namespace AsyncStd.Prelude;

using AsyncStd.Io;

/// <summary>What AsyncStd adds to <see cref="Console"/>.</summary>
public static class ConsoleExtensions
{
    extension(Console)
    {
        /// <summary>The standard input of this process, for all who read it.</summary>
        public static Stdin Stdin => StandardStreams.Current.Input;

        /// <summary>The standard output of this process, for all who write to it.</summary>
        public static Stdout Stdout => StandardStreams.Current.Output;

        /// <summary>The standard error output of this process, for all who write to it.</summary>
        public static Stderr Stderr => StandardStreams.Current.Error;

        /// <summary>Writes an interpolated string to the standard output: as UTF-8, in one piece, without making the string.</summary>
        /// <param name="text">The interpolated string.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when it is out.</returns>
        /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks>
        /// <para>What <see cref="Console.Out"/> writes is not kept in order with it unless that was flushed, which it is by default.</para>
        /// <para><em>Cancellation</em>: nothing is out, or a part if it did not fit at once.</para>
        /// </remarks>
        public static ValueTask PrintAsync(Utf8Handler text, CancellationToken cancellationToken = default) => Write(Console.Stdout, ref text, isLine: false, cancellationToken);

        /// <summary>Writes text to the standard output: as UTF-8, in one piece.</summary>
        /// <param name="text">The text.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when it is out.</returns>
        /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: nothing is out, or a part if it did not fit at once.</remarks>
        public static ValueTask PrintAsync(string? text, CancellationToken cancellationToken = default) => Write(Console.Stdout, text, isLine: false, cancellationToken);

        /// <summary>Writes an interpolated string and a line end to the standard output: as UTF-8, in one piece, without making the string.</summary>
        /// <param name="text">The interpolated string.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when the line is out.</returns>
        /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: nothing is out, or a part if it did not fit at once.</remarks>
        /// <example><code>
        /// await Console.PrintlnAsync($"{6 * 7} is the answer");
        /// </code></example>
        public static ValueTask PrintlnAsync(Utf8Handler text, CancellationToken cancellationToken = default) => Write(Console.Stdout, ref text, isLine: true, cancellationToken);

        /// <summary>Writes text and a line end to the standard output: as UTF-8, in one piece.</summary>
        /// <param name="text">The text.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when the line is out.</returns>
        /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: nothing is out, or a part if it did not fit at once.</remarks>
        public static ValueTask PrintlnAsync(string? text, CancellationToken cancellationToken = default) => Write(Console.Stdout, text, isLine: true, cancellationToken);

        /// <summary>Writes an interpolated string to the standard error output: as UTF-8, in one piece, without making the string.</summary>
        /// <param name="text">The interpolated string.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when it is out.</returns>
        /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: nothing is out, or a part if it did not fit at once.</remarks>
        public static ValueTask EprintAsync(Utf8Handler text, CancellationToken cancellationToken = default) => Write(Console.Stderr, ref text, isLine: false, cancellationToken);

        /// <summary>Writes text to the standard error output: as UTF-8, in one piece.</summary>
        /// <param name="text">The text.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when it is out.</returns>
        /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: nothing is out, or a part if it did not fit at once.</remarks>
        public static ValueTask EprintAsync(string? text, CancellationToken cancellationToken = default) => Write(Console.Stderr, text, isLine: false, cancellationToken);

        /// <summary>Writes an interpolated string and a line end to the standard error output: as UTF-8, in one piece, without making the string.</summary>
        /// <param name="text">The interpolated string.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when the line is out.</returns>
        /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: nothing is out, or a part if it did not fit at once.</remarks>
        public static ValueTask EprintlnAsync(Utf8Handler text, CancellationToken cancellationToken = default) => Write(Console.Stderr, ref text, isLine: true, cancellationToken);

        /// <summary>Writes text and a line end to the standard error output: as UTF-8, in one piece.</summary>
        /// <param name="text">The text.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when the line is out.</returns>
        /// <exception cref="IOException">Nobody reads any more, or the write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: nothing is out, or a part if it did not fit at once.</remarks>
        public static ValueTask EprintlnAsync(string? text, CancellationToken cancellationToken = default) => Write(Console.Stderr, text, isLine: true, cancellationToken);
    }

    private static ValueTask Write(AsyncStream stream, ref Utf8Handler text, bool isLine, CancellationToken cancellationToken)
    {
        if (isLine)
        {
            text.AppendLiteral(Environment.NewLine);
        }

        byte[] buffer = text.Release(out int count);
        return StreamExtensions.WriteRentedAsync(stream, buffer, count, cancellationToken);
    }

    private static ValueTask Write(AsyncStream stream, string? text, bool isLine, CancellationToken cancellationToken)
    {
        var handler = new Utf8Handler(text?.Length ?? 0, 0);
        handler.AppendFormatted(text);
        return Write(stream, ref handler, isLine, cancellationToken);
    }
}
