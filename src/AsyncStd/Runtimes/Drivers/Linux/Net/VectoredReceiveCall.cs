namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>A receive into several buffers.</summary>
internal sealed unsafe class VectoredReceiveCall(SocketSource source, ReadOnlyMemory<Memory<byte>> buffers) : SocketCall<long>(source, SocketSource.Receiving)
{
    private ReadOnlyMemory<Memory<byte>> _buffers = buffers;

    /// <inheritdoc/>
    public override string Description => $"receive from {Source.Name}";

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.In;

    public new ValueTask<long> Begin(CancellationToken cancellationToken) => base.Begin(cancellationToken);

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
    {
        NativeSocket.Part* parts = stackalloc NativeSocket.Part[PinnedParts.MaxParts];
        long received;
        long room;
        int error;
        using (var pinned = new PinnedParts())
        {
            foreach (Memory<byte> buffer in _buffers.Span)
            {
                pinned.Add(parts, buffer);
            }

            var message = new NativeSocket.MessageHeader { Parts = parts, PartCount = (nuint)pinned.Count };
            do
            {
                received = NativeSocket.ReceiveMessage(Source.Descriptor, &message, NativeSocket.DontWait);
                error = received < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (error == SystemError.Interrupted);
            room = pinned.Length;
        }

        if (received < 0)
        {
            return error != SystemError.TryAgain && Fail(SystemError.Of(error, $"receive from {Source.Name}"));
        }

        if (Source.HasDrained(received, room))
        {
            Direction.Empty(edges);
        }

        return Succeed(received);
    }

    /// <inheritdoc/>
    protected override void Forget() => _buffers = default;
}
