namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Blocking;
using Stream = System.IO.Stream;

/// <summary>The standard input where it can only be read by blocking: one thread does that, for all handles, and what it brings after a cancelled read is there for the next.</summary>
internal sealed class ConsoleInputHandle : PipeHandle
{
    private const int ReadSize = 4096;

    private readonly ReadAhead _ahead;

    public ConsoleInputHandle(Stream stream, string path)
        : base(path, FileAccess.Read)
    {
        _ahead = new ReadAhead(buffer => stream.Read(buffer, 0, buffer.Length), Start);
    }

    public override bool IsTerminal
    {
        get
        {
            ThrowIfClosed();
            return !Console.IsInputRedirected;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_ahead.Count == 0)
        {
            await _ahead.FillAsync(ReadSize, cancellationToken).ConfigureAwait(false);
        }

        return _ahead.Take(buffer.Span);
    }

    protected override ValueTask<int> WriteCoreAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override void Close()
    {
        // A read that blocks cannot be called off; its thread is in the background.
    }

    /// <summary>A thread for each read: a person types more slowly than that.</summary>
    private static void Start(Action read) => new Thread(() => read()) { IsBackground = true, Name = "async-std/stdin" }.UnsafeStart();
}
