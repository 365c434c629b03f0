namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>A receive of one message that waits.</summary>
internal sealed class DatagramReceiveCall(LinuxDatagramSocket socket) : SocketCall<DatagramReceipt>(socket, SocketSource.OneCall)
{
    private DatagramRequest _request;

    /// <inheritdoc/>
    public override string Description => socket.ReceiveFrom();

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.In;

    public ValueTask<DatagramReceipt> Begin(in DatagramRequest request, CancellationToken cancellationToken)
    {
        _request = request;
        return Begin(cancellationToken);
    }

    public new ValueTask<DatagramReceipt> BeginEnded(DatagramReceipt receipt) => base.BeginEnded(receipt);

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
        => DatagramReceive.TryReceive(Source.Descriptor, _request, out DatagramReceipt receipt, out int error)
            ? Succeed(receipt)
            : error != SystemError.TryAgain && Fail(SystemError.Of(error, socket.ReceiveFrom()));

    /// <inheritdoc/>
    protected override void Forget() => _request = default;

    /// <inheritdoc/>
    protected override void OnEnded()
    {
        base.OnEnded();
        socket.Keep(this);
    }
}
