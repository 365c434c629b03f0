namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Buffers;
using System.Runtime.InteropServices;

/// <summary>Several messages in one system call: sendmmsg(2) and recvmmsg(2).</summary>
internal static unsafe class DatagramBatch
{
    /// <summary>At most so many in one call; what is left over comes with the next.</summary>
    public const int MaxMessages = 64;

    /// <summary>Makes the system call once.</summary>
    /// <returns>How many messages were sent, from the start; −1 for an error.</returns>
    public static int TrySend(int descriptor, ReadOnlySpan<OutgoingDatagram> messages, out int error)
    {
        int count = Math.Min(messages.Length, MaxMessages);
        NativeSocket.MessageSlot* slots = stackalloc NativeSocket.MessageSlot[count];
        NativeSocket.Part* parts = stackalloc NativeSocket.Part[count];
        MemoryHandle[] pins = ArrayPool<MemoryHandle>.Shared.Rent(2 * MaxMessages);
        try
        {
            for (int i = 0; i < count; i++)
            {
                OutgoingDatagram message = messages[i];
                pins[2 * i] = message.Payload.Pin();
                parts[i] = new NativeSocket.Part { Start = (byte*)pins[2 * i].Pointer, Length = (nuint)message.Payload.Length };
                slots[i] = new NativeSocket.MessageSlot { Header = new NativeSocket.MessageHeader { Parts = parts + i, PartCount = 1 } };
                if (message.Destination is { } destination)
                {
                    pins[(2 * i) + 1] = destination.Buffer.Pin();
                    slots[i].Header.Address = (byte*)pins[(2 * i) + 1].Pointer;
                    slots[i].Header.AddressLength = destination.Size;
                }
            }

            while (true)
            {
                int sent = NativeSocket.SendMessages(descriptor, slots, (uint)count, NativeSocket.DontWait | NativeSocket.NoSignal);
                error = sent < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error != SystemError.Interrupted)
                {
                    return sent;
                }
            }
        }
        finally
        {
            Release(pins, 2 * count);
        }
    }

    /// <summary>Makes the system call once, and fills in the receipts.</summary>
    /// <returns>How many messages were received; −1 for an error.</returns>
    public static int TryReceive(int descriptor, Span<DatagramSlot> messages, in DatagramRequest pattern, out int error)
    {
        int count = Math.Min(messages.Length, MaxMessages);
        NativeSocket.MessageSlot* slots = stackalloc NativeSocket.MessageSlot[count];
        NativeSocket.Part* parts = stackalloc NativeSocket.Part[count];
        byte* names = stackalloc byte[count * SocketName.MaxLength];
        MemoryHandle[] pins = ArrayPool<MemoryHandle>.Shared.Rent(2 * MaxMessages);
        try
        {
            for (int i = 0; i < count; i++)
            {
                pins[2 * i] = messages[i].Buffer.Pin();
                parts[i] = new NativeSocket.Part { Start = (byte*)pins[2 * i].Pointer, Length = (nuint)messages[i].Buffer.Length };
                slots[i] = new NativeSocket.MessageSlot
                {
                    Header = new NativeSocket.MessageHeader
                    {
                        Address = names + (i * SocketName.MaxLength),
                        AddressLength = SocketName.MaxLength,
                        Parts = parts + i,
                        PartCount = 1,
                    },
                };
                if (messages[i].Sender is { } sender)
                {
                    pins[(2 * i) + 1] = sender.Buffer.Pin();
                    slots[i].Header.Address = (byte*)pins[(2 * i) + 1].Pointer;
                    slots[i].Header.AddressLength = sender.Buffer.Length;
                }
            }

            int received;
            do
            {
                received = NativeSocket.ReceiveMessages(descriptor, slots, (uint)count, NativeSocket.DontWait, null);
                error = received < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (error == SystemError.Interrupted);
            for (int i = 0; i < received; i++)
            {
                DatagramRequest request = pattern with { Buffer = messages[i].Buffer, Sender = messages[i].Sender };
                messages[i].Receipt = DatagramReceive.Describe(request, (int)slots[i].Length, &slots[i].Header);
            }

            return received;
        }
        finally
        {
            Release(pins, 2 * count);
        }
    }

    private static void Release(MemoryHandle[] pins, int count)
    {
        for (int i = 0; i < count; i++)
        {
            pins[i].Dispose();
        }

        ArrayPool<MemoryHandle>.Shared.Return(pins, clearArray: true);
    }
}
