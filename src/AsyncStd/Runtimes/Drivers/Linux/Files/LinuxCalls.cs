namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>The calls of the kernel that the file driver makes. Each returns what the kernel did, or minus the error number, read at once.</summary>
/// <remarks>What older C libraries have no function for goes through syscall(2), whose numbers differ between x64 and arm64. On both, a function with a
/// variable number of integer arguments is called as any other.</remarks>
internal static unsafe partial class LinuxCalls
{
    /// <summary>Whether numbers and layouts below are those of this machine.</summary>
    public static bool IsKnownMachine => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static nint NumberOfGetDents => IsX64 ? 217 : 61;

    private static nint NumberOfPreadv2 => IsX64 ? 327 : 286;

    private static nint NumberOfPwritev2 => IsX64 ? 328 : 287;

    private static nint NumberOfRenameAt2 => IsX64 ? 316 : 276;

    private static nint NumberOfCopyFileRange => IsX64 ? 326 : 285;

    private static nint NumberOfStatx => IsX64 ? 332 : 291;

    /// <summary>Whose process this is. A process that becomes somebody else's later is not followed: it would cost a call for each file that is described.</summary>
    public static uint EffectiveUser { get; } = EffectiveUserOf();

    public static uint EffectiveGroup { get; } = EffectiveGroupOf();

    private static uint[] Groups { get; } = FindGroups();

    /// <summary>Whether the process is in a group, be it one of the supplementary ones.</summary>
    public static bool IsInGroup(uint group) => group == EffectiveGroup || Groups.AsSpan().Contains(group);

    public static int Open(int directory, byte* path, int flags, uint mode)
    {
        int result;
        do
        {
            result = Result(OpenAt(directory, path, flags, mode));
        }
        while (result == -LinuxErrors.Interrupted);
        return result;
    }

    /// <summary>Never repeated: the number is free again whatever comes back, see close(2).</summary>
    public static int Close(int descriptor) => Result(CloseOf(descriptor));

    public static nint Read(int descriptor, byte* buffer, nuint length) => Result(ReadOf(descriptor, buffer, length));

    public static nint Write(int descriptor, byte* buffer, nuint length) => Result(WriteOf(descriptor, buffer, length));

    public static nint ReadAt(int descriptor, byte* buffer, nuint length, long offset) => Result(PreadOf(descriptor, buffer, length, offset));

    public static nint WriteAt(int descriptor, byte* buffer, nuint length, long offset) => Result(PwriteOf(descriptor, buffer, length, offset));

    /// <summary>preadv2(2); an offset of −1 is the handle's own position.</summary>
    public static nint ReadVector(int descriptor, LinuxVector* vectors, int count, long offset, int flags)
        => Result(SystemCall6(NumberOfPreadv2, descriptor, (nint)vectors, count, (nint)offset, 0, flags));

    /// <summary>pwritev2(2); an offset of −1 is the handle's own position.</summary>
    public static nint WriteVector(int descriptor, LinuxVector* vectors, int count, long offset, int flags)
        => Result(SystemCall6(NumberOfPwritev2, descriptor, (nint)vectors, count, (nint)offset, 0, flags));

    /// <summary>Takes O_NONBLOCK back from an open file, see fcntl(2).</summary>
    public static void MakeBlocking(int descriptor)
    {
        int flags = Control(descriptor, LinuxFlags.GetStatusFlags, 0);
        if (flags >= 0)
        {
            Control(descriptor, LinuxFlags.SetStatusFlags, flags & ~LinuxFlags.NonBlocking);
        }
    }

    public static long Seek(int descriptor, long offset, int origin) => Result((nint)SeekOf(descriptor, offset, origin));

    public static int SetLength(int descriptor, long length) => (int)Repeat((descriptor, length), static s => TruncateOf(s.descriptor, s.length));

    public static int Allocate(int descriptor, int mode, long offset, long length)
        => (int)Repeat((descriptor, mode, offset, length), static s => AllocateOf(s.descriptor, s.mode, s.offset, s.length));

    public static int SyncData(int descriptor) => (int)Repeat(descriptor, static descriptor => SyncDataOf(descriptor));

    public static int SyncAll(int descriptor) => (int)Repeat(descriptor, static descriptor => SyncOf(descriptor));

    public static int Lock(int descriptor, int operation) => Result(LockOf(descriptor, operation));

    public static int Control(int descriptor, int command, nint argument) => Result(ControlOf(descriptor, command, argument));

    public static int Device(int descriptor, nuint request, nint argument)
        => (int)Repeat((descriptor, request, argument), static s => DeviceOf(s.descriptor, s.request, s.argument));

    public static bool IsTerminal(int descriptor) => IsTerminalOf(descriptor) == 1;

    public static void Advise(int descriptor, int advice) => _ = AdviseOf(descriptor, 0, 0, advice); // a hint: nobody minds if it is not taken

    public static int Stat(int directory, byte* path, int flags, uint mask, LinuxStat* stat)
        => (int)Result(SystemCall5(NumberOfStatx, directory, (nint)path, flags, (nint)mask, (nint)stat));

    public static int List(int descriptor, byte* buffer, int length) => (int)Result(SystemCall3(NumberOfGetDents, descriptor, (nint)buffer, length));

    public static int Rename(int fromDirectory, byte* from, int toDirectory, byte* to, uint flags)
        => (int)Result(SystemCall5(NumberOfRenameAt2, fromDirectory, (nint)from, toDirectory, (nint)to, (nint)flags));

