namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Runtime.InteropServices;

/// <summary>A connection that is being made. Asked again, connect(2) says how far it is.</summary>
/// <remarks>If it is cancelled, whoever awaits it closes the socket.</remarks>
internal sealed unsafe class ConnectCall(SocketSource source, SocketAddress remote, string operation) : SocketCall<bool>(source, SocketSource.OneCall)
{
    /// <inheritdoc/>
    public override string Description => operation;

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.Out;

    public new ValueTask<bool> Begin(CancellationToken cancellationToken)
    {
        Source.Enter(SocketSource.OneCall);
        return base.Begin(cancellationToken);
    }

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
    {
        int error;
        fixed (byte* address = remote.Buffer.Span)
        {
            do
            {
                error = NativeSocket.Connect(Source.Descriptor, address, remote.Size) == 0 ? 0 : Marshal.GetLastPInvokeError();
            }
            while (error == SystemError.Interrupted);
        }

        return error switch
        {
            0 or SystemError.IsConnected => Succeed(true),
            SystemError.InProgress or SystemError.AlreadyUnderWay => false,
            _ => Fail(SystemError.Of(error, operation)),
        };
    }

    /// <inheritdoc/>
    protected override void Forget()
    {
    }
}
