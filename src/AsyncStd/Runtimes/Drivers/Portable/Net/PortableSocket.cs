namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

/// <summary>What all sockets of the portable driver share: the socket of the base class library, its options, and closing.</summary>
/// <remarks>
/// <para>The socket is non-blocking: synchronous calls on it try once and say <see cref="SocketError.WouldBlock"/>, asynchronous ones wait.</para>
/// <para>Closing asks calls under way to stop before it closes. Were they left to the base class library, it would take the close for an abortive one and
/// reset the connection. The descriptor itself is kept by the base class library until the last call has let go of it.</para>
/// </remarks>
internal abstract class PortableSocket : ISocketHandle
{
    private EndPoint? _local;
    private TaskCompletionSource? _drained;
    private int _closed;
    private int _pending;

    protected PortableSocket(Socket socket, EndPoint? local)
    {
        Socket = socket;
        socket.Blocking = false;
        _local = local;
    }

    public Socket Socket { get; }

    /// <summary>Whether closing may have to wait, because somebody may have set the linger time; then the system is asked. Inherited by what a listener accepts.</summary>
    public bool MayLinger { get; set; }

    public EndPoint LocalEndPoint
    {
        get
        {
            if (IsClosed)
            {
                return _local!; // whoever closed it has remembered what there was; messages ask for it
            }

            try
            {
                return _local ??= Socket.LocalEndPoint!;
            }
            catch (ObjectDisposedException)
            {
                return _local!; // closed just now
            }
            catch (SocketException e)
            {
                throw SocketFailure.Refused("tell the socket's own address", e);
            }
        }
    }

    protected bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>What it is, for messages.</summary>
    protected abstract string Kind { get; }

    public T GetOption<T>(SocketOption<T> option)
    {
        ArgumentNullException.ThrowIfNull(option);
        ThrowIfClosed();
        try
        {
            return PortableOptions.Get(Socket, option);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Translate(e, $"read option '{option}' of the {Kind}", default);
        }
    }

    public void SetOption<T>(SocketOption<T> option, T value)
    {
        ArgumentNullException.ThrowIfNull(option);
        ThrowIfClosed();
        try
        {
            PortableOptions.Set(Socket, option, value);
            OnOptionSet(option);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Translate(e, $"set option '{option}' of the {Kind} to {value}", default);
        }
    }

    public bool TryGetSafeSocketHandle([NotNullWhen(true)] out SafeSocketHandle? handle)
    {
        ThrowIfClosed();
        MayLinger = true;
        handle = Socket.SafeHandle;
        return true;
    }

    public bool TryRelease([NotNullWhen(true)] out SafeSocketHandle? handle)
    {
        ThrowIfClosed();
        if (Volatile.Read(ref _pending) > 0)
        {
            throw new InvalidOperationException($"A call is under way on the {Kind}: its handle cannot be given away.");
        }

        RememberAddress();
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            throw Closed();
        }

        handle = Socket.SafeHandle;
        GC.SuppressFinalize(Socket); // else it would close the handle that is another's now
        return true;
    }

    public void Dispose()
    {
        if (!TryClose())
        {
            return;
        }

        if (Lingers())
        {
            ThreadPool.UnsafeQueueUserWorkItem(static socket => socket.Dispose(), Socket, preferLocal: false);
        }
        else
        {
            Socket.Dispose();
        }
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (TryClose())
        {
            if (Lingers())
            {
                // Not as a blocking call of the runtime: a task that was asked to stop would not make it, and the socket must be closed all the same.
                await System.Threading.Tasks.Task.Run(Socket.Dispose, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                Socket.Dispose();
            }
        }

        if (Volatile.Read(ref _pending) > 0)
        {
            TaskCompletionSource drained = Interlocked.CompareExchange(
                ref _drained, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? _drained;
            if (Volatile.Read(ref _pending) > 0)
            {
                await drained.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Closes and drops what was not sent.</summary>
    public void Abort()
    {
        if (!TryClose())
        {
            return;
        }

        try
        {
            Socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is gone already, or is of a kind that knows no reset.
        }

        Socket.Dispose();
    }

    /// <summary>A call begins to wait.</summary>
    internal void OnCallBegun() => Interlocked.Increment(ref _pending);

    /// <summary>A call that waited is over.</summary>
    internal void OnCallEnded()
    {
        if (Interlocked.Decrement(ref _pending) == 0 && IsClosed)
        {
            Volatile.Read(ref _drained)?.TrySetResult();
        }
    }

    internal void ThrowIfClosed()
    {
        if (IsClosed)
        {
            throw Closed();
        }
    }

    /// <summary>Turns what the base class library throws into what the interfaces promise.</summary>
    internal Exception Translate(Exception failure, string operation, CancellationToken cancelledBy) => failure switch
    {
        ObjectDisposedException => Closed(),
        SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.Interrupted } when IsClosed => Closed(),
        SocketException e => SocketFailure.Refused(operation, e),
        OperationCanceledException when IsClosed => Closed(),
        OperationCanceledException => new OperationCanceledException($"Cancelled: {operation}.", cancelledBy),
        _ => failure,
    };

    /// <summary>An option was set: takes note of what this driver has to know.</summary>
    internal virtual void OnOptionSet(SocketOption option)
    {
        if (ReferenceEquals(option, SocketOptions.Linger))
        {
            MayLinger = true;
        }
    }

    /// <summary>Asks every call under way to stop.</summary>
    protected abstract void StopCalls();

    /// <summary>The address has changed: asks the system, because the base class library remembers the old one.</summary>
    protected void ReadAddress()
    {
        using var view = new Socket(new SafeSocketHandle(Socket.SafeHandle.DangerousGetHandle(), ownsHandle: false));
        _local = view.LocalEndPoint;
    }

    private bool Lingers()
    {
        try
        {
            return MayLinger && Socket.LingerState is { Enabled: true, LingerTime: > 0 };
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // there is nothing left to wait for, or it is of a kind that never waits
        }
    }

    private bool TryClose()
    {
        if (IsClosed)
        {
            return false;
        }

        RememberAddress();
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return false;
        }

        StopCalls();
        return true;
    }

    private void RememberAddress()
    {
        try
        {
            _local ??= Socket.LocalEndPoint;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Nobody has asked so far, and the system does not tell any more.
        }
    }

    private ObjectDisposedException Closed() => new(GetType().Name, $"The {Kind} is closed.");
}
