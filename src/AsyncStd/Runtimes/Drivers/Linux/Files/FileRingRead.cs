namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;
using AsyncStd.Runtimes.Drivers.Linux;
using AsyncStd.Runtimes.Executors;
using AsyncStd.Task;

/// <summary>One read by the <see cref="FileRing"/>, and the wait for it. Pooled per thread.</summary>
/// <remarks>Invariant: <c>_state</c> goes from Queued to Begun, by the ring's thread, or to Abandoned, by a cancellation; a compare-exchange settles which, and who has won lets go of the handle and
/// of the buffer and ends the wait, in this order. Until then the call on the handle is under way and the buffer is pinned. An abandoned read does not go back to the pool: the ring's thread
/// still comes to it, and looks at nothing but the state.</remarks>
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
    private MemoryHandle _pin;
    private long _offset;
    private int _length;
    private int _result;
    private int _state;

    private FileRingRead()
    {
    }

    public override string Description => "read from the disk";

    /// <summary>The next one in the ring's list of new reads, or in the pool.</summary>
    public FileRingRead? Next { get; set; }

    /// <summary>Begins a read.</summary>
    /// <remarks><em>Cancellation</em>: a cancelled read was not made. One that is in the kernel's hands ends with what it has read.</remarks>
    /// <returns>False, and nothing has begun: the buffer cannot be pinned.</returns>
    public static bool TryStart(FileRing ring, LinuxFileHandle handle, long offset, Memory<byte> buffer, CancellationToken cancellationToken, out ValueTask<int> read)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            read = ValueTask.FromCanceled<int>(cancellationToken);
            return true;
        }

        try
        {
            JoinHandle.ThrowIfCurrentIsCancelled();
            handle.Enter();
        }
        catch (Exception e)
        {
            read = ValueTask.FromException<int>(e);
            return true;
        }

        FileRingRead self;
        try
        {
            MemoryHandle pin = buffer.Pin();
            self = Rent();
            self._pin = pin;
        }
        catch (Exception)
        {
            handle.Exit();
            read = default;
            return false; // a memory of somebody's own may refuse, and yet be one that can be read into
        }

        self._handle = handle;
        self._length = buffer.Length;
        self._offset = offset;
        self._state = Queued;
        read = self.Start(cancellationToken);
        ring.Add(self);
        return true;
    }

    /// <summary>The ring's thread comes to the read; false if it is not wanted any longer, and has been let go of.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Queued) == Queued;

    /// <summary>What the kernel is asked.</summary>
    public RingRequest Request(ulong data) => _handle!.ReadRequest(_offset, (byte*)_pin.Pointer, _length, data);

    /// <summary>The kernel has made the read, or will not make it. On the ring's thread, on which nothing may wait: what might is left to a thread that may.</summary>
    public void End(int result)
    {
        LinuxFileHandle handle = _handle!;
        if (result is -LinuxErrors.Again or -LinuxErrors.Interrupted or -LinuxErrors.NotSupported)
        {
            if (result != -LinuxErrors.Interrupted)
            {
                handle.RefuseRing();
            }

            Leave(static read => read.MakeCall());
        }
        else if (handle.IsClosing)
        {
            _result = result;
            Leave(static read => read.Finish(read._result)); // may be the last call, and close the file
        }
        else
        {
            Finish(result);
        }
    }

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Abandoned, Queued) == Queued)
        {
            Exception? failure = LetGo();
            if (failure is null)
            {
                TrySetCanceled(cancellationToken);
            }
            else
            {
                TrySetException(failure);
            }
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

    private void Leave(Action<FileRingRead> rest)
    {
        try
        {
            PoolRuntime.Shared.ScheduleLong(new Rest(this, rest));
        }
        catch (Exception)
        {
            rest(this); // no thread is to be had: better late than never
        }
    }

    private void MakeCall()
    {
        int result;
        try
        {
            result = _handle!.ReadNow(_offset, new Span<byte>(_pin.Pointer, _length));
        }
        catch (Exception e)
        {
            Finish(0, e);
            return;
        }

        Finish(result);
    }

    private void Finish(int result, Exception? failure = null)
    {
        if (result < 0)
        {
            failure = LinuxErrors.Of(result, "read", _handle!.Path);
        }

        failure = LetGo() ?? failure;
        if (failure is null)
        {
            TrySetResult(result);
        }
        else
        {
            TrySetException(failure);
        }
    }

    /// <summary>Gives the buffer and the handle back, before the end is told: then a close that is asked for next has nothing to wait for.</summary>
    /// <returns>What a memory of somebody's own throws.</returns>
    private Exception? LetGo()
    {
        LinuxFileHandle handle = _handle!;
        try
        {
            _pin.Dispose();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
        finally
        {
            _pin = default;
            _handle = null;
            handle.Exit();
        }
    }

    /// <summary>What is left of a read, where it may wait.</summary>
    private sealed class Rest(FileRingRead read, Action<FileRingRead> run) : WorkItem(PoolRuntime.Shared)
    {
        public override string Description => read.Description;

        protected override void Invoke() => run(read);
    }
}
