namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>A send that waits for room.</summary>
internal sealed unsafe class SendCall(SocketSource source) : StreamCall(source, SocketSource.Sending)
{
    private ReadOnlyMemory<byte> _buffer;

    /// <inheritdoc/>
    public override string Description => $"send to {Source.Name}";

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.Out;

    /// <summary>Makes the system call once.</summary>
    /// <returns>How many bytes were taken; −1 for an error.</returns>
    public static int TrySend(int descriptor, ReadOnlyMemory<byte> buffer, out int error)
    {
        fixed (byte* start = buffer.Span)
        {
            while (true)
            {
                int sent = (int)NativeSocket.Send(descriptor, start, (nuint)buffer.Length, NativeSocket.DontWait | NativeSocket.NoSignal);
                error = sent < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error != SystemError.Interrupted)
                {
                    return sent;
                }
            }
        }
    }

    public ValueTask<int> Begin(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        _buffer = buffer;
        return ChooseRing() is { } ring
            ? BeginOnRing(ring, RingRequest.Send, buffer, NativeSocket.NoSignal, cancellationToken)
            : Begin(cancellationToken);
    }

    public new ValueTask<int> BeginEnded(int sent) => base.BeginEnded(sent);

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
    {
        int sent = TrySend(Source.Descriptor, _buffer, out int error);
        return sent >= 0
            ? Succeed(sent)
            : error != SystemError.TryAgain && Fail(SystemError.Of(error, $"send to {Source.Name}"));
    }

    /// <inheritdoc/>
    protected override void Forget() => _buffer = default;
}
