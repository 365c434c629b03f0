namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>A send of several buffers.</summary>
internal sealed unsafe class VectoredSendCall(SocketSource source, ReadOnlyMemory<ReadOnlyMemory<byte>> buffers) : SocketCall<long>(source, SocketSource.Sending)
{
    private ReadOnlyMemory<ReadOnlyMemory<byte>> _buffers = buffers;

    /// <inheritdoc/>
    public override string Description => $"send to {Source.Name}";

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.Out;

    public new ValueTask<long> Begin(CancellationToken cancellationToken) => base.Begin(cancellationToken);

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
    {
        NativeSocket.Part* parts = stackalloc NativeSocket.Part[PinnedParts.MaxParts];
        long sent;
        int error;
        using (var pinned = new PinnedParts())
        {
            foreach (ReadOnlyMemory<byte> buffer in _buffers.Span)
            {
                pinned.Add(parts, buffer);
            }

            var message = new NativeSocket.MessageHeader { Parts = parts, PartCount = (nuint)pinned.Count };
            do
            {
                sent = NativeSocket.SendMessage(Source.Descriptor, &message, NativeSocket.DontWait | NativeSocket.NoSignal);
                error = sent < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (error == SystemError.Interrupted);
        }

        return sent >= 0
            ? Succeed(sent)
            : error != SystemError.TryAgain && Fail(SystemError.Of(error, $"send to {Source.Name}"));
    }

    /// <inheritdoc/>
    protected override void Forget() => _buffers = default;
}
