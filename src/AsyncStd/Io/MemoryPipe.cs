namespace AsyncStd.Io;

using System.Diagnostics;
using AsyncStd.Runtimes;

/// <summary>Bytes on their way from one writer to one reader, with a limit to how many.</summary>
/// <remarks>
/// <para>Invariants, under the lock: a reader waits only while the ring is empty, a writer only while it is full. Whoever brings bytes or room serves
/// the one who waits before it leaves the lock, and completes its operation outside. <c>Waits</c> says that the operation is to be completed; whoever
/// clears it under the lock does that, so a cancellation and a delivery never both take the wait.</para>
/// </remarks>
internal sealed class MemoryPipe
{
    private readonly Lock _lock = new();
    private readonly byte[] _ring;
    private readonly ReadOperation _read;
    private readonly WriteOperation _write;
    private int _first;
    private int _count;
    private bool _isWriterDone;
    private bool _isReaderGone;

    public MemoryPipe(int capacity)
    {
        _ring = new byte[capacity];
        _read = new ReadOperation(this);
        _write = new WriteOperation(this);
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        int count = 0;
        bool waits;
        bool isWriterServed = false;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isReaderGone, typeof(SimplexReader));
            if (_read.InUse)
            {
                throw new InvalidOperationException("Another read is under way; a stream in memory has one reader at a time.");
            }

