namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;

/// <summary>Waiting for many descriptors at once.</summary>
internal static unsafe partial class LinuxCalls
{
    /// <summary>The kernel's epoll_event is packed on x64 only.</summary>
    public static int EventSize => IsX64 ? 12 : 16;

    private static int DataOffset => IsX64 ? 4 : 8;

    public static int CreateEvents() => Result(CreateEventsOf(LinuxFlags.CloseOnExec));

    /// <summary>epoll_ctl(2).</summary>
    public static int ControlEvents(int events, int operation, int descriptor, uint mask, ulong data)
    {
        byte* record = stackalloc byte[16];
        *(uint*)record = mask;
        *(ulong*)(record + DataOffset) = data;
        return Result(ControlEventsOf(events, operation, descriptor, record));
    }

    /// <summary>epoll_wait(2), without end.</summary>
    public static int WaitForEvents(int events, byte* records, int count) => Result(WaitForEventsOf(events, records, count, -1));

    /// <summary>One of the records that <see cref="WaitForEvents"/> has filled.</summary>
    public static (uint Mask, ulong Data) EventAt(byte* records, int index)
    {
        byte* record = records + (index * EventSize);
        return (*(uint*)record, *(ulong*)(record + DataOffset));
    }

    /// <summary>What a descriptor is ready for now, see poll(2).</summary>
    public static int Poll(int descriptor, int mask)
    {
        var record = new PollRecord { Descriptor = descriptor, Mask = (short)mask };
        int result = Result(PollOf(&record, 1, 0));
        return result < 0 ? 0 : record.Happened;
    }

    public static int CreateNotifications() => Result(CreateNotificationsOf(LinuxFlags.CloseOnExec | LinuxFlags.NonBlocking));

    public static int AddNotification(int notifications, byte* path, uint mask) => Result(AddNotificationOf(notifications, path, mask));

    public static void RemoveNotification(int notifications, int watch) => _ = RemoveNotificationOf(notifications, watch);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int CreateEventsOf(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int ControlEventsOf(int events, int operation, int descriptor, byte* record);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int WaitForEventsOf(int events, byte* records, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollOf(PollRecord* records, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int CreateNotificationsOf(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true)]
    private static partial int AddNotificationOf(int notifications, byte* path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int RemoveNotificationOf(int notifications, int watch);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRecord
    {
        public int Descriptor;
        public short Mask;
        public short Happened;
    }
}
