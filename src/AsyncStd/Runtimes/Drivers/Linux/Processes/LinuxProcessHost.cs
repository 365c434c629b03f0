namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

/// <summary>Children by <c>posix_spawn</c> and process descriptors, pipes by readiness.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class LinuxProcessHost : IProcessHost
{
    private LinuxProcessHost()
    {
    }

    public string Name => "linux";

    public ProcessCapabilities Capabilities
        => ProcessCapabilities.HandlePassing | ProcessCapabilities.ProcessGroups | ProcessCapabilities.Sessions | ProcessCapabilities.ArgumentZero
            | ProcessCapabilities.Signals | ProcessCapabilities.RawSignals | ProcessCapabilities.Terminate | ProcessCapabilities.KillTree
            | ProcessCapabilities.ProcessHandles | ProcessCapabilities.ExitSignals;

    public int ProcessId => Environment.ProcessId;

    /// <summary>Makes one if the kernel has descriptors of processes that can be waited for (5.4) and libc can change the directory of a child (glibc 2.29, musl 1.1.24).</summary>
    public static LinuxProcessHost? TryCreate()
    {
        if (!Environment.Is64BitProcess || !NativeLibrary.TryLoad("libc", typeof(LinuxProcessHost).Assembly, null, out nint library)
            || !NativeLibrary.TryGetExport(library, "posix_spawn_file_actions_addchdir_np", out _)
            || !NativeLibrary.TryGetExport(library, "preadv2", out _))
        {
            return null;
        }

        int descriptor = ProcessNative.PidfdOpen(Environment.ProcessId);
        if (descriptor < 0)
        {
            return null;
        }

        using var self = new SafeFileHandle(descriptor, ownsHandle: true);
        return CanWaitFor(descriptor) ? new LinuxProcessHost() : null;
    }

    public ValueTask<IChildProcess> SpawnAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        ProcessArguments.Check(spec, this);
        return Ambient.ForLeaf.RunBlockingAsync(BlockingKind.Long, spec, static spec => Spawn(spec), cancellationToken);
    }

    public void Replace(ProcessSpec spec) => throw new NotSupportedException($"The process driver '{Name}' cannot replace this process: its runtime has threads and handles of its own.");

    public ValueTask<(IFileHandle Reader, IFileHandle Writer)> CreatePipeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<(IFileHandle, IFileHandle)>(cancellationToken);
        }

        int* ends = stackalloc int[2];
        if (ProcessNative.pipe2(ends, ProcessNative.O_CLOEXEC) != 0)
        {
            return ValueTask.FromException<(IFileHandle, IFileHandle)>(ProcessFailure.OfLast("create", "pipe"));
        }

        return new((
            new LinuxPipeHandle(new SafeFileHandle(ends[0], ownsHandle: true), FileAccess.Read, "reading end of a pipe"),
            new LinuxPipeHandle(new SafeFileHandle(ends[1], ownsHandle: true), FileAccess.Write, "writing end of a pipe")));
    }

    public ISignalListener ListenForSignals(ReadOnlySpan<PosixSignal> signals) => new SignalListener(signals);

    public ValueTask<IFileHandle> OpenStandardStreamAsync(StandardStream stream, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IFileHandle>(cancellationToken);
        }

        int copy = ProcessNative.fcntl((int)stream, ProcessNative.F_DUPFD_CLOEXEC, 3);
        if (copy < 0)
        {
            // It is closed: what stands in for it reads as empty and swallows writes.
            copy = ProcessNative.open("/dev/null", ProcessNative.O_RDWR | ProcessNative.O_CLOEXEC);
        }

        return copy < 0
            ? ValueTask.FromException<IFileHandle>(ProcessFailure.OfLast("open", NameOf(stream)))
            : new(new LinuxPipeHandle(
                new SafeFileHandle(copy, ownsHandle: true), stream == StandardStream.Input ? FileAccess.Read : FileAccess.Write, NameOf(stream)));
    }

    /// <summary>Whether the kernel knows what is asked: a process is no child of its own, and only one that knows says so. Linux 5.3 has the descriptors, and refuses to wait for them.</summary>
    private static bool CanWaitFor(int self)
    {
        int* information = stackalloc int[32]; // siginfo_t has 128 bytes
        return ProcessNative.waitid(ProcessNative.P_PIDFD, self, information, ProcessNative.WEXITED | ProcessNative.WNOHANG) < 0
            && Marshal.GetLastPInvokeError() == ProcessNative.ECHILD;
    }

    private static string NameOf(StandardStream stream) => stream switch
    {
        StandardStream.Input => "standard input",
        StandardStream.Output => "standard output",
        StandardStream.Error => "standard error",
        _ => throw new ArgumentOutOfRangeException(nameof(stream), stream, "Input, Output or Error."),
    };

    private static IChildProcess Spawn(ProcessSpec spec)
    {
        using var spawn = new LinuxSpawn(spec);
        return spawn.Start();
    }
}
