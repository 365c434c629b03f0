namespace AsyncStd.Runtimes.Drivers.Portable.Linux;

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

/// <summary>What Linux can do with sockets and the base class library cannot: calls of libc, each refused on other systems.</summary>
internal static unsafe partial class LinuxSockets
{
    private const int AddressFamilyUnix = 1;
    private const int StreamType = 1;
    private const int DatagramType = 2;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int Rights = 1;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int CloseOnExecOfReceived = 0x40000000;
    private const int ControlTruncated = 0x08;
    private const int Truncated = 0x20;
    private const int EINTR = 4;
    private const int EAGAIN = 11;
    private const int EINVAL = 22;

    /// <summary>The most handles that one message carries, see SCM_RIGHTS in unix(7).</summary>
    public const int MostHandles = 253;

    /// <summary>Undoes the connection of a datagram socket, see AF_UNSPEC in connect(2).</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="local">Its address: the kernel forgets a port that it chose itself, so the socket is bound to it anew.</param>
    public static void Disconnect(Socket socket, SocketAddress local)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw SocketFailure.Missing("way to undo a connection");
        }

        Span<byte> unspecified = stackalloc byte[16];
        unspecified.Clear();
        fixed (byte* address = unspecified)
        {
            Check(Connect(socket.SafeHandle, address, 16));
        }

        if (local.Family == AddressFamily.Unix)
        {
            return;
        }

        fixed (byte* address = local.Buffer.Span)
        {
            // EINVAL: the port was the caller's choice, and is still bound.
            if (Bind(socket.SafeHandle, address, (uint)local.Size) < 0 && Marshal.GetLastPInvokeError() is var error and not EINVAL)
            {
                throw Failure(error);
            }
        }
    }

    /// <summary>Two connected sockets, see socketpair(2).</summary>
    public static (Socket First, Socket Second) Pair(bool isStream)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw SocketFailure.Missing("pairs of Unix sockets");
        }

        int* pair = stackalloc int[2];
        Check(SocketPair(AddressFamilyUnix, (isStream ? StreamType : DatagramType) | CloseOnExec, 0, pair));
        var first = new SafeSocketHandle(pair[0], ownsHandle: true);
        var second = new SafeSocketHandle(pair[1], ownsHandle: true);
        return (new Socket(first), new Socket(second));
    }

    /// <summary>Who is at the other end, see SO_PEERCRED in unix(7).</summary>
    public static PeerIdentity Peer(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw SocketFailure.Missing("identity of the other end of Unix sockets");
        }

        Span<int> credentials = stackalloc int[3];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, MemoryMarshal.AsBytes(credentials));
        if (credentials[0] == 0)
        {
            throw new SocketException((int)SocketError.NotConnected);
        }

        return new PeerIdentity((uint)credentials[1], (uint)credentials[2], credentials[0]);
    }

    /// <summary>Tries to send bytes and handles, without waiting.</summary>
    /// <returns>How many bytes; −1 if that would have to wait.</returns>
    public static int TrySend(Socket socket, ReadOnlySpan<byte> payload, ReadOnlySpan<SafeHandle> handles)
    {
        int space = AlignedLength(handles.Length * sizeof(int)) + sizeof(ControlHeader);
        byte* control = stackalloc byte[space];
        int added = 0;
        try
        {
            int* descriptors = (int*)(control + sizeof(ControlHeader));
            foreach (SafeHandle handle in handles)
            {
                bool isAdded = false;
                handle.DangerousAddRef(ref isAdded);
                descriptors[added++] = (int)handle.DangerousGetHandle();
            }

            *(ControlHeader*)control = new ControlHeader
            {
                Length = (nuint)(sizeof(ControlHeader) + (handles.Length * sizeof(int))),
                Level = SocketLevel,
                Type = Rights,
            };
            fixed (byte* data = payload)
            {
                var part = new IoVector { Data = data, Length = (nuint)payload.Length };
                var message = new MessageHeader { Parts = &part, PartCount = 1 };
                if (handles.Length > 0)
                {
                    message.Control = control;
                    message.ControlLength = (nuint)space;
                }

                nint sent;
                do
                {
                    sent = SendMessage(socket.SafeHandle, &message, DontWait | NoSignal);
                }
                while (sent < 0 && Marshal.GetLastPInvokeError() == EINTR);

                return CountOrWait(sent);
            }
        }
        finally
        {
            while (added > 0)
            {
                handles[--added].DangerousRelease();
            }
        }
    }

    /// <summary>Tries to receive bytes and handles, without waiting.</summary>
    /// <returns>False if that would have to wait.</returns>
    public static bool TryReceive(Socket socket, Span<byte> buffer, Span<SafeHandle?> handles, out HandleReceipt receipt)
    {
        int room = Math.Min(handles.Length, MostHandles);
        int space = AlignedLength(room * sizeof(int)) + sizeof(ControlHeader);
        byte* control = stackalloc byte[space];
        fixed (byte* data = buffer)
        {
            var part = new IoVector { Data = data, Length = (nuint)buffer.Length };
            var message = new MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = (nuint)space };
            nint received;
            do
            {
                received = ReceiveMessage(socket.SafeHandle, &message, DontWait | CloseOnExecOfReceived);
            }
            while (received < 0 && Marshal.GetLastPInvokeError() == EINTR);

            int length = CountOrWait(received);
            if (length < 0)
            {
                receipt = default;
                return false;
            }

            int count = 0;
            bool isCut = (message.Flags & ControlTruncated) != 0;
            var header = (ControlHeader*)control;
            if (message.ControlLength >= (nuint)sizeof(ControlHeader) && header->Level == SocketLevel && header->Type == Rights)
            {
                int brought = (int)(header->Length - (nuint)sizeof(ControlHeader)) / sizeof(int);
                int* descriptors = (int*)(control + sizeof(ControlHeader));
                for (int i = 0; i < brought; i++)
                {
                    var handle = new SafeFileHandle(descriptors[i], ownsHandle: true);
                    if (count < handles.Length)
                    {
                        handles[count++] = handle;
                    }
                    else
                    {
                        handle.Dispose(); // alignment left room for one more than asked
                        isCut = true;
                    }
                }
            }

            receipt = new HandleReceipt(length, count, isCut, (message.Flags & Truncated) != 0);
            return true;
        }
    }

    /// <summary>Whether there is room to send now, waited for at most so long, see poll(2). Blocks.</summary>
    public static bool WaitToSend(Socket socket, int milliseconds) => socket.Poll(milliseconds * 1_000, SelectMode.SelectWrite);

    private static int AlignedLength(int length) => (length + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1);

    private static int CountOrWait(nint result)
    {
        if (result >= 0)
        {
            return (int)result;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == EAGAIN ? -1 : throw Failure(error);
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw Failure(Marshal.GetLastPInvokeError());
        }
    }

    private static SocketException Failure(int error) => new((int)LinuxErrors.ToSocketError(error), Marshal.GetPInvokeErrorMessage(error));

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(SafeSocketHandle socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(SafeSocketHandle socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int family, int type, int protocol, int* pair);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(SafeSocketHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(SafeSocketHandle socket, MessageHeader* message, int flags);

    /// <summary>struct iovec.</summary>
    private struct IoVector
    {
        public byte* Data;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    private struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct cmsghdr; what it carries follows.</summary>
    private struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }
}
