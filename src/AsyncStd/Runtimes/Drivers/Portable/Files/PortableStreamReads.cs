namespace AsyncStd.Runtimes.Drivers;

/// <summary>Reads from a pipe, fifo or terminal, which the base class library cannot interrupt: a read that nobody waits for any longer keeps its own
/// buffer, and what it brings goes to the next one.</summary>
/// <remarks>Invariant, under the lock: at most one read of the system is under way (<c>_isBusy</c>), and at most one caller waits (<c>_waiter</c>). What came
/// without a caller, or did not fit, stands in <c>_buffer</c> from <c>_start</c>.</remarks>
internal sealed class PortableStreamReads(PortableFile file, FileAccess access)
{
    private const int BufferSize = 16 * 1024;

    private readonly Lock _lock = new();
    private byte[]? _buffer;
    private int _start;
    private int _count;
    private bool _isBusy;
    private bool _isStopped;
    private bool _hasEnd;
    private Exception? _failure;
    private Wait? _waiter;

    public ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        Wait wait;
        ValueTask<int> task;
        bool start;
        lock (_lock)
        {
            if (_waiter is not null)
            {
                throw new InvalidOperationException($"Another read of '{file.Path}' is under way: await it first.");
            }

            if (_count > 0)
            {
                return new ValueTask<int>(Take(destination));
            }

            if (_failure is { } failure)
            {
                _failure = null;
                return ValueTask.FromException<int>(failure);
            }

            if (_hasEnd)
            {
                _hasEnd = false; // a terminal goes on after its end was typed
                return new ValueTask<int>(0);
            }

            _waiter = wait = new Wait(this, destination);
            start = !_isBusy;
            _isBusy = true;
        }

        task = wait.Begin(cancellationToken);
        if (start)
        {
            Runtime runtime = Ambient.ForLeaf;
            runtime.ScheduleLong(new Read(runtime, this));
        }

        return task;
    }

    /// <summary>The handle is closed: who waits need not go on.</summary>
    public void Stop()
    {
        Wait? waiter;
        lock (_lock)
        {
            _isStopped = true;
            waiter = _waiter;
            _waiter = null;
        }

        waiter?.TrySetException(new ObjectDisposedException(file.Path, $"The handle of '{file.Path}' is closed."));
    }

    private int Take(Memory<byte> destination)
    {
        int count = Math.Min(_count, destination.Length);
        _buffer.AsSpan(_start, count).CopyTo(destination.Span);
        _start += count;
        _count -= count;
        return count;
    }

    private void Make()
    {
        byte[] buffer = _buffer ??= GC.AllocateUninitializedArray<byte>(BufferSize);
        int count = 0;
        Exception? failure = null;
        try
        {
            count = file.Stream(access).Read(buffer);
        }
        catch (Exception e) when (FileFailure.IsAboutFile(e))
        {
            failure = FileFailure.Name(e, "read", file.Path);
        }
        catch (ObjectDisposedException)
        {
            return; // closed meanwhile, and who waited was told
        }

        Wait? waiter;
        int taken = 0;
        lock (_lock)
        {
            _isBusy = false;
            _start = 0;
            _count = count;
            waiter = _waiter;
            _waiter = null;
            if (_isStopped)
            {
                return;
            }

            if (waiter is null)
            {
                _failure = failure;
                _hasEnd = failure is null && count == 0;
            }
            else
            {
                taken = Take(waiter.Destination);
            }
        }

        if (failure is not null)
        {
            waiter?.TrySetException(failure);
        }
        else
        {
            waiter?.TrySetResult(taken);
        }
    }

    private bool Withdraw(Wait wait)
    {
        lock (_lock)
        {
            if (_waiter != wait)
            {
                return false; // its bytes are on their way
            }

            _waiter = null;
            return true;
        }
    }

    /// <summary>Who waits for bytes.</summary>
    private sealed class Wait(PortableStreamReads reads, Memory<byte> destination) : Operation<int>
    {
        public override string Description => $"read of '{reads.Path}'";

        public Memory<byte> Destination { get; } = destination;

        public ValueTask<int> Begin(CancellationToken cancellationToken) => Start(cancellationToken);

        protected override void OnCancelRequested(CancellationToken cancellationToken)
        {
            if (reads.Withdraw(this))
            {
                TrySetCanceled(cancellationToken);
            }
        }
    }

    /// <summary>The read of the system, on a thread that may block.</summary>
    private sealed class Read(Runtime runtime, PortableStreamReads reads) : WorkItem(runtime)
    {
        public override string Description => $"read of '{reads.Path}'";

        protected override void Invoke() => reads.Make();
    }

    private string Path => file.Path;
}
