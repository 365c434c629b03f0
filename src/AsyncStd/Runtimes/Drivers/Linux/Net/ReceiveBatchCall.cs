namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>A receive of several messages.</summary>
internal sealed class ReceiveBatchCall(LinuxDatagramSocket socket) : SocketCall<int>(socket, SocketSource.OneCall)
{
    private Memory<DatagramSlot> _slots;

    /// <inheritdoc/>
    public override string Description => socket.ReceiveFrom();

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.In;

    public ValueTask<int> Begin(Memory<DatagramSlot> slots, CancellationToken cancellationToken)
    {
        _slots = slots;
        return Begin(cancellationToken);
    }

    public new ValueTask<int> BeginEnded(int received) => base.BeginEnded(received);

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
    {
        int received = DatagramBatch.TryReceive(Source.Descriptor, _slots.Span, socket.BatchPattern, out int error);
        if (received < 0)
        {
            return error != SystemError.TryAgain && Fail(SystemError.Of(error, socket.ReceiveFrom()));
        }

        return Succeed(received);
    }

    /// <inheritdoc/>
    protected override void Forget() => _slots = default;

    /// <inheritdoc/>
    protected override void OnEnded()
    {
        base.OnEnded();
        socket.Keep(this);
    }
}
