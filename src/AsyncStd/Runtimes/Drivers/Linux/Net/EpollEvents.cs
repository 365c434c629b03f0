namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>Room for what epoll reports: an array of <c>epoll_event</c> as the kernel lays it out on this processor.</summary>
/// <remarks>On x86-64 the kernel's structure is packed and the data stand at offset 4; elsewhere they are aligned, at offset 8. See epoll_event in epoll_ctl(2).</remarks>
internal sealed unsafe class EpollEvents : SafeHandle
{
    /// <summary>Bytes that are enough for one event on every processor.</summary>
    public const int MaxSize = 16;

    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;
    private static readonly int s_size = s_dataOffset + sizeof(long);

    public EpollEvents(int capacity)
        : base(0, ownsHandle: true)
    {
        Capacity = capacity;
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)capacity, (nuint)s_size));
    }

    public override bool IsInvalid => handle == 0;

    public int Capacity { get; }

    public byte* Pointer => (byte*)handle;

    /// <summary>Writes one event where the kernel will read it.</summary>
    /// <param name="room">At least <see cref="MaxSize"/> bytes.</param>
    /// <param name="interest">What to report.</param>
    /// <param name="data">What to report it with.</param>
    public static void Write(byte* room, EpollInterest interest, long data)
    {
        *(EpollInterest*)room = interest;
        *(long*)(room + s_dataOffset) = data;
    }

    public EpollInterest What(int index) => *(EpollInterest*)(Pointer + (index * s_size));

    public long Data(int index) => *(long*)(Pointer + (index * s_size) + s_dataOffset);

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
