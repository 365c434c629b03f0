namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

/// <summary>How one message is received: the system call, and what becomes of what it tells.</summary>
internal static unsafe class DatagramReceive
{
    private const int ControlLength = 128;
    private const int LevelIPv4 = 0; // IPPROTO_IP
    private const int LevelIPv6 = 41; // IPPROTO_IPV6
    private const int InfoIPv4 = 8; // IP_PKTINFO
    private const int InfoIPv6 = 50; // IPV6_PKTINFO
    private const int AddressLengthIPv6 = 16;

    private static readonly int s_headerLength = sizeof(nuint) + (2 * sizeof(int));

    /// <summary>Makes the system call once.</summary>
    /// <param name="descriptor">The socket.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="receipt">What came.</param>
    /// <param name="error">Why nothing came.</param>
    /// <returns>Whether a message came.</returns>
    public static bool TryReceive(int descriptor, in DatagramRequest request, out DatagramReceipt receipt, out int error)
        => request.TellsDestination ? TryReceiveWithDestination(descriptor, request, out receipt, out error) : TryReceivePlainly(descriptor, request, out receipt, out error);

    /// <summary>What the kernel told of one message.</summary>
    public static DatagramReceipt Describe(in DatagramRequest request, int length, NativeSocket.MessageHeader* message)
    {
        IPAddress? destination = null;
        int index = 0;
        if (request.TellsDestination)
        {
            destination = Destination(message->Control, (int)message->ControlLength, out index);
        }

        return new DatagramReceipt
        {
            Length = length,
            IsTruncated = (message->Flags & NativeSocket.Truncated) != 0,
            RemoteEndPoint = Remote(request, message->Address, message->AddressLength),
            DestinationAddress = destination,
            InterfaceIndex = index,
        };
    }

    /// <summary>By recvfrom(2), which is the faster one. It tells the whole length of a message that does not fit, if asked to.</summary>
    private static bool TryReceivePlainly(int descriptor, in DatagramRequest request, out DatagramReceipt receipt, out int error)
    {
        byte* ownAddress = stackalloc byte[SocketName.MaxLength];
        byte nothing;
        fixed (byte* start = request.Buffer.Span)
        fixed (byte* sender = request.Sender is null ? default : request.Sender.Buffer.Span)
        {
            byte* address = sender is not null ? sender : request.TellsSender ? ownAddress : null;
            int flags = NativeSocket.DontWait | NativeSocket.Truncated | (request.Peek ? NativeSocket.Peek : 0);
            int room;
            int length;
            do
            {
                room = sender is not null ? request.Sender!.Buffer.Length : address is null ? 0 : SocketName.MaxLength;
                length = (int)NativeSocket.ReceiveFrom(descriptor, start is null ? &nothing : start, (nuint)request.Buffer.Length, flags, address, address is null ? null : &room);
                error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (error == SystemError.Interrupted);
            receipt = length < 0 ? default : new DatagramReceipt
            {
                Length = Math.Min(length, request.Buffer.Length),
                IsTruncated = length > request.Buffer.Length,
                RemoteEndPoint = Remote(request, address, room),
            };
            return length >= 0;
        }
    }

    private static bool TryReceiveWithDestination(int descriptor, in DatagramRequest request, out DatagramReceipt receipt, out int error)
    {
        byte* ownAddress = stackalloc byte[SocketName.MaxLength];
        byte* control = stackalloc byte[ControlLength];
        byte nothing;
        fixed (byte* start = request.Buffer.Span)
        fixed (byte* sender = request.Sender is null ? default : request.Sender.Buffer.Span)
        {
            byte* address = sender is not null ? sender : request.TellsSender ? ownAddress : null;
            int room = sender is not null ? request.Sender!.Buffer.Length : address is null ? 0 : SocketName.MaxLength;
            var part = new NativeSocket.Part { Start = start is null ? &nothing : start, Length = (nuint)request.Buffer.Length };
            NativeSocket.MessageHeader message;
            int length;
            do
            {
                message = new NativeSocket.MessageHeader
                {
                    Address = address,
                    AddressLength = room,
                    Parts = &part,
                    PartCount = 1,
                    Control = control,
                    ControlLength = ControlLength,
                };
                length = (int)NativeSocket.ReceiveMessage(descriptor, &message, NativeSocket.DontWait | (request.Peek ? NativeSocket.Peek : 0));
                error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (error == SystemError.Interrupted);
            receipt = length < 0 ? default : Describe(request, length, &message);
            return length >= 0;
        }
    }

    /// <summary>The sender, if the receipt is to tell it; otherwise how long its address is goes where the address went.</summary>
    private static EndPoint? Remote(in DatagramRequest request, byte* address, int length)
    {
        if (request.Sender is not null)
        {
            request.Sender.Size = Math.Max(length, sizeof(short));
            return null;
        }

        return request.TellsSender && length > 0 ? SocketName.ToEndPoint(address, length, request.EndPointFactory!) : null;
    }

    /// <summary>Reads in_pktinfo of ip(7) or in6_pktinfo of ipv6(7).</summary>
    private static IPAddress? Destination(byte* control, int length, out int index)
    {
        index = 0;
        if (length < s_headerLength)
        {
            return null;
        }

        int level = *(int*)(control + sizeof(nuint));
        int type = *(int*)(control + sizeof(nuint) + sizeof(int));
        byte* data = control + s_headerLength;
        if (level == LevelIPv4 && type == InfoIPv4)
        {
            index = *(int*)data;
            return new IPAddress(*(uint*)(data + (2 * sizeof(int))));
        }

        if (level == LevelIPv6 && type == InfoIPv6)
        {
            index = *(int*)(data + AddressLengthIPv6);
            var address = new IPAddress(new ReadOnlySpan<byte>(data, AddressLengthIPv6));
            return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }

        return null;
    }
}
