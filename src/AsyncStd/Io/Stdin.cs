namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>The standard input of this process. One object owns it, whoever asks, so no byte is lost between two that read.</summary>
/// <remarks>
/// <para>Where the system tells when there is something to read, no thread waits for it; elsewhere one thread does, whatever number of tasks. Reads by several tasks take turns.</para>
/// <para>Disposing it does nothing: it stays the process's. <em>Cancellation</em>: no byte is lost; what a cancelled call had found so far is there for the next.</para>
/// </remarks>
/// <example><code>
/// using AsyncStd.Io;
///
/// while (await Console.Stdin.ReadLineAsync() is { } line)
/// {
///     await Console.PrintlnAsync($"you said {line}");
/// }
/// </code></example>
public sealed class Stdin : AsyncStream
{
    private readonly Gate _gate = new("standard input");
    private readonly BufReader _reader;

    internal Stdin(IProcessHost host) => _reader = new BufReader(new StandardHandleStream(host, StandardStream.Input), bufferSize: 4096);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <summary>Reads what is there, and waits until there is something.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">The read failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _gate.EnterAsync(cancellationToken);
        try
        {
            return await _reader.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Reads a line.</summary>
    /// <param name="maxLength">How long it may be, in bytes without its end.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The line without its end; null when there are no more.</returns>
    /// <exception cref="InvalidDataException">The line is longer than allowed: it stays. Or it is not UTF-8: it was taken.</exception>
    /// <exception cref="IOException">The read failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no byte is lost, also of a line that was read in part.</remarks>
    public async ValueTask<string?> ReadLineAsync(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
    {
        await _gate.EnterAsync(cancellationToken);
        try
        {
            return await _reader.ReadLineAsync(maxLength, cancellationToken);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Enumerates the lines from here on.</summary>
    /// <param name="maxLength">How long a line may be, in bytes without its end.</param>
    /// <returns>The lines without their ends. What the enumeration did not get to stays.</returns>
    /// <remarks><para>Throws what <see cref="ReadLineAsync"/> throws.</para><para><em>Cancellation</em>: no byte is lost.</para></remarks>
    public IAsyncEnumerable<string> Lines(int maxLength = int.MaxValue) => Enumerate(maxLength);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The process keeps it.
    }

    private async IAsyncEnumerable<string> Enumerate(int maxLength, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadLineAsync(maxLength, cancellationToken) is { } line)
        {
            yield return line;
        }
    }
}
