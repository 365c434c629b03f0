namespace AsyncStd.Runtimes.Drivers;

using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AsyncStd.Task;
using Microsoft.Win32.SafeHandles;
using Stream = System.IO.Stream;

/// <summary>A pipe of the base class library's, whose asynchronous calls wait without a thread where the system allows that, and can be cancelled.</summary>
internal sealed partial class StreamHandle(Stream stream, FileAccess access, string path) : PipeHandle(path, access)
{
    private const short Pollin = 1;

    private readonly CancellationTokenSource _closing = new();

    public override bool IsTerminal
    {
        get
        {
            ThrowIfClosed();
            return false;
        }
    }

    public override int Available
    {
        get
        {
            ThrowIfClosed();
            return OperatingSystem.IsLinux() && stream is PipeStream pipe
                && ProcessNative.ioctl(pipe.SafePipeHandle, ProcessNative.FIONREAD, out int count) == 0 ? count : -1;
        }
    }

    protected override async ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // After a wait that was called off, the library's pipe waits for news of the kernel before it looks again, although bytes are there; so what is there is taken first.
        if (IsReady())
        {
            if (!Slice.TryConsume())
            {
                await default(YieldNowAwaitable);
            }

            try
            {
                return stream.Read(buffer.Span);
            }
            catch (IOException e)
            {
                throw Failed("read from", e);
            }
        }

        // A stream of the base class library knows tokens only, so the task's own one goes with it.
        CancellationToken scope = Scope.Current.Token;
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, scope, _closing.Token);
        try
        {
            return await stream.ReadAsync(buffer, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (linked.IsCancellationRequested)
        {
            throw Ended(e, cancellationToken, scope);
        }
        catch (IOException e)
        {
            throw Failed("read from", e);
        }
    }

    protected override async ValueTask<int> WriteCoreAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        // A pipe of the library writes all or throws, and does not say how much before; so it is given what a ready pipe takes in one piece.
        const int OnePiece = 4096;
        ReadOnlyMemory<byte> piece = buffer.Length > OnePiece ? buffer[..OnePiece] : buffer;
        CancellationToken scope = Scope.Current.Token;
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, scope, _closing.Token);
        try
        {
            await stream.WriteAsync(piece, linked.Token).ConfigureAwait(false);
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false); // the bytes are through: a cancellation must not say that they are not
            return piece.Length;
        }
        catch (OperationCanceledException e) when (linked.IsCancellationRequested)
        {
            throw Ended(e, cancellationToken, scope);
        }
        catch (IOException e)
        {
            throw Failed("write to", e);
        }
    }

    protected override void Close()
    {
        _closing.Cancel();
        stream.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    [UnsupportedOSPlatform("windows")]
    private static unsafe partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    /// <summary>Whether a read would not wait; false also where that cannot be told.</summary>
    private unsafe bool IsReady()
    {
        if (OperatingSystem.IsWindows() || stream is not PipeStream pipe)
        {
            return false;
        }

        bool isHeld = false;
        SafePipeHandle handle = pipe.SafePipeHandle;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            var entry = new PollEntry { Descriptor = (int)handle.DangerousGetHandle(), Asked = Pollin };
            return Poll(&entry, 1, 0) > 0;
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    private IOException Failed(string operation, IOException e) => new($"Cannot {operation} '{Path}': {e.Message}", e) { HResult = e.HResult };

    private Exception Ended(OperationCanceledException e, CancellationToken cancellationToken, CancellationToken scope)
        => cancellationToken.IsCancellationRequested ? new OperationCanceledException(e.Message, e, cancellationToken)
            : scope.IsCancellationRequested ? new OperationCanceledException(e.Message, e, scope)
            : new ObjectDisposedException(Path);

    private struct PollEntry
    {
        public int Descriptor;
        public short Asked;
        public short Answered;
    }
}
