namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

/// <summary>What the base class library has no call for and every Unix has.</summary>
/// <remarks>The constants of flock(2) are the same on Linux, macOS and the BSDs; only EWOULDBLOCK differs.</remarks>
internal static partial class PortableNative
{
    private const int NotPermitted = 1;
    private const int NoAccess = 13;
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NoWait = 4;
    private const int Release = 8;
    private const int Interrupted = 4;
    private const int ConsoleOutputOrInput = 2;

    private static int WouldBlock => OperatingSystem.IsLinux() || OperatingSystem.IsAndroid() ? 11 : 35;

    /// <summary>Whether files can be locked as a whole.</summary>
    public static bool HasLocks => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD();

    public static bool IsTerminal(SafeFileHandle handle)
        => OperatingSystem.IsWindows() ? GetFileType(handle) == ConsoleOutputOrInput : IsTerminalOf(handle) == 1;

    /// <summary>Takes the lock. False: somebody else has it, and <paramref name="wait"/> was false.</summary>
    public static bool Lock(SafeFileHandle handle, FileLockMode mode, bool wait)
    {
        int flags = (mode == FileLockMode.Shared ? Shared : Exclusive) | (wait ? 0 : NoWait);
        while (LockOf(handle, flags) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == WouldBlock && !wait)
            {
                return false;
            }

            if (error != Interrupted)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }

        return true;
    }

    public static void Unlock(SafeFileHandle handle)
    {
        if (LockOf(handle, Release) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }
    }

    /// <summary>Removes an empty directory, on Unix.</summary>
    public static bool TryRemoveDirectory(string path, out bool isPermitted)
    {
        bool isRemoved = RemoveDirectoryOf(path) == 0;
        isPermitted = isRemoved || Marshal.GetLastPInvokeError() is not (NotPermitted or NoAccess); // the same numbers on every Unix
        return isRemoved;
    }

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveDirectoryOf(string path);

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsTerminalOf(SafeFileHandle descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int LockOf(SafeFileHandle descriptor, int operation);

    [LibraryImport("kernel32")]
    private static partial int GetFileType(SafeFileHandle handle);
}
