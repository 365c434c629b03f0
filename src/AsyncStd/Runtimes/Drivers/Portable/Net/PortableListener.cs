namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;

/// <summary>A listener on a socket of the base class library.</summary>
internal sealed class PortableListener<TStream> : PortableSocket, IStreamListener<TStream>
    where TStream : class, IStreamSocket
{
    private readonly CallPool<Accept> _accepts;
    private readonly Func<Socket, EndPoint?, TStream> _wrap;
    private readonly EndPoint? _localOfConnections;

    /// <param name="socket">The socket; it listens.</param>
    /// <param name="wrap">Makes a connection of an accepted socket and the local address, if that is known.</param>
    public PortableListener(Socket socket, Func<Socket, EndPoint?, TStream> wrap)
        : base(socket, socket.LocalEndPoint)
    {
        _wrap = wrap;
        _accepts = new CallPool<Accept>(pool => new Accept(this, pool));
        _localOfConnections = LocalEndPoint is IPEndPoint ip && (ip.Address.Equals(IPAddress.Any) || ip.Address.Equals(IPAddress.IPv6Any)) ? null : LocalEndPoint;
    }

    protected override string Kind => $"listener on {LocalEndPoint}";

    public ValueTask<TStream> AcceptAsync(CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<TStream>(cancellationToken) : _accepts.Rent().Begin(cancellationToken);

    protected override void StopCalls() => _accepts.StopAll();

    private sealed class Accept(PortableListener<TStream> owner, CallPool<Accept> pool) : SocketCall<Socket, TStream>(owner)
    {
        public override string Description => $"accept on {owner.LocalEndPoint}";

        public ValueTask<TStream> Begin(CancellationToken cancellationToken)
        {
            ValueTask<Socket> inner;
            try
            {
                inner = Owner.Socket.AcceptAsync(Prepare());
            }
            catch (Exception e)
            {
                return Fail(e);
            }

            return Follow(inner, cancellationToken);
        }

        protected override TStream Finish(Socket inner)
        {
            try
            {
                TStream stream = owner._wrap(inner, owner._localOfConnections);
                if (owner.MayLinger && stream is PortableSocket socket)
                {
                    socket.MayLinger = true;
                }

                return stream;
            }
            catch (Exception e)
            {
                inner.Dispose();
                throw e is SocketException or ObjectDisposedException ? new SocketException((int)SocketError.ConnectionAborted) : e; // it ended just now
            }
        }

        protected override void OnEnded()
        {
            base.OnEnded();
            pool.Return(this);
        }
    }
}
