namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>Memory that is shared with the kernel, see mmap(2).</summary>
internal static unsafe partial class SharedMemory
{
    private const int ReadAndWrite = 1 | 2; // PROT_READ, PROT_WRITE
    private const int SharedAndPresent = 0x1 | 0x8000; // MAP_SHARED, MAP_POPULATE

    /// <returns>Null if the system refuses; <paramref name="error"/> tells why, negated.</returns>
    public static byte* Map(int descriptor, nuint length, nint offset, out int error)
    {
        byte* start = MapOf(null, length, ReadAndWrite, SharedAndPresent, descriptor, offset);
        error = (nint)start == -1 ? -Marshal.GetLastPInvokeError() : 0;
        return error == 0 ? start : null;
    }

    public static void Unmap(byte* start, nuint length)
    {
        if (start is not null)
        {
            _ = UnmapOf(start, length);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* MapOf(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapOf(void* address, nuint length);
}
