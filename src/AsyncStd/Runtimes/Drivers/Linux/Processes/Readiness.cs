namespace AsyncStd.Runtimes.Drivers;

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

/// <summary>One thread that hears from the kernel which descriptors are ready, for all pipes, terminals and children of the process.</summary>
/// <remarks>
/// <para>Edge-triggered, each descriptor added once: a wait costs no system call. An event only marks its source and wakes who waits there; who is woken tries again.</para>
/// <para>The kernel's entry holds a number, not an object: one that comes after its source was removed finds nothing.</para>
/// <para>The thread starts with the first source and lasts as long as the process.</para>
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe class Readiness
{
    private const int EntriesAtATime = 64;

    private static readonly OnDemand<Readiness> s_shared = new(static () => new Readiness());

    private readonly SafeFileHandle _epoll;
    private readonly ConcurrentDictionary<ulong, ReadySource> _sources = new();
    private ulong _lastNumber;

    private Readiness()
    {
        int epoll = ProcessNative.epoll_create1(ProcessNative.EPOLL_CLOEXEC);
        _epoll = epoll >= 0 ? new SafeFileHandle(epoll, ownsHandle: true) : throw ProcessFailure.OfLast("create", "epoll instance");
        var thread = new Thread(Listen) { IsBackground = true, Name = "async-std/ready" };
        thread.UnsafeStart();
    }

    public static Readiness Shared => s_shared.Value;

    /// <summary>An entry is packed on x64, and nowhere else.</summary>
    private static int EntrySize => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? 12 : 16;

    private static int NumberOffset => EntrySize - sizeof(ulong);

    /// <summary>Adds a descriptor.</summary>
    /// <returns>False for one that is always ready, as a regular file is.</returns>
    public bool TryAdd(SafeFileHandle descriptor, ReadySource source, uint events)
    {
        source.Number = Interlocked.Increment(ref _lastNumber);
        _sources[source.Number] = source;
        byte* entry = stackalloc byte[16];
        Unsafe.WriteUnaligned(entry, events | ProcessNative.EPOLLET);
        Unsafe.WriteUnaligned(entry + NumberOffset, source.Number);
        if (ProcessNative.epoll_ctl(_epoll, ProcessNative.EPOLL_CTL_ADD, descriptor, entry) == 0)
        {
            return true;
        }

        int error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        _sources.TryRemove(source.Number, out _);
        return error == ProcessNative.EPERM ? false : throw ProcessFailure.Of(error, "watch", "descriptor");
    }

    /// <summary>Removes a descriptor, before it is closed.</summary>
    public void Remove(SafeFileHandle descriptor, ReadySource source)
    {
        if (_sources.TryRemove(source.Number, out _))
        {
            byte* entry = stackalloc byte[16];
            _ = ProcessNative.epoll_ctl(_epoll, ProcessNative.EPOLL_CTL_DEL, descriptor, entry);
        }
    }

    private void Listen()
    {
        byte* entries = stackalloc byte[EntriesAtATime * 16];
        while (true)
        {
            int count = ProcessNative.epoll_wait(_epoll, entries, EntriesAtATime, -1);
            for (int i = 0; i < count; i++)
            {
                byte* entry = entries + (i * EntrySize);
                uint events = Unsafe.ReadUnaligned<uint>(entry);
                if (_sources.TryGetValue(Unsafe.ReadUnaligned<ulong>(entry + NumberOffset), out ReadySource? source))
                {
                    source.OnReady(events);
                }
            }
        }
    }
}
