namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net.Sockets;

/// <summary>Sending on a connection.</summary>
/// <remarks>Tried at once, without waiting; what the system takes is the result. If it takes nothing, a single byte is left to the base class library to
/// send: one byte is sent or it is not, so a cancellation always knows, which it would not with more, as the base class library sends all or does not tell.
/// When that byte is gone there is room, and the rest is tried again.</remarks>
internal sealed class StreamSend(PortableStreamSocket owner) : ExclusiveCall<int, int>(owner)
{
    private List<ArraySegment<byte>>? _segments;
    private ReadOnlyMemory<byte> _rest;

    public override string Description => $"send to {owner.RemoteEndPoint}";

    public ValueTask<int> Begin(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        CancellationToken stop = Enter("sending");
        int sent;
        SocketError error;
        try
        {
            if (buffer.IsEmpty)
            {
                return Succeed(0, cancellationToken);
            }

            sent = Owner.Socket.Send(buffer.Span, SocketFlags.None, out error);
        }
        catch (Exception e)
        {
            return Fail(e);
        }

        return error switch
        {
            SocketError.Success => Succeed(sent, cancellationToken),
            SocketError.WouldBlock => Wait(buffer, stop, cancellationToken),
            _ => Fail(new SocketException((int)error)),
        };
    }

    public ValueTask<long> BeginVectored(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        if (!Segments.TryCollect(buffers.Span, out ReadOnlyMemory<byte> only, null))
        {
            return Segments.Widen(Begin(only, cancellationToken));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellationToken);
        }

        CancellationToken stop = Enter("sending");
        int sent;
        SocketError error;
        try
        {
            Segments.TryCollect(buffers.Span, out only, _segments ??= []);
            sent = Owner.Socket.Send(_segments, SocketFlags.None, out error);
        }
        catch (Exception e)
        {
            return Segments.Widen(Fail(e));
        }

        return Segments.Widen(error switch
        {
            SocketError.Success => Succeed(sent, cancellationToken),
            SocketError.WouldBlock => Wait(only, stop, cancellationToken),
            _ => Fail(new SocketException((int)error)),
        });
    }

    protected override int Finish(int inner)
    {
        if (_rest.IsEmpty)
        {
            return inner;
        }

        int more = Owner.Socket.Send(_rest.Span, SocketFlags.None, out SocketError error);
        return error == SocketError.Success ? inner + more : inner; // an error comes again with the next call
    }

    protected override void OnEnded()
    {
        _rest = default;
        _segments?.Clear();
        base.OnEnded();
    }

    private ValueTask<int> Wait(ReadOnlyMemory<byte> buffer, CancellationToken stop, CancellationToken cancellationToken)
    {
        ValueTask<int> inner;
        try
        {
            _rest = buffer[1..];
            inner = Owner.Socket.SendAsync(buffer[..1], SocketFlags.None, stop);
        }
        catch (Exception e)
        {
            return Fail(e);
        }

        return Follow(inner, cancellationToken);
    }
}
