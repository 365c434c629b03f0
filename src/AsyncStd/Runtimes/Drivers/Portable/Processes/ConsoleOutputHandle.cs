namespace AsyncStd.Runtimes.Drivers;

using Stream = System.IO.Stream;

/// <summary>A standard output where it can only be written to by blocking.</summary>
internal sealed class ConsoleOutputHandle(Stream stream, string path, bool isRedirected) : PipeHandle(path, FileAccess.Write)
{
    public override bool IsTerminal
    {
        get
        {
            ThrowIfClosed();
            return !isRedirected;
        }
    }

    protected override ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override ValueTask<int> WriteCoreAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        => Ambient.ForLeaf.RunBlockingAsync(
            BlockingKind.Long,
            (stream, buffer),
            static call =>
            {
                call.stream.Write(call.buffer.Span);
                call.stream.Flush();
                return call.buffer.Length;
            },
            cancellationToken);

    protected override void Close()
    {
        // The process keeps its stream.
    }
}
