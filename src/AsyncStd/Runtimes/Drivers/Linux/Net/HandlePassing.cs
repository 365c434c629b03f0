namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

/// <summary>Bytes with descriptors, as Unix sockets carry them: SCM_RIGHTS in unix(7), laid out as in cmsg(3).</summary>
internal static unsafe class HandlePassing
{
    /// <summary>SCM_MAX_FD.</summary>
    public const int MaxHandles = 253;

    private const int LevelSocket = 1;
    private const int Rights = 1;

    /// <summary>sizeof(cmsghdr), a multiple of its alignment.</summary>
    private static readonly int s_headerLength = sizeof(nuint) + (2 * sizeof(int));

    /// <summary>Makes the system call once.</summary>
    /// <returns>How many bytes were taken; −1 for an error.</returns>
    public static int TrySend(int descriptor, ReadOnlyMemory<byte> payload, ReadOnlySpan<SafeHandle> handles, out int error)
    {
        int held = 0;
        byte* control = stackalloc byte[RoomFor(handles.Length)];
        int* descriptors = (int*)(control + s_headerLength);
        try
        {
            foreach (SafeHandle handle in handles)
            {
                bool added = false;
                handle.DangerousAddRef(ref added);
                descriptors[held++] = (int)handle.DangerousGetHandle();
            }

            *(nuint*)control = (nuint)(s_headerLength + (handles.Length * sizeof(int)));
            *(int*)(control + sizeof(nuint)) = LevelSocket;
            *(int*)(control + sizeof(nuint) + sizeof(int)) = Rights;
            fixed (byte* start = payload.Span)
            {
                var part = new NativeSocket.Part { Start = start, Length = (nuint)payload.Length };
                var message = new NativeSocket.MessageHeader
                {
                    Parts = &part,
                    PartCount = 1,
                    Control = handles.IsEmpty ? null : control,
                    ControlLength = handles.IsEmpty ? 0 : (nuint)RoomFor(handles.Length),
                };
                while (true)
                {
                    int sent = (int)NativeSocket.SendMessage(descriptor, &message, NativeSocket.DontWait | NativeSocket.NoSignal);
                    error = sent < 0 ? Marshal.GetLastPInvokeError() : 0;
                    if (error != SystemError.Interrupted)
                    {
                        return sent;
                    }
                }
            }
        }
        finally
        {
            for (int i = 0; i < held; i++)
            {
                handles[i].DangerousRelease();
            }
        }
    }

    /// <summary>Makes the system call once.</summary>
    /// <returns>Whether something was received; if not, <paramref name="error"/> says why.</returns>
    public static bool TryReceive(int descriptor, Memory<byte> buffer, Span<SafeHandle?> handles, out HandleReceipt receipt, out int error)
    {
        receipt = default;
        int room = RoomFor(MaxHandles);
        byte* control = stackalloc byte[room];
        fixed (byte* start = buffer.Span)
        {
            var part = new NativeSocket.Part { Start = start, Length = (nuint)buffer.Length };
            NativeSocket.MessageHeader message;
            int received;
            do
            {
                message = new NativeSocket.MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = (nuint)room };
                received = (int)NativeSocket.ReceiveMessage(descriptor, &message, NativeSocket.DontWait | NativeSocket.CloseOnExecOfReceived);
                error = received < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (error == SystemError.Interrupted);
            if (received < 0)
            {
                return false;
            }

            int count = Take(control, (int)message.ControlLength, handles, out bool tooMany);
            receipt = new HandleReceipt(
                received,
                count,
                AreHandlesTruncated: tooMany || (message.Flags & NativeSocket.ControlTruncated) != 0,
                IsTruncated: (message.Flags & NativeSocket.Truncated) != 0);
            return true;
        }
    }

    private static int RoomFor(int handles) => s_headerLength + Aligned(handles * sizeof(int));

    private static int Aligned(int length) => (length + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1);

    /// <summary>Takes every descriptor that came, and closes those for which there is no room: nobody else knows of them.</summary>
    private static int Take(byte* control, int length, Span<SafeHandle?> handles, out bool tooMany)
    {
        int count = 0;
        tooMany = false;
        for (int at = 0; at + s_headerLength <= length;)
        {
            int entry = (int)*(nuint*)(control + at);
            bool isRights = *(int*)(control + at + sizeof(nuint)) == LevelSocket && *(int*)(control + at + sizeof(nuint) + sizeof(int)) == Rights;
            if (entry < s_headerLength)
            {
                break;
            }

            int* descriptors = (int*)(control + at + s_headerLength);
            for (int i = 0; isRights && i < (entry - s_headerLength) / sizeof(int); i++)
            {
                if (count < handles.Length)
                {
                    handles[count++] = new SafeFileHandle(descriptors[i], ownsHandle: true);
                }
                else
                {
                    _ = NativeSocket.Close(descriptors[i]);
                    tooMany = true;
                }
            }

            at += Aligned(entry);
        }

        return count;
    }
}
