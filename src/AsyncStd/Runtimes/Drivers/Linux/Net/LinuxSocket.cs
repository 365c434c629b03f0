namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers.Portable;

/// <summary>What all sockets of the driver have in common: closing, options, and lending the descriptor.</summary>
/// <remarks>What is rarely called goes through a <see cref="Socket"/> of the BCL that is made for it: it has the names, the checks and the conversions already.</remarks>
internal abstract class LinuxSocket : SocketSource, ISocketHandle
{
    private SafeSocketHandle? _handle;
    private EndPoint? _local;
    private Socket? _owner;

    private protected LinuxSocket(int descriptor, EndPoint? local)
        : base(descriptor)
        => _local = local;

    /// <summary>Somebody has lost it: a connection, say, that was accepted after the wait for it had been given up.</summary>
    /// <remarks>No call is under way, since that would hold the socket. One that epoll knows is held by its reactor, and not found here. What belongs to a socket of the BCL goes with that.</remarks>
    ~LinuxSocket()
    {
        if (_owner is null && Descriptor > 0) // it is not, if the constructor threw
        {
            CloseLost();
        }
    }

    /// <summary>The socket of the BCL that the descriptor was taken over with and still belongs to, or null.</summary>
    public Socket? Owner
    {
        get => _owner;
        init
        {
            _owner = value;
            MayLinger = true;
        }
    }

    /// <summary>Whether closing may have to wait, because somebody may have set SO_LINGER; then the system is asked. Inherited by what a listener accepts.</summary>
    public bool MayLinger { get; set; }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint
    {
        get
        {
            if (_local is null)
            {
                RememberAddress();
            }

            return _local ?? throw new ObjectDisposedException(GetType().FullName);
        }
    }

    /// <summary>What makes an end point of an address of this socket's family.</summary>
    protected abstract EndPoint EndPointFactory { get; }

    /// <inheritdoc/>
    public T GetOption<T>(SocketOption<T> option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return Call("read an option of", socket => PortableOptions.Get(socket, option));
    }

    /// <inheritdoc/>
    public virtual void SetOption<T>(SocketOption<T> option, T value)
    {
        ArgumentNullException.ThrowIfNull(option);
        Call("set an option of", socket =>
        {
            PortableOptions.Set(socket, option, value);
            return 0;
        });
        if (ReferenceEquals(option, SocketOptions.Linger))
        {
            MayLinger = true;
        }
    }

    /// <inheritdoc/>
    public bool TryGetSafeSocketHandle([NotNullWhen(true)] out SafeSocketHandle? handle)
    {
        Enter(OneCall); // so that whoever closes sees what was lent
        try
        {
            MarkShared();
            MayLinger = true;
            GC.SuppressFinalize(this); // the number may be all that somebody keeps, and closing it would make it another's
            if (Owner is null && Volatile.Read(ref _handle) is null)
            {
                Interlocked.CompareExchange(ref _handle, new SafeSocketHandle(Descriptor, ownsHandle: false), null);
            }

            handle = Owner?.SafeHandle ?? _handle!;
            return true;
        }
        finally
        {
            Exit(OneCall);
        }
    }

    /// <inheritdoc/>
    public bool TryRelease([NotNullWhen(true)] out SafeSocketHandle? handle)
    {
        if (_local is null)
        {
            RememberAddress();
        }

        Release();
        if (Owner is null)
        {
            EndLoan();
            GC.SuppressFinalize(this);
            handle = new SafeSocketHandle(Descriptor, ownsHandle: true);
        }
        else
        {
            handle = Owner.SafeHandle;
            GC.SuppressFinalize(Owner); // else it would close the handle that is another's now
        }

        return true;
    }

    /// <inheritdoc/>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (Close())
        {
            await WhenGivenBack().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes a socket that somebody has lost.</summary>
    protected virtual void CloseLost() => TryClose();

    /// <summary>Closes the socket; its address is still told afterwards.</summary>
    /// <returns>False if it was closed already.</returns>
    protected bool Close()
    {
        if (_local is null)
        {
            RememberAddress();
        }

        GC.SuppressFinalize(this);
        return TryClose();
    }

    /// <summary>Makes a call that does not wait, through a socket of the BCL.</summary>
    protected T Call<T>(string what, Func<Socket, T> call)
    {
        Enter(OneCall);
        try
        {
            if (Owner is not null)
            {
                return call(Owner);
            }

            // Not disposed of: that would wait for a handle that it does not own.
            var socket = new Socket(new SafeSocketHandle(Descriptor, ownsHandle: false)) { Blocking = false };
            GC.SuppressFinalize(socket);
            return call(socket);
        }
        catch (SocketException e)
        {
            throw SocketFailure.Refused($"{what} {Name}", e);
        }
        finally
        {
            Exit(OneCall);
        }
    }

    /// <summary>Ends one direction or both.</summary>
    protected void ShutdownNow(SocketShutdown how)
    {
        Enter(OneCall);
        try
        {
            if (NativeSocket.Shutdown(Descriptor, (int)how) != 0)
            {
                throw SystemError.OfLastCall($"shut down {Name}");
            }
        }
        finally
        {
            Exit(OneCall);
        }
    }

    /// <inheritdoc/>
    protected override bool PrepareToClose(int descriptor) => MayLinger && Lingering.Waits(descriptor);

    /// <inheritdoc/>
    protected override void CloseDescriptor(int descriptor)
    {
        if (Owner is null)
        {
            EndLoan();
            _ = NativeSocket.Close(descriptor);
        }
        else
        {
            Owner.Dispose();
        }
    }

    /// <summary>Looks the address up again: it has changed.</summary>
    protected void ReadAddress() => _local = Describe(Descriptor);

    /// <summary>The number may soon be another descriptor's: whoever kept what was lent is refused from now on.</summary>
    private void EndLoan() => Volatile.Read(ref _handle)?.SetHandleAsInvalid();

    private void RememberAddress()
    {
        try
        {
            Enter(OneCall);
        }
        catch (ObjectDisposedException)
        {
            return; // whoever closed it has remembered
        }

        try
        {
            _local ??= Describe(Descriptor);
        }
        finally
        {
            Exit(OneCall);
        }
    }

    private unsafe EndPoint Describe(int descriptor)
    {
        byte* address = stackalloc byte[SocketName.MaxLength];
        int length = SocketName.MaxLength;
        return NativeSocket.GetLocalAddress(descriptor, address, &length) == 0
            ? SocketName.ToEndPoint(address, length, EndPointFactory)
            : EndPointFactory;
    }
}
