namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;

/// <summary>Receiving one message.</summary>
/// <remarks>Linux tells a message's whole length when asked with MSG_TRUNC, see recv(2). Elsewhere a message goes into a scratch buffer that is longer than
/// any, and what fits is copied.</remarks>
internal sealed class DatagramReceive(PortableDatagramSocket owner, CallPool<DatagramReceive> pool) : SocketCall<int, DatagramReceipt>(owner)
{
    /// <summary>No UDP message is longer.</summary>
    private const int LongestMessage = 65_536;

    private byte[]? _scratch;
    private Memory<byte> _buffer;
    private SocketAddress? _address;
    private bool _copies;
    private bool _tellsSender;

    public override string Description => owner.ReceiveFrom();

    public ValueTask<DatagramReceipt> Begin(
        Memory<byte> buffer, SocketFlags flags, SocketAddress? sender, bool tellsSender, CancellationToken cancellationToken)
    {
        ValueTask<int> inner;
        try
        {
            CancellationToken stop = Prepare();
            _buffer = buffer;
            _tellsSender = tellsSender;
            _copies = owner.UsesScratch && buffer.Length < LongestMessage;
            Memory<byte> target = buffer;
            if (_copies)
            {
                target = _scratch ??= GC.AllocateUninitializedArray<byte>(LongestMessage, pinned: true);
            }
            else if (buffer.IsEmpty)
            {
                target = _scratch ??= new byte[1]; // an empty buffer would only wait, and take nothing
            }

            flags |= owner.UsesScratch ? SocketFlags.None : SocketFlags.Truncated;
            if (sender is null && !tellsSender)
            {
                inner = Owner.Socket.ReceiveAsync(target, flags, stop);
            }
            else
            {
                SocketAddress address = sender ?? (_address ??= new SocketAddress(Owner.Socket.AddressFamily));
                address.Size = SocketAddress.GetMaximumAddressSize(Owner.Socket.AddressFamily);
                inner = Owner.Socket.ReceiveFromAsync(target, flags, address, stop);
            }
        }
        catch (Exception e)
        {
            return Fail(e);
        }

        return Follow(inner, cancellationToken);
    }

    /// <summary>An address object as an end point; null for a Unix socket without a name.</summary>
    public static EndPoint? EndPointOf(SocketAddress address) => address.Family switch
    {
        AddressFamily.InterNetwork => s_anyIPv4.Create(address),
        AddressFamily.InterNetworkV6 => s_anyIPv6.Create(address),
        AddressFamily.Unix when address.Size > 2 => s_unix.Create(address),
        _ => null,
    };

    private static readonly IPEndPoint s_anyIPv4 = new(IPAddress.Any, 0);
    private static readonly IPEndPoint s_anyIPv6 = new(IPAddress.IPv6Any, 0);
    private static readonly UnixDomainSocketEndPoint s_unix = new("/");

    protected override DatagramReceipt Finish(int inner)
    {
        if (_copies)
        {
            _scratch.AsSpan(0, Math.Min(inner, _buffer.Length)).CopyTo(_buffer.Span);
        }

        return new DatagramReceipt
        {
            Length = Math.Min(inner, _buffer.Length),
            IsTruncated = inner > _buffer.Length,
            RemoteEndPoint = _tellsSender ? EndPointOf(_address!) : null,
        };
    }

    protected override void OnEnded()
    {
        base.OnEnded();
        _buffer = default;
        pool.Return(this);
    }
}
