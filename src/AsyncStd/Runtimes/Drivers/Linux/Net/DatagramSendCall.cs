namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Runtime.InteropServices;

/// <summary>A send of one message that waits for room.</summary>
internal sealed unsafe class DatagramSendCall(LinuxDatagramSocket socket) : SocketCall<bool>(socket, SocketSource.OneCall)
{
    private ReadOnlyMemory<byte> _payload;
    private SocketAddress? _remote;

    /// <inheritdoc/>
    public override string Description => $"send on {Source.Name}";

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.Out;

    /// <summary>Makes the system call once.</summary>
    /// <returns>0, or the error.</returns>
    public static int Send(int descriptor, ReadOnlyMemory<byte> payload, SocketAddress? remote)
    {
        byte nothing;
        fixed (byte* start = payload.Span)
        fixed (byte* address = remote is null ? default : remote.Buffer.Span)
        {
            while (true)
            {
                nint sent = NativeSocket.SendTo(
                    descriptor,
                    start is null ? &nothing : start,
                    (nuint)payload.Length,
                    NativeSocket.DontWait | NativeSocket.NoSignal,
                    address,
                    remote?.Size ?? 0);
                int error = sent < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error != SystemError.Interrupted)
                {
                    return error;
                }
            }
        }
    }

    public ValueTask Begin(ReadOnlyMemory<byte> payload, SocketAddress? remote, CancellationToken cancellationToken)
    {
        _payload = payload;
        _remote = remote;
        return BeginWithoutResult(cancellationToken);
    }

    public ValueTask BeginEnded() => BeginEndedWithoutResult(true);

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
    {
        int error = Send(Source.Descriptor, _payload, _remote);
        return error == 0
            ? Succeed(true)
            : error != SystemError.TryAgain && Fail(SystemError.Of(error, socket.SendTo(_remote)));
    }

    /// <inheritdoc/>
    protected override void Forget() => (_payload, _remote) = (default, null);

    /// <inheritdoc/>
    protected override void OnEnded()
    {
        base.OnEnded();
        socket.Keep(this);
    }
}
