namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

/// <summary>What the process driver calls of libc, and the numbers that go with it: the same on all 64-bit Linux systems.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class ProcessNative
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int ECHILD = 10;
    public const int EACCES = 13;
    public const int ENOTDIR = 20;
    public const int EINVAL = 22;
    public const int EPIPE = 32;
    public const int ENOSYS = 38;
    public const int EOPNOTSUPP = 95;

    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;
    public const int F_GETFL = 3;
    public const int F_DUPFD_CLOEXEC = 1030;

    public const nuint FIONREAD = 0x541B;

    public const int EPOLL_CLOEXEC = 0x80000;
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const uint EPOLLIN = 1;
    public const uint EPOLLOUT = 4;
    public const uint EPOLLERR = 8;
    public const uint EPOLLHUP = 0x10;
    public const uint EPOLLET = 1u << 31;
    public const short POLLIN = 1;
    public const short POLLOUT = 4;

    public const int RWF_NOWAIT = 8;
    public const int P_PID = 1;
    public const int P_PIDFD = 3;
    public const int WNOHANG = 1;
    public const int WEXITED = 4;
    public const int CLD_EXITED = 1;
    public const int CLD_DUMPED = 3;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const int SIGSTOP = 19;
    public const int R_OK = 4;
    public const int X_OK = 1;

    public const short POSIX_SPAWN_SETPGROUP = 2;
    public const short POSIX_SPAWN_SETSIGDEF = 4;
    public const short POSIX_SPAWN_SETSIGMASK = 8;
    public const short POSIX_SPAWN_SETSID = 0x80;

    /// <summary>More than any libc needs for its opaque structures.</summary>
    public const int OpaqueSize = 1024;

    private const int SysPidfdSendSignal = 424;
    private const int SysPidfdOpen = 434;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(SafeFileHandle fd, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(int fd, int command, int argument);

    [LibraryImport("libc")]
    public static partial int ioctl(SafeHandle fd, nuint request, out int result);

    [LibraryImport("libc")]
    public static partial int isatty(SafeFileHandle fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int access(byte* path, int mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(SafeFileHandle fd, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(SafeFileHandle fd, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint preadv2(SafeFileHandle fd, IoVector* vectors, int count, long offset, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pwritev2(SafeFileHandle fd, IoVector* vectors, int count, long offset, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(SafeFileHandle epoll, int operation, SafeFileHandle fd, byte* entry);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(SafeFileHandle epoll, byte* entries, int count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitid(int kind, int id, int* information, int options);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    public static partial int sigfillset(byte* set);

    [LibraryImport("libc")]
    public static partial int sigemptyset(byte* set);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setpgroup(byte* attributes, int group);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* set);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigmask(byte* attributes, byte* set);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(byte* actions, int fd, int asFd);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

    [LibraryImport("libc")]
    public static partial int posix_spawn(out int process, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    /// <summary>A descriptor of a process; below zero: see the last error.</summary>
    public static int PidfdOpen(int process) => (int)syscall(SysPidfdOpen, process, 0, 0, 0);

    /// <summary>Sends a signal to the process behind a descriptor, and to no other.</summary>
    public static int PidfdSendSignal(SafeFileHandle process, int signal)
    {
        bool isHeld = false;
        try
        {
            process.DangerousAddRef(ref isHeld);
            return (int)syscall(SysPidfdSendSignal, process.DangerousGetHandle(), signal, 0, 0);
        }
        finally
        {
            if (isHeld)
            {
                process.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);

    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public byte* Start;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Asked;
        public short Answered;
    }
}
