namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;
using AsyncStd.Runtimes.Drivers.Linux;
using AsyncStd.Task;

/// <summary>One read by the <see cref="FileRing"/>, and the wait for it. Pooled per thread.</summary>
/// <remarks>Invariant: <c>_state</c> goes from Queued to Begun, by the ring's thread, or to Abandoned, by a cancellation; a compare-exchange settles which. From the start until <see cref="LetGo"/>,
/// which is the ring thread's, the call on the handle is under way and the buffer is pinned. An abandoned read does not go back to the pool: the ring's thread still comes to it.</remarks>
internal sealed unsafe class FileRingRead : Operation<int>
{
    private const int Queued = 0;
    private const int Begun = 1;
    private const int Abandoned = 2;
    private const int PoolSize = 64;

    [ThreadStatic]
    private static FileRingRead? t_pool;

    [ThreadStatic]
    private static int t_pooled;

    private LinuxFileHandle? _handle;
    private Memory<byte> _buffer;
    private MemoryHandle _pin;
    private long _offset;
    private int _state;

    private FileRingRead()
    {
    }

    public override string Description => "read from the disk";

    /// <summary>The next one in the ring's list of new reads, or in the pool.</summary>
    public FileRingRead? Next { get; set; }

    /// <summary>Begins a read.</summary>
    /// <remarks><em>Cancellation</em>: a cancelled read was not made. One that is in the kernel's hands ends with what it has read.</remarks>
    public static ValueTask<int> Start(FileRing ring, LinuxFileHandle handle, long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        try
        {
            JoinHandle.ThrowIfCurrentIsCancelled();
            handle.Enter();
        }
        catch (Exception e)
        {
            return ValueTask.FromException<int>(e);
        }

        FileRingRead self;
        try
        {
            MemoryHandle pin = buffer.Pin();
            self = Rent();
            self._pin = pin;
        }
        catch (Exception e)
        {
            handle.Exit();
            return ValueTask.FromException<int>(e);
        }

        self._handle = handle;
        self._buffer = buffer;
        self._offset = offset;
        self._state = Queued;
        ValueTask<int> task = self.Start(cancellationToken);
        ring.Add(self);
        return task;
    }

    /// <summary>The ring's thread comes to the read; false if it is not wanted any longer.</summary>
    public bool TryBegin()
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Queued) == Queued)
        {
            return true;
        }

        LetGo();
        return false;
    }

    /// <summary>What the kernel is asked.</summary>
    public RingRequest Request(ulong data) => _handle!.ReadRequest(_offset, (byte*)_pin.Pointer, _buffer.Length, data);

    /// <summary>The kernel has made the read.</summary>
    public void End(int result)
    {
        LinuxFileHandle handle = _handle!;
        Exception? failure = null;
        try
        {
            if (result is -LinuxErrors.Again or -LinuxErrors.Interrupted)
            {
                result = handle.ReadNow(_offset, new Span<byte>(_pin.Pointer, _buffer.Length)); // it would not: a call does
            }
            else if (result < 0)
            {
                failure = LinuxErrors.Of(result, "read", handle.Path);
            }
        }
        catch (Exception e)
        {
            failure = e;
        }

        LetGo();
        if (failure is null)
        {
            TrySetResult(result);
        }
        else
        {
            TrySetException(failure);
        }
    }

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Abandoned, Queued) == Queued)
        {
            TrySetCanceled(cancellationToken);
        }
    }

    protected override void OnEnded()
    {
        if (_state != Abandoned && t_pooled < PoolSize)
        {
            Next = t_pool;
            t_pool = this;
            t_pooled++;
        }
    }

    private static FileRingRead Rent()
    {
        FileRingRead? read = t_pool;
        if (read is null)
        {
            return new FileRingRead();
        }

        t_pool = read.Next;
        t_pooled--;
        read.Next = null;
        return read;
    }

    /// <summary>Before the end is told: then a close that is asked for next has nothing to wait for.</summary>
    private void LetGo()
    {
        LinuxFileHandle handle = _handle!;
        _pin.Dispose();
        _pin = default;
        _buffer = default;
        _handle = null;
        handle.Exit();
    }
}
