namespace AsyncStd.Runtimes.Drivers;

using System.Collections;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

/// <summary>One start of a child, by <c>posix_spawn</c>: it shares the memory until the program is loaded, so its cost does not grow with this process, and no managed code runs in between.</summary>
/// <remarks>All descriptors that this process opens close on exec, so the child has only those that are named here. Closing what was opened for it is <see cref="Dispose"/>'s.</remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe class LinuxSpawn(ProcessSpec spec) : IDisposable
{
    private const int FirstFree = 3;

    /// <summary>Descriptors for the child, closed here once it is started.</summary>
    private readonly List<SafeFileHandle> _forChild = [];
    private readonly List<SafeHandle> _held = [];
    private readonly List<GatedHandle> _entered = [];
    private readonly SafeFileHandle?[] _ours = new SafeFileHandle?[3];

    /// <summary>Starts it.</summary>
    /// <returns>The child, whose end will be noticed.</returns>
    public LinuxChild Start()
    {
        string path = LinuxProgram.Find(spec.FileName);
        if (spec.WorkingDirectory is { } folder && !LinuxProgram.IsDirectory(folder))
        {
            throw new DirectoryNotFoundException($"Cannot start '{spec.FileName}' in '{folder}': there is no such directory.");
        }

        byte* actions = stackalloc byte[ProcessNative.OpaqueSize];
        byte* attributes = stackalloc byte[ProcessNative.OpaqueSize];
        ThrowIf(ProcessNative.posix_spawn_file_actions_init(actions));
        ThrowIf(ProcessNative.posix_spawnattr_init(attributes));
        byte** arguments = null;
        byte** environment = null;
        try
        {
            Connect(actions);
            Configure(attributes);
            arguments = Vector([spec.ArgumentZero ?? spec.FileName, .. spec.Arguments]);
            environment = Vector(Variables());
            using var pathBytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
            fixed (byte* program = pathBytes)
            {
                ThrowIf(ProcessNative.posix_spawn(out int id, program, actions, attributes, arguments, environment));
                return Adopt(id);
            }
        }
        finally
        {
            Free(arguments);
            Free(environment);
            _ = ProcessNative.posix_spawnattr_destroy(attributes);
            _ = ProcessNative.posix_spawn_file_actions_destroy(actions);
        }
    }

    public void Dispose()
    {
        foreach (SafeFileHandle handle in _forChild)
        {
            handle.Dispose();
        }

        foreach (SafeHandle handle in _held)
        {
            handle.DangerousRelease();
        }

        foreach (GatedHandle handle in _entered)
        {
            handle.Exit();
        }

        foreach (SafeFileHandle? handle in _ours)
        {
            handle?.Dispose();
        }
    }

    /// <summary>Texts as the kernel wants them. A byte that is no UTF-8 arrives as it is, if it came from the kernel in the name of a file: see <see cref="LinuxPath"/>.</summary>
    private static byte** Vector(IReadOnlyCollection<string> texts)
    {
        const int MostBytesOfCharacter = 3;
        int bytes = 0;
        foreach (string text in texts)
        {
            bytes = checked(bytes + (text.Length * MostBytesOfCharacter) + 1);
        }

        int pointers = (texts.Count + 1) * sizeof(byte*);
        var vector = (byte**)NativeMemory.Alloc((nuint)pointers + (nuint)bytes);
        byte* next = (byte*)vector + pointers;
        int index = 0;
        Span<byte> scratch = stackalloc byte[LinuxPath.StackSize];
        foreach (string text in texts)
        {
            vector[index++] = next;
            using var encoded = new LinuxPath(text, scratch);
            fixed (byte* start = encoded)
            {
                int count = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(start).Length + 1;
                new ReadOnlySpan<byte>(start, count).CopyTo(new Span<byte>(next, bytes));
                next += count;
                bytes -= count;
            }
        }

        vector[index] = null;
        return vector;
    }

    private static void Free(byte** vector) => NativeMemory.Free(vector);

    private LinuxChild Adopt(int id)
    {
        int descriptor = ProcessNative.PidfdOpen(id);
        if (descriptor < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            Abandon(id);
            throw ProcessFailure.Of(error, "watch", spec.FileName);
        }

        var watched = new SafeFileHandle(descriptor, ownsHandle: true);
        var pipes = new IFileHandle?[3];
        try
        {
            string[] names = ["standard input", "standard output", "standard error"];
            for (int i = 0; i < 3; i++)
            {
                if (_ours[i] is { } end)
                {
                    pipes[i] = new LinuxPipeHandle(end, i == 0 ? FileAccess.Write : FileAccess.Read, $"{names[i]} of '{spec.FileName}' ({id})");
                    _ours[i] = null;
                }
            }

            var child = new LinuxChild(id, watched, spec, pipes);
            child.Watch();
            return child;
        }
        catch
        {
            watched.Dispose();
            foreach (IFileHandle? pipe in pipes)
            {
                pipe?.Dispose();
            }

            Abandon(id);
            throw;
        }
    }

    /// <summary>The child was started in vain: nobody would hear of its end.</summary>
    private static void Abandon(int id)
    {
        _ = ProcessNative.kill(id, ProcessNative.SIGKILL); // ours and not collected yet, so the number is still its own
        int* information = stackalloc int[32];
        while (ProcessNative.waitid(ProcessNative.P_PID, id, information, ProcessNative.WEXITED) < 0 && Marshal.GetLastPInvokeError() == ProcessNative.EINTR)
        {
        }
    }

    private void Connect(byte* actions)
    {
        int[] sources = [Source(spec.StandardInput, 0), Source(spec.StandardOutput, 1), Source(spec.StandardError, 2)];
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i] >= 0)
            {
                ThrowIf(ProcessNative.posix_spawn_file_actions_adddup2(actions, sources[i], i));
            }
        }

        foreach (SafeHandle handle in spec.InheritedHandles)
        {
            // Onto itself: that only takes away the mark that closes it.
            int number = Hold(handle);
            ThrowIf(ProcessNative.posix_spawn_file_actions_adddup2(actions, number, number));
        }

        if (spec.WorkingDirectory is { } folder)
        {
            using var folderBytes = new LinuxPath(folder, stackalloc byte[LinuxPath.StackSize]);
            fixed (byte* start = folderBytes)
            {
                ThrowIf(ProcessNative.posix_spawn_file_actions_addchdir_np(actions, start)); // it keeps a copy
            }
        }
    }

    /// <returns>Which descriptor the child gets under the number; below zero: the one that is there.</returns>
    private int Source(ProcessStdio stdio, int number)
    {
        switch (stdio.Kind)
        {
            case ProcessStdioKind.Null:
                return ForChild(ProcessNative.open("/dev/null", (number == 0 ? ProcessNative.O_RDONLY : ProcessNative.O_WRONLY) | ProcessNative.O_CLOEXEC));
            case ProcessStdioKind.Pipe:
                int* ends = stackalloc int[2];
                if (ProcessNative.pipe2(ends, ProcessNative.O_CLOEXEC) != 0)
                {
                    throw ProcessFailure.OfLast("make a pipe for", spec.FileName);
                }

                _ours[number] = new SafeFileHandle(ends[number == 0 ? 1 : 0], ownsHandle: true);
                return ForChild(ends[number == 0 ? 0 : 1]);
            case ProcessStdioKind.Handle:
                if (stdio.Handle is GatedHandle gated)
                {
                    gated.Enter(); // what it lends does not keep the descriptor open
                    _entered.Add(gated);
                }

                return stdio.Handle!.TryGetSafeFileHandle(out SafeFileHandle? handle)
                    ? Above(Hold(handle))
                    : throw new ArgumentException($"'{stdio.Handle.Path}' is no handle of this system.");
            default:
                return -1;
        }
    }

    private int ForChild(int descriptor)
    {
        if (descriptor < 0)
        {
            throw ProcessFailure.OfLast("open a stream for", spec.FileName);
        }

        _forChild.Add(new SafeFileHandle(descriptor, ownsHandle: true));
        return Above(descriptor);
    }

    /// <summary>A copy out of the way of 0, 1 and 2, which are put in place one after the other.</summary>
    private int Above(int descriptor)
    {
        if (descriptor >= FirstFree)
        {
            return descriptor;
        }

        int copy = ProcessNative.fcntl(descriptor, ProcessNative.F_DUPFD_CLOEXEC, FirstFree);
        if (copy < 0)
        {
            throw ProcessFailure.OfLast("copy a descriptor for", spec.FileName);
        }

        _forChild.Add(new SafeFileHandle(copy, ownsHandle: true));
        return copy;
    }

    private int Hold(SafeHandle handle)
    {
        if (handle.IsInvalid || handle.IsClosed)
        {
            throw new ArgumentException("A handle for the child is closed.");
        }

        bool isHeld = false;
        handle.DangerousAddRef(ref isHeld);
        _held.Add(handle);
        return (int)handle.DangerousGetHandle();
    }

    private void Configure(byte* attributes)
    {
        byte* set = stackalloc byte[ProcessNative.OpaqueSize];
        short flags = ProcessNative.POSIX_SPAWN_SETSIGDEF | ProcessNative.POSIX_SPAWN_SETSIGMASK;
        _ = ProcessNative.sigfillset(set);
        ThrowIf(ProcessNative.posix_spawnattr_setsigdefault(attributes, set));
        _ = ProcessNative.sigemptyset(set);
        ThrowIf(ProcessNative.posix_spawnattr_setsigmask(attributes, set));
        if (spec.NewSession)
        {
            flags |= ProcessNative.POSIX_SPAWN_SETSID;
        }
        else if (spec.ProcessGroup is { } group)
        {
            flags |= ProcessNative.POSIX_SPAWN_SETPGROUP;
            ThrowIf(ProcessNative.posix_spawnattr_setpgroup(attributes, group));
        }

        ThrowIf(ProcessNative.posix_spawnattr_setflags(attributes, flags));
    }

    private List<string> Variables()
    {
        List<string> variables = [];
        if (!spec.ClearEnvironment)
        {
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            {
                if (!spec.Environment.ContainsKey((string)variable.Key))
                {
                    variables.Add($"{variable.Key}={variable.Value}");
                }
            }
        }

        foreach ((string name, string? value) in spec.Environment)
        {
            if (value is not null)
            {
                variables.Add($"{name}={value}");
            }
        }

        return variables;
    }

    private void ThrowIf(int error)
    {
        if (error != 0)
        {
            throw ProcessFailure.Of(error, "start", spec.FileName);
        }
    }
}
