namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Buffers;

/// <summary>A receive or a send on a connection: the ring performs it if the calling worker has one, else it waits for the socket to be ready.</summary>
/// <remarks>
/// <para>Invariant: from <see cref="BeginOnRing"/> to <see cref="IRingCall.Complete"/> the buffer is pinned and the socket entered, whatever is cancelled or closed meanwhile: the kernel has
/// both. A call that was cancelled or closed ends when the kernel gives it back; if it had received something by then, that is its result.</para>
/// <para>Against a cancellation or a closing that is not seen: <c>_ring</c> is set before the request is queued, and the socket's mark looked at afterwards; whoever cancels or closes leaves
/// his mark first and then looks at <c>_ring</c>; with a full fence between.</para>
/// </remarks>
internal abstract unsafe class StreamCall(SocketSource source, int mark) : SocketCall<int>(source, mark), IRingCall
{
    private RingReactor? _ring;
    private MemoryHandle _pin;
    private ulong _ticket;

    ulong IRingCall.Ticket
    {
        get => _ticket;
        set => Volatile.Write(ref _ticket, value);
    }

    void IRingCall.Complete(int result)
    {
        Exception? failure = null;
        try
        {
            _pin.Dispose();
        }
        catch (Exception e)
        {
            failure = e; // of a memory manager of the caller's
        }

        _pin = default;
        Volatile.Write(ref _ring, null);
        if (failure is not null)
        {
            Fail(failure);
        }
        else if (result >= 0)
        {
            OnTransferred(result);
            Succeed(result);
        }
        else if (-result is SystemError.Cancelled && IsCancelRequested)
        {
            Abandon(null);
        }
        else if (-result is SystemError.Cancelled or SystemError.TryAgain or SystemError.Interrupted)
        {
            WaitUntilReady(); // closed, or the thread that submitted it is gone, or the ring
        }
        else
        {
            Fail(SystemError.Of(-result, Description));
        }
    }

    /// <summary>Asks the ring, if one has the call, to give it back. From any thread.</summary>
    public void CancelOnRing()
    {
        if (Volatile.Read(ref _ring) is { } ring)
        {
            ring.Cancel(Volatile.Read(ref _ticket));
        }
    }

    /// <summary>The ring for a call that has entered its socket and leaves it if there is no reactor to be had; null if epoll serves the calling code.</summary>
    protected RingReactor? ChooseRing()
    {
        try
        {
            return EpollWorkerDriver.Choose() as RingReactor;
        }
        catch (Exception e)
        {
            Leave();
            throw Source.CannotWait(e);
        }
    }

    /// <summary>Begins a use that the ring performs. The socket has been entered, and the call knows its buffer.</summary>
    protected ValueTask<int> BeginOnRing(RingReactor ring, byte operation, ReadOnlyMemory<byte> buffer, int flags, CancellationToken cancellationToken)
    {
        Claim();
        try
        {
            _pin = buffer.Pin();
        }
        catch
        {
            Leave();
            OnEnded();
            throw;
        }

        Volatile.Write(ref _ring, ring);
        var request = new RingRequest
        {
            Operation = operation,
            Descriptor = Source.Descriptor,
            Address = (ulong)_pin.Pointer,
            Length = (uint)buffer.Length,
            Flags = (uint)flags,
        };
        Source.LeaveUnlessAwaited();
        if (ring.TrySubmit(this, request))
        {
            Interlocked.MemoryBarrier();
            if (Source.IsClosed)
            {
                CancelOnRing();
            }
        }
        else
        {
            Volatile.Write(ref _ring, null);
            _pin.Dispose();
            _pin = default;
            WaitUntilReady();
        }

        return Start(cancellationToken);
    }

    /// <summary>The ring has moved some bytes.</summary>
    protected virtual void OnTransferred(int count)
    {
    }

    /// <inheritdoc/>
    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        base.OnCancelRequested(cancellationToken);
        CancelOnRing();
    }
}