    public static nint Copy(int from, int to, nint length)
        => Repeat((from, to, length), static s => SystemCall6(NumberOfCopyFileRange, s.from, 0, s.to, 0, s.length, 0));

    public static int Unlink(int directory, byte* path, int flags) => Result(UnlinkAt(directory, path, flags));

    public static int MakeDirectory(int directory, byte* path, uint mode) => Result(MakeDirectoryAt(directory, path, mode));

    public static int Link(int fromDirectory, byte* from, int toDirectory, byte* to) => Result(LinkAt(fromDirectory, from, toDirectory, to, 0));

    public static int SymbolicLink(byte* target, int directory, byte* path) => Result(SymbolicLinkAt(target, directory, path));

    public static nint ReadLink(int directory, byte* path, byte* buffer, nuint length) => Result(ReadLinkAt(directory, path, buffer, length));

    public static int SetMode(int directory, byte* path, uint mode) => Result(ChangeModeAt(directory, path, mode, 0));

    public static int SetMode(int descriptor, uint mode) => Result(ChangeModeOf(descriptor, mode));

    public static int SetOwner(int directory, byte* path, uint user, uint group, int flags) => Result(ChangeOwnerAt(directory, path, user, group, flags));

    public static int SetTimes(int directory, byte* path, LinuxTime* times, int flags) => Result(SetTimesAt(directory, path, times, flags));

    public static int SetTimes(int descriptor, LinuxTime* times) => Result(SetTimesOf(descriptor, times));

    public static int ChangeDirectory(byte* path) => Result(ChangeDirectoryOf(path));

    public static int GetDirectory(byte* buffer, nuint length) => GetDirectoryOf(buffer, length) != 0 ? 0 : -Marshal.GetLastPInvokeError();

    /// <summary>realpath(3): what it returns must be freed with <see cref="Free"/>; 0 and the error if it fails.</summary>
    public static byte* Resolve(byte* path, out int error)
    {
        byte* resolved = ResolveOf(path, null);
        error = resolved is null ? Marshal.GetLastPInvokeError() : 0;
        return resolved;
    }

    [LibraryImport("libc", EntryPoint = "free")]
    public static partial void Free(byte* memory);

    [LibraryImport("libc", EntryPoint = "getgroups")]
    private static partial int GroupsOf(int length, uint* groups);

    [LibraryImport("libc", EntryPoint = "fstatfs")]
    private static partial int FileSystemOf(int descriptor, nint* result);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUserOf();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint EffectiveGroupOf();

    /// <summary>What sort of file system an open file is on, see statfs(2); 0 if it does not say.</summary>
    [SkipLocalsInit]
    public static uint TypeOfFileSystem(int descriptor)
    {
        const int Size = 256; // more than struct statfs, whose first word is the type
        nint* result = stackalloc nint[Size / sizeof(nint)];
        return FileSystemOf(descriptor, result) == 0 ? (uint)*result : 0;
    }

    private static uint[] FindGroups()
    {
        int count = GroupsOf(0, null);
        uint[] groups = new uint[Math.Max(count, 0)];
        fixed (uint* start = groups)
        {
            return groups.Length > 0 ? groups[..Math.Max(GroupsOf(groups.Length, start), 0)] : [];
        }
    }

    /// <summary>A call that a signal may break off before it has done anything is made again.</summary>
    private static nint Repeat<TState>(TState state, Func<TState, nint> call)
    {
        nint result;
        do
        {
            result = Result(call(state));
        }
        while (result == -LinuxErrors.Interrupted);
        return result;
    }

    private static int Result(int result) => result >= 0 ? result : -Marshal.GetLastPInvokeError();

    private static nint Result(nint result) => result >= 0 ? result : -Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall3(nint number, nint a, nint b, nint c);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall5(nint number, nint a, nint b, nint c, nint d, nint e);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall6(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(int directory, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseOf(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadOf(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteOf(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static partial nint PreadOf(int descriptor, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    private static partial nint PwriteOf(int descriptor, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long SeekOf(int descriptor, long offset, int origin);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int TruncateOf(int descriptor, long length);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int AllocateOf(int descriptor, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int AdviseOf(int descriptor, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncDataOf(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncOf(int descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int LockOf(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlOf(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int DeviceOf(int descriptor, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsTerminalOf(int descriptor);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static partial int UnlinkAt(int directory, byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int MakeDirectoryAt(int directory, byte* path, uint mode);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static partial int LinkAt(int fromDirectory, byte* from, int toDirectory, byte* to, int flags);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    private static partial int SymbolicLinkAt(byte* target, int directory, byte* path);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    private static partial nint ReadLinkAt(int directory, byte* path, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true)]
    private static partial int ChangeModeAt(int directory, byte* path, uint mode, int flags);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int ChangeModeOf(int descriptor, uint mode);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true)]
    private static partial int ChangeOwnerAt(int directory, byte* path, uint user, uint group, int flags);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    private static partial int SetTimesAt(int directory, byte* path, LinuxTime* times, int flags);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static partial int SetTimesOf(int descriptor, LinuxTime* times);

    [LibraryImport("libc", EntryPoint = "chdir", SetLastError = true)]
    private static partial int ChangeDirectoryOf(byte* path);

    [LibraryImport("libc", EntryPoint = "getcwd", SetLastError = true)]
    private static partial nint GetDirectoryOf(byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true)]
    private static partial byte* ResolveOf(byte* path, byte* buffer);
}
