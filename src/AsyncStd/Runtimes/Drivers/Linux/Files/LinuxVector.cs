namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;

/// <summary>The kernel's iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LinuxVector
{
    public byte* Start;
    public nuint Length;
}
