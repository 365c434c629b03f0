namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncStd.Task;

/// <summary>Sending one message: all of it or nothing.</summary>
internal sealed class DatagramSend(PortableDatagramSocket owner, CallPool<DatagramSend> pool) : SocketCall<int, Nothing>(owner)
{
    private SocketAddress? _address;
    private EndPoint? _remote;

    public override string Description => $"send a message to {Target}";

    private string Target
    {
        get
        {
            try
            {
                return PortableDatagramSocket.Shown(_remote ?? (_address is null ? null : DatagramReceive.EndPointOf(_address)));
            }
            catch (Exception e) when (e is ArgumentException or SocketException)
            {
                return "an address that cannot be shown";
            }
        }
    }

    public ValueTask<Nothing> Begin(ReadOnlyMemory<byte> payload, SocketAddress? address, EndPoint? remote, CancellationToken cancellationToken)
    {
        _address = address;
        _remote = remote;
        ValueTask<int> inner;
        try
        {
            CancellationToken stop = Prepare();
            inner = address is null
                ? Owner.Socket.SendAsync(payload, SocketFlags.None, stop)
                : Owner.Socket.SendToAsync(payload, SocketFlags.None, address, stop);
        }
        catch (Exception e)
        {
            return Fail(e);
        }

        return Follow(inner, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask WithoutResult(ValueTask<Nothing> sent) => await sent.ConfigureAwait(false);

    protected override Nothing Finish(int inner) => default;

    protected override void OnEnded()
    {
        base.OnEnded();
        _address = null;
        _remote = null;
        pool.Return(this);
    }
}
