namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using Stream = System.IO.Stream;

/// <summary>A stream that collects writes until a line is complete, and then passes on whole lines.</summary>
/// <remarks>What <see cref="BufWriter"/> says holds here, too.</remarks>
/// <example><code>
/// using AsyncStd.Io;
///
/// var log = new Cursor();
/// await using var lines = new LineWriter(log);
/// await lines.WriteFmtAsync($"half a line");
/// Console.WriteLine(log.Length);
/// await lines.WriteFmtAsync($" and the rest\n");
/// Console.WriteLine(log.Length);
/// </code></example>
public sealed class LineWriter : BufWriter
{
    /// <summary>Makes a writer.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="bufferSize">How much of a line is collected at most, in bytes; above 0.</param>
    /// <param name="leaveOpen">Whether disposing the writer leaves the stream open.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
    public LineWriter(Stream stream, int bufferSize = 1024, bool leaveOpen = false)
        : base(stream, bufferSize, leaveOpen)
    {
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int end = buffer.Span.LastIndexOf((byte)'\n') + 1;
        return end == 0 ? base.WriteAsync(buffer, cancellationToken) : WriteLinesAsync(buffer, end, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteLinesAsync(ReadOnlyMemory<byte> buffer, int end, CancellationToken cancellationToken)
    {
        await base.WriteAsync(buffer[..end], cancellationToken);
        await PassOnAsync(cancellationToken);
        if (end < buffer.Length)
        {
            await base.WriteAsync(buffer[end..], cancellationToken);
        }
    }
}
