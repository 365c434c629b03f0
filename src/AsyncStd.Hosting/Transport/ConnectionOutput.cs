namespace AsyncStd.Hosting;

using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using AsyncStd.Runtimes.Drivers;
using Task = System.Threading.Tasks.Task;

/// <summary>What the application writes to a connection: sent by the flush itself, on the stack of who flushes, as long as the system takes it.</summary>
/// <remarks>
/// <para>Invariants. <c>_first</c> to <c>_last</c> are the writer's: what was written since the last flush. What a flush could not send at once is the queue, which
/// belongs to the pump while <c>_isPumping</c>, and to nobody otherwise, being empty. Flushing hands the writer's blocks to the queue as a whole, in order, so
/// bytes leave in the order in which they were written. Queue, pump and waiter change under the lock; nobody is woken and nothing is sent inside it.</para>
/// <para>Who writes and flushes is one at a time, as with any <see cref="PipeWriter"/>; <see cref="CancelPendingFlush"/> and the pump come from anywhere.</para>
/// </remarks>
internal sealed partial class ConnectionOutput(Connection connection, ConnectionEnvironment environment, IStreamSocket socket) : PipeWriter, IValueTaskSource<FlushResult>
{
    private readonly Lock _lock = new();
    private OutputSegment? _first;
    private OutputSegment? _last;
    private OutputSegment? _spare;
    private long _unflushed;
    private bool _isCompleted;
    private bool _cancelsNext;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        ThrowIfCompleted();
        OutputSegment? last = _last;
        return last is not null && last.FreeLength >= Math.Max(1, sizeHint) ? last.Free : AddSegment(sizeHint).Free;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if ((uint)bytes > (uint)(_last?.FreeLength ?? 0))
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "More than was asked for cannot have been written.");
        }

        _last?.Write(bytes);
        _unflushed += bytes;
    }

    /// <summary>Sends what was written. Waits only once more than the limit could not be sent.</summary>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        }

        ThrowIfCompleted();
        return TryFlushNow() ? new ValueTask<FlushResult>(Result()) : WaitForRoom(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        lock (_lock)
        {
            if (!_isWaiting)
            {
                _cancelsNext = true;
                return;
            }

            _isWaiting = false;
        }

        _waiter.SetResult(new FlushResult(isCanceled: true, isCompleted: false));
    }

    /// <summary>Nothing more will be written. What was is still sent; see <see cref="Drained"/>.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (!_isCompleted)
        {
            TryFlushNow();
            _isCompleted = true;
            _spare = null;
            Discard(_first);
            _first = _last = null;
        }
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        Complete(exception);
        return ValueTask.CompletedTask;
    }

    private void ThrowIfCompleted()
    {
        if (_isCompleted)
        {
            throw new InvalidOperationException("Nothing can be written any longer: the output was completed.");
        }
    }

    private FlushResult Result()
    {
        if (!Volatile.Read(ref _cancelsNext))
        {
            return new FlushResult(isCanceled: false, isCompleted: IsGone);
        }

        Volatile.Write(ref _cancelsNext, false);
        return new FlushResult(isCanceled: true, isCompleted: IsGone);
    }

    private OutputSegment AddSegment(int sizeHint)
    {
        OutputSegment segment = _spare ?? new OutputSegment();
        _spare = null;
        segment.Fill(sizeHint <= ConnectionEnvironment.BlockSize
            ? environment.Pool.Rent(ConnectionEnvironment.BlockSize)
            : MemoryPool<byte>.Shared.Rent(sizeHint));
        if (_last is null)
        {
            _first = segment;
        }
        else
        {
            _last.Next = segment;
        }

        return _last = segment;
    }

    private static void Discard(OutputSegment? segment)
    {
        while (segment is not null)
        {
            OutputSegment? next = segment.Next;
            segment.Empty();
            segment = next;
        }
    }
}
