namespace AsyncStd.Fs;

using AsyncStd.Io;
using AsyncStd.Runtimes.Drivers;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>An open file, and everything that can be done with the path of one. It is a <see cref="System.IO.Stream"/> whose asynchronous calls never block a worker.</summary>
/// <remarks>
/// <para>Nothing is buffered and nothing deferred: what a write has reported is with the system, so that a failure is thrown by the write that failed and
/// disposing has nothing to lose. Durable it is after <see cref="SyncAllAsync"/>. For many small writes put a buffer before it.</para>
/// <para>Reading, writing and seeking use one cursor, one call at a time: a second one meanwhile throws <see cref="InvalidOperationException"/>. The positional
/// members (<c>ReadAtAsync</c>, <c>WriteAtAsync</c>) use none and may overlap freely. A pipe, fifo or terminal has no cursor: one read and one write may be
/// under way at a time.</para>
/// <para>The synchronous members of <see cref="System.IO.Stream"/> make the real call on the calling thread; on a worker another thread takes over meanwhile.</para>
/// <para>The static members are the asynchronous twins of <c>System.IO.File</c>, under its names with <c>Async</c>, and std's where those differ in what they do. All but
/// those that the BCL has itself are also members of <c>System.IO.File</c>, with <c>using AsyncStd.Prelude</c>.</para>
/// </remarks>
/// <example><code>
/// static async Task&lt;int> CountLines(string path)
/// {
///     await using AsyncStd.Fs.File file = await File.OpenAsync(path);
///     var buffer = new byte[64 * 1024];
///     int lines = 0;
///     while (await file.ReadAsync(buffer) is > 0 and var count)
///     {
///         lines += buffer.AsSpan(0, count).Count((byte)'\n');
///     }
///
///     return lines;
/// }
/// </code></example>
public sealed partial class File : Stream, ICountedWrites
{
    private readonly IFileHandle _handle;
    private readonly bool _canSeek;
    private readonly bool _append;
    private bool _isClosed;

    internal File(IFileHandle handle, bool append = false, long position = 0)
    {
        _handle = handle;
        _canSeek = handle.CanSeek;
        _append = append;
        _position = position;
    }

    /// <summary>The path it was opened with, or a description: what messages call it.</summary>
    public string Name => _handle.Path;

    /// <summary>Whether it was opened for reading, and is still open.</summary>
    public override bool CanRead => !_isClosed && (_handle.Access & FileAccess.Read) != 0;

    /// <summary>Whether it was opened for writing, and is still open.</summary>
    public override bool CanWrite => !_isClosed && (_handle.Access & FileAccess.Write) != 0;

    /// <summary>Whether it has offsets, and is still open: a regular file or a block device, not a pipe, fifo or terminal.</summary>
    public override bool CanSeek => !_isClosed && _canSeek;

    /// <summary>Whether a person may sit at the other end, see isatty(3).</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public bool IsTerminal => _handle.IsTerminal;

    internal IFileHandle Handle => _handle;

    /// <summary>Nothing is buffered: there is nothing to do.</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public override void Flush() => ThrowIfClosed();

    /// <summary>Nothing is buffered: there is nothing to do. <see cref="SyncAllAsync"/> makes what was written durable.</summary>
    /// <param name="cancellationToken">Cancelled beforehand, the call ends so.</param>
    /// <returns>A task that has ended.</returns>
    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Closes the file, waits for calls under way, and reports what the system had deferred, see close(2).</summary>
    /// <param name="cancellationToken">Asks to stop waiting.</param>
    /// <returns>A task that ends when the file is closed; at once if it was closed before.</returns>
    /// <exception cref="IOException">A write that the system had deferred failed. The file is closed all the same.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: only the waiting ends; the file is closed behind.</remarks>
    public ValueTask CloseAsync(CancellationToken cancellationToken = default)
    {
        _isClosed = true;
        return _handle.CloseAsync(cancellationToken);
    }

    /// <summary>Closes the file as <see cref="CloseAsync"/> does: <c>await using</c> reports a deferred failure.</summary>
    /// <returns>A task that ends when the file is closed.</returns>
    /// <exception cref="IOException">A write that the system had deferred failed. The file is closed all the same.</exception>
    public override ValueTask DisposeAsync() => CloseAsync();

    /// <summary>Asks calls under way to stop, and closes the file when the last of them has ended. Never waits.</summary>
    /// <param name="disposing">False in a finalizer, which this class has none of.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _isClosed = true;
            _handle.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_isClosed, this);
}
