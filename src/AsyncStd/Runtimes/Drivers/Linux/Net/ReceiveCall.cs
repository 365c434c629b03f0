namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>A receive that waits.</summary>
internal sealed unsafe class ReceiveCall(SocketSource source) : StreamCall(source, SocketSource.Receiving)
{
    private Memory<byte> _buffer;
    private bool _peek;

    /// <inheritdoc/>
    public override string Description => $"receive from {Source.Name}";

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.In;

    /// <summary>Makes the system call once.</summary>
    /// <returns>How many bytes; −1 for an error.</returns>
    public static int TryReceive(int descriptor, Memory<byte> buffer, bool peek, out int error)
    {
        if (buffer.IsEmpty)
        {
            byte nothing;
            return Math.Min(0, Receive(descriptor, &nothing, 1, NativeSocket.Peek, out error)); // readable, or not
        }

        fixed (byte* start = buffer.Span)
        {
            return Receive(descriptor, start, buffer.Length, peek ? NativeSocket.Peek : 0, out error);
        }
    }

    public ValueTask<int> Begin(Memory<byte> buffer, bool peek, CancellationToken cancellationToken)
    {
        _buffer = buffer;
        _peek = peek;
        return !buffer.IsEmpty && ChooseRing() is { } ring
            ? BeginOnRing(ring, RingRequest.Receive, buffer, peek ? NativeSocket.Peek : 0, cancellationToken)
            : Begin(cancellationToken);
    }

    public new ValueTask<int> BeginEnded(int received) => base.BeginEnded(received);

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
    {
        int received = TryReceive(Source.Descriptor, _buffer, _peek, out int error);
        if (received >= 0)
        {
            if (!_peek && Source.HasDrained(received, _buffer.Length))
            {
                Direction.Empty(edges);
            }

            return Succeed(received);
        }

        return error != SystemError.TryAgain && Fail(SystemError.Of(error, $"receive from {Source.Name}"));
    }

    /// <inheritdoc/>
    protected override void OnTransferred(int count) => Source.IsDrained = !_peek && Source.HasDrained(count, _buffer.Length);

    /// <inheritdoc/>
    protected override void Forget() => _buffer = default;

    private static int Receive(int descriptor, byte* buffer, int length, int flags, out int error)
    {
        while (true)
        {
            int received = (int)NativeSocket.Receive(descriptor, buffer, (nuint)length, flags | NativeSocket.DontWait);
            error = received < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (error != SystemError.Interrupted)
            {
                return received;
            }
        }
    }
}
