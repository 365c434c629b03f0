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
    private bool _lingers;

    private protected LinuxSocket(int descriptor, EndPoint? local)
        : base(descriptor)
        => _local = local;

    /// <summary>The socket of the BCL that the descriptor was taken over with and still belongs to, or null.</summary>
    public Socket? Owner { get; init; }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint => _local ?? ReadLocalEndPoint();

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
            _lingers = value is TimeSpan time && time > TimeSpan.Zero;
        }
    }

    /// <inheritdoc/>
    public bool TryGetSafeSocketHandle([NotNullWhen(true)] out SafeSocketHandle? handle)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        handle = Handle;
        return true;
    }

    /// <inheritdoc/>
    public bool TryRelease([NotNullWhen(true)] out SafeSocketHandle? handle)
    {
        Release();
        _local ??= Describe(Descriptor);
        if (Owner is null)
        {
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
        if (TryClose())
        {
            await WhenGivenBack().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        TryClose();
        GC.SuppressFinalize(this);
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
    protected override bool PrepareToClose(int descriptor)
    {
        try
        {
            _local ??= Describe(descriptor);
        }
        catch (Exception e)
        {
            PoolRuntime.Shared.ReportUnhandled(e, null); // the call that ended last is not to blame
        }

        return _lingers; // close(2) waits as long as SO_LINGER says, whether the socket is non-blocking or not
    }

    /// <inheritdoc/>
    protected override void CloseDescriptor(int descriptor)
    {
        if (Owner is null)
        {
            _ = NativeSocket.Close(descriptor);
        }
        else
        {
            Owner.Dispose();
        }
    }

    private SafeSocketHandle Handle
    {
        get
        {
            MarkShared();
            return _handle ??= Owner?.SafeHandle ?? new SafeSocketHandle(Descriptor, ownsHandle: false);
        }
    }

    private EndPoint ReadLocalEndPoint()
    {
        try
        {
            Enter(OneCall);
        }
        catch (ObjectDisposedException) when (_local is not null)
        {
            return _local;
        }

        _local ??= Describe(Descriptor);
        Exit(OneCall);
        return _local;
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
