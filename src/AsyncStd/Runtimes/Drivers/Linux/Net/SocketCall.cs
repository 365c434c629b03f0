namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Diagnostics;

/// <summary>One call on a socket, from when it has to wait until its result is taken. It can be used again.</summary>
/// <remarks>Invariant: the call has entered its socket before it is begun, and leaves it before its end is published, so that whoever is woken may close the socket or
/// call again. The buffers are the call's until then, and let go of before.</remarks>
internal abstract class SocketCall<T>(SocketSource source, int mark) : Operation<T>, ISocketCall
{
    private bool _isCancelRequested;
    private CancellationToken _cancelledBy;
    private bool _isInUse;

    ISocketCall? ISocketCall.Next { get; set; }

    bool ISocketCall.IsCancelRequested => IsCancelRequested;

    /// <summary>Whether nobody has yet to take the result of an earlier use.</summary>
    public bool IsFree => !Volatile.Read(ref _isInUse);

    /// <summary>Whether the present use was asked to end.</summary>
    protected bool IsCancelRequested => Volatile.Read(ref _isCancelRequested);

    /// <summary>The socket.</summary>
    protected SocketSource Source { get; } = source;

    /// <summary>The direction that the call waits for.</summary>
    protected abstract ref Readiness Direction { get; }

    bool ISocketCall.TryPerform(uint edges) => PerformOrFail(edges);

    void ISocketCall.Abandon(Exception? error) => Abandon(error);

    /// <inheritdoc cref="ISocketCall.Abandon"/>
    protected void Abandon(Exception? error)
    {
        CancellationToken token = _cancelledBy;
        Leave();
        if (error is null)
        {
            TrySetCanceled(token);
        }
        else
        {
            TrySetException(error);
        }
    }

    /// <summary>Makes the system call; see <see cref="ISocketCall.TryPerform"/>. Ends with <see cref="Succeed"/> or <see cref="Fail"/>.</summary>
    protected abstract bool TryPerform(uint edges);

    /// <summary>Lets go of the buffers.</summary>
    protected abstract void Forget();

    /// <summary>Begins a use that waits: performs the call as soon as the direction is ready. The socket has been entered.</summary>
    protected ValueTask<T> Begin(CancellationToken cancellationToken)
    {
        Await();
        return Start(cancellationToken);
    }

    /// <summary>The same for a call whose result says nothing.</summary>
    protected ValueTask BeginWithoutResult(CancellationToken cancellationToken)
    {
        Await();
        return StartWithoutResult(cancellationToken);
    }

    /// <summary>Begins a use that has ended already, for code that has to give way before it goes on.</summary>
    protected ValueTask<T> BeginEnded(T result)
    {
        SetEnded(result);
        return Start(default);
    }

    /// <inheritdoc cref="BeginEnded"/>
    protected ValueTask BeginEndedWithoutResult(T result)
    {
        SetEnded(result);
        return StartWithoutResult(default);
    }

    private void Await()
    {
        Claim();
        WaitUntilReady();
    }

    /// <summary>Has the call performed as soon as its direction is ready, which may be now.</summary>
    protected void WaitUntilReady()
    {
        while (!Source.TryWait(ref Direction, this))
        {
            uint edges = Direction.Edges;
            if (PerformOrFail(edges))
            {
                break;
            }

            Direction.Refuse(edges);
        }
    }

    /// <summary>A buffer that is of no use fails the call, not whoever performs it for others.</summary>
    private bool PerformOrFail(uint edges)
    {
        try
        {
            return TryPerform(edges);
        }
        catch (Exception e)
        {
            return Fail(e); // it has not ended: ending throws nothing
        }
    }

    private void SetEnded(T result)
    {
        Claim();
        bool set = TrySetResult(result);
        Debug.Assert(set, "Nobody else knows of this use.");
    }

    /// <summary>Ends the use with a result.</summary>
    protected bool Succeed(T result)
    {
        Leave();
        TrySetResult(result);
        return true;
    }

    /// <summary>Ends the use with a failure.</summary>
    protected bool Fail(Exception error)
    {
        Leave();
        TrySetException(error);
        return true;
    }

    /// <inheritdoc/>
    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        _cancelledBy = cancellationToken;
        Volatile.Write(ref _isCancelRequested, true);
        Interlocked.MemoryBarrier();
        if (Direction.Remove(this))
        {
            Abandon(null);
        }
    }

    /// <inheritdoc/>
    protected override void OnEnded() => Volatile.Write(ref _isInUse, false);

    /// <summary>Begins a use, of which nobody knows yet.</summary>
    protected void Claim()
    {
        _isInUse = true;
        _cancelledBy = default;
        Volatile.Write(ref _isCancelRequested, false);
    }

    /// <summary>Lets go of the buffers and of the socket.</summary>
    protected void Leave()
    {
        Forget();
        Source.Exit(mark);
    }
}
