namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>A send of several messages.</summary>
internal sealed class SendBatchCall(LinuxDatagramSocket socket) : SocketCall<int>(socket, SocketSource.OneCall)
{
    private ReadOnlyMemory<OutgoingDatagram> _messages;

    /// <inheritdoc/>
    public override string Description => $"send on {Source.Name}";

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.Out;

    public ValueTask<int> Begin(ReadOnlyMemory<OutgoingDatagram> messages, CancellationToken cancellationToken)
    {
        _messages = messages;
        return Begin(cancellationToken);
    }

    public new ValueTask<int> BeginEnded(int sent) => base.BeginEnded(sent);

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
    {
        int sent = DatagramBatch.TrySend(Source.Descriptor, _messages.Span, out int error);
        return sent >= 0
            ? Succeed(sent)
            : error != SystemError.TryAgain && Fail(SystemError.Of(error, socket.SendTo(_messages.Span[0].Destination)));
    }

    /// <inheritdoc/>
    protected override void Forget() => _messages = default;

    /// <inheritdoc/>
    protected override void OnEnded()
    {
        base.OnEnded();
        socket.Keep(this);
    }
}
