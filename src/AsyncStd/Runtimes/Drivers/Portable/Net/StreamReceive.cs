namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net.Sockets;

/// <summary>Receiving from a connection.</summary>
/// <remarks>Of several buffers the first one with room is received into; what more has arrived then is taken without waiting.</remarks>
internal sealed class StreamReceive(PortableStreamSocket owner) : ExclusiveCall<int, int>(owner)
{
    private List<ArraySegment<byte>>? _more;
    private int _firstLength;

    public override string Description => $"receive from {owner.RemoteEndPoint}";

    public ValueTask<int> Begin(Memory<byte> buffer, SocketFlags flags, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        CancellationToken stop = Enter("receiving");
        ValueTask<int> inner;
        try
        {
            inner = Owner.Socket.ReceiveAsync(buffer, flags, stop);
        }
        catch (Exception e)
        {
            return Fail(e);
        }

        return Follow(inner, cancellationToken);
    }

    public ValueTask<long> BeginVectored(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellationToken);
        }

        CancellationToken stop = Enter("receiving");
        ValueTask<int> inner;
        try
        {
            Memory<byte> first = Segments.Split(buffers.Span, _more ??= []);
            _firstLength = first.Length;
            inner = Owner.Socket.ReceiveAsync(first, SocketFlags.None, stop);
        }
        catch (Exception e)
        {
            return Segments.Widen(Fail(e));
        }

        return Segments.Widen(Follow(inner, cancellationToken));
    }

    protected override int Finish(int inner)
    {
        if (_more is not { Count: > 0 } || inner < _firstLength)
        {
            return inner;
        }

        int more = Owner.Socket.Receive(_more, SocketFlags.None, out SocketError error);
        return error == SocketError.Success ? inner + more : inner; // an error comes again with the next call
    }

    protected override void OnEnded()
    {
        _more?.Clear();
        _firstLength = 0;
        base.OnEnded();
    }
}