            _read.InUse = true;
            waits = _count == 0 && !_isWriterDone && !buffer.IsEmpty;
            if (waits)
            {
                _read.Wait(buffer);
            }
            else
            {
                count = TakeOut(buffer.Span);
                isWriterServed = TryServeWriter();
            }
        }

        if (isWriterServed)
        {
            _write.TrySetResult(_write.Length);
        }

        return waits ? _read.BeginWait(cancellationToken) : _read.BeginReady(count);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        return BeginWrite(buffer, isCounted: false) ? _write.BeginWait(cancellationToken) : _write.BeginReady();
    }

    /// <summary>Writes all bytes; of a write that is broken off, tells how many went through, and throws only if that is none.</summary>
    public ValueTask<int> WriteCountedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        return BeginWrite(buffer, isCounted: true) ? _write.BeginCountedWait(cancellationToken) : _write.BeginCountedReady(buffer.Length);
    }

    /// <summary>No more bytes will come: the reader gets what is left, and then the end.</summary>
    public void CompleteWriting()
    {
        bool isReaderServed;
        bool isWriterCut;
        lock (_lock)
        {
            if (_isWriterDone)
            {
                return;
            }

            _isWriterDone = true;
            isReaderServed = _read.TryEndWait();
            isWriterCut = _write.TryEndWait();
        }

        if (isReaderServed)
        {
            _read.TrySetResult(0);
        }

        if (isWriterCut)
        {
            _write.BreakOff(new ObjectDisposedException(nameof(SimplexWriter)));
        }
    }

    /// <summary>Nobody will read: what is left is dropped, and the writer is told.</summary>
    public void CompleteReading()
    {
        bool isReaderCut;
        bool isWriterCut;
        lock (_lock)
        {
            if (_isReaderGone)
            {
                return;
            }

            _isReaderGone = true;
            _count = 0;
            isReaderCut = _read.TryEndWait();
            isWriterCut = _write.TryEndWait();
        }

        if (isReaderCut)
        {
            _read.TrySetException(new ObjectDisposedException(nameof(SimplexReader)));
        }

        if (isWriterCut)
        {
            _write.BreakOff(ReaderGone());
        }
    }

    private static IOException ReaderGone() => new("Writing failed: the reader of the stream in memory is gone.");

    /// <summary>Puts in what there is room for.</summary>
    /// <returns>Whether the rest has to wait.</returns>
    private bool BeginWrite(ReadOnlyMemory<byte> buffer, bool isCounted)
    {
        int length = buffer.Length;
        int delivered;
        bool waits;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isWriterDone, typeof(SimplexWriter));
            if (_write.InUse)
            {
                throw new InvalidOperationException("Another write is under way; a stream in memory has one writer at a time.");
            }

            if (_isReaderGone)
            {
                throw ReaderGone();
            }

            delivered = TryServeReader(ref buffer);
            PutIn(ref buffer);
            _write.InUse = true;
            waits = !buffer.IsEmpty;
            if (waits)
            {
                _write.Wait(buffer, length, isCounted);
            }
        }

        if (delivered > 0)
        {
            _read.TrySetResult(delivered);
        }

        return waits;
    }

    /// <summary>Hands bytes straight to a reader that waits.</summary>
    private int TryServeReader(ref ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || !_read.TryEndWait())
        {
            return 0;
        }

        Debug.Assert(_count == 0, "A reader waits only while there is nothing.");
        int count = Math.Min(bytes.Length, _read.Buffer.Length);
        bytes[..count].CopyTo(_read.Buffer);
        bytes = bytes[count..];
        return count;
    }

    /// <summary>Gives freed room to a writer that waits.</summary>
    /// <returns>Whether it has got rid of everything.</returns>
    private bool TryServeWriter()
    {
        if (!_write.Waits)
        {
            return false;
        }

        ReadOnlyMemory<byte> rest = _write.Rest;
        PutIn(ref rest);
        _write.Rest = rest;
        return rest.IsEmpty && _write.TryEndWait();
    }

    private int TakeOut(Span<byte> destination)
    {
        int count = Math.Min(_count, destination.Length);
        int straight = Math.Min(count, _ring.Length - _first);
        _ring.AsSpan(_first, straight).CopyTo(destination);
        _ring.AsSpan(0, count - straight).CopyTo(destination[straight..]);
        _count -= count;
        _first = _count == 0 ? 0 : (_first + count) % _ring.Length;
        return count;
    }

    private void PutIn(ref ReadOnlyMemory<byte> bytes)
    {
        int count = Math.Min(bytes.Length, _ring.Length - _count);
        int at = (_first + _count) % _ring.Length;
        int straight = Math.Min(count, _ring.Length - at);
        ReadOnlySpan<byte> source = bytes.Span;
        source[..straight].CopyTo(_ring.AsSpan(at));
        source[straight..count].CopyTo(_ring);
        _count += count;
        bytes = bytes[count..];
    }

    private sealed class ReadOperation(MemoryPipe pipe) : Operation<int>
    {
        private bool _waits;

        public override string Description => "read from memory";

        /// <summary>Whether a call is under way: from its begin until its await ends.</summary>
        public bool InUse { get; set; }

        public Memory<byte> Buffer { get; private set; }

        public void Wait(Memory<byte> buffer)
        {
            Buffer = buffer;
            _waits = true;
        }

        public bool TryEndWait() => _waits && !(_waits = false);

        /// <summary>The call waits. Whoever serves it may have done so already.</summary>
        public ValueTask<int> BeginWait(CancellationToken cancellationToken) => Start(cancellationToken);

        /// <summary>The bytes are taken; what may be waited for is the turn, and no token can take them back.</summary>
        public ValueTask<int> BeginReady(int count)
        {
            if (Turn.TryTake())
            {
                InUse = false;
                return new ValueTask<int>(count);
            }

            TrySetResult(count);
            return Start(CancellationToken.None);
        }

        protected override void OnCancelRequested(CancellationToken cancellationToken)
        {
            lock (pipe._lock)
            {
                if (!TryEndWait())
                {
                    return;
                }
            }

            TrySetCanceled(cancellationToken);
        }

        protected override void OnEnded()
        {
            Buffer = default;
            InUse = false;
        }
    }

    private sealed class WriteOperation(MemoryPipe pipe) : Operation<int>
    {
        private bool _isCounted;

        public override string Description => "write to memory";

        public bool InUse { get; set; }

        public bool Waits { get; private set; }

        /// <summary>What has found no room yet.</summary>
        public ReadOnlyMemory<byte> Rest { get; set; }

        /// <summary>How many bytes all of it has.</summary>
        public int Length { get; private set; }

        public void Wait(ReadOnlyMemory<byte> rest, int length, bool isCounted)
        {
            Rest = rest;
            Length = length;
            _isCounted = isCounted;
            Waits = true;
        }

        public bool TryEndWait() => Waits && !(Waits = false);

        public ValueTask BeginWait(CancellationToken cancellationToken) => StartWithoutResult(cancellationToken);

        public ValueTask<int> BeginCountedWait(CancellationToken cancellationToken) => Start(cancellationToken);

        public ValueTask BeginReady()
        {
            if (Turn.TryTake())
            {
                InUse = false;
                return default;
            }

            TrySetResult(0);
            return StartWithoutResult(CancellationToken.None);
        }

        public ValueTask<int> BeginCountedReady(int count)
        {
            if (Turn.TryTake())
            {
                InUse = false;
                return new ValueTask<int>(count);
            }

            TrySetResult(count);
            return Start(CancellationToken.None);
        }

        /// <summary>No room will come any more. Called by whoever has ended the wait.</summary>
        public void BreakOff(Exception exception)
        {
            if (!TryTellCount())
            {
                TrySetException(exception);
            }
        }

        protected override void OnCancelRequested(CancellationToken cancellationToken)
        {
            lock (pipe._lock)
            {
                if (!TryEndWait())
                {
                    return;
                }
            }

            if (!TryTellCount())
            {
                TrySetCanceled(cancellationToken);
            }
        }

        protected override void OnEnded()
        {
            Rest = default;
            InUse = false;
        }

        /// <summary>Bytes that the reader may have by now cannot be taken back: who counts them is told, and hears of the reason at the next call.</summary>
        private bool TryTellCount()
        {
            int through = Length - Rest.Length;
            return _isCounted && through > 0 && TrySetResult(through);
        }
    }
}
