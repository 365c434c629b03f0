namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

/// <summary>A child behind a descriptor of its own, so that nothing sent to it can reach a stranger with its number.</summary>
/// <remarks>
/// <para>The kernel makes the descriptor ready when the child ends; the thread of <see cref="Readiness"/> then collects the status, waited for or not. Until
/// that, this object is reachable from there, disposed or not, so no zombie stays.</para>
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed class LinuxChild : ReadySource, IChildProcess
{
    private readonly ProcessSpec _spec;
    private readonly SafeFileHandle _descriptor;
    private readonly ExitWaits _waits;
    private SafeProcessHandle? _handle;

    public LinuxChild(int id, SafeFileHandle descriptor, ProcessSpec spec, IFileHandle?[] pipes)
    {
        Id = id;
        _descriptor = descriptor;
        _spec = spec;
        _waits = new ExitWaits(spec.FileName);
        (StandardInput, StandardOutput, StandardError) = (pipes[0], pipes[1], pipes[2]);
    }

    public int Id { get; }

    public string FileName => _spec.FileName;

    public IFileHandle? StandardInput { get; }

    public IFileHandle? StandardOutput { get; }

    public IFileHandle? StandardError { get; }

    /// <summary>From here on the end of the child will be noticed.</summary>
    public void Watch() => Readiness.Shared.TryAdd(_descriptor, this, ProcessNative.EPOLLIN);

    public override unsafe void OnReady(uint events)
    {
        int* information = stackalloc int[32]; // siginfo_t has 128 bytes
        new Span<int>(information, 32).Clear();
        bool isHeld = false;
        int result;
        int error;
        try
        {
            _descriptor.DangerousAddRef(ref isHeld);
            do
            {
                result = ProcessNative.waitid(
                    ProcessNative.P_PIDFD, (int)_descriptor.DangerousGetHandle(), information, ProcessNative.WEXITED | ProcessNative.WNOHANG);
                error = Marshal.GetLastPInvokeError();
            }
            while (result < 0 && error == ProcessNative.EINTR);
        }
        finally
        {
            if (isHeld)
            {
                _descriptor.DangerousRelease();
            }
        }

        // Fields of 4 bytes: signal, error, code, padding; then id, user and status.
        if (result == 0 && information[0] == 0)
        {
            return; // not yet
        }

        Readiness.Shared.Remove(_descriptor, this);
        _descriptor.Dispose();
        if (result < 0)
        {
            _waits.SetLoss(new IOException($"How '{FileName}' ended is lost: {Marshal.GetPInvokeErrorMessage(error)}. Somebody else has collected it.", error));
            return;
        }

        int code = information[2];
        int status = information[6];
        _waits.SetExit(code == ProcessNative.CLD_EXITED ? ProcessExit.FromCode(status) : ProcessExit.FromSignal(status, code == ProcessNative.CLD_DUMPED));
    }

    public ValueTask<ProcessExit> WaitAsync(CancellationToken cancellationToken) => _waits.WaitAsync(cancellationToken);

    public bool TryGetExit(out ProcessExit exit) => _waits.TryGet(out exit);

    public bool Signal(PosixSignal signal, bool wholeGroup)
    {
        _waits.ThrowIfDisposed();
        int number = LinuxSignals.Number(signal);
        if (!wholeGroup)
        {
            return Send(number);
        }

        if (_spec.ProcessGroup != 0 && !_spec.NewSession)
        {
            throw new InvalidOperationException($"'{FileName}' was started without a process group of its own.");
        }

        return !_waits.TryGet(out _) && Check(ProcessNative.kill(-Id, number));
    }

    public bool Terminate()
    {
        _waits.ThrowIfDisposed();
        return Send(ProcessNative.SIGTERM);
    }

    public ValueTask KillAsync(bool entireTree, CancellationToken cancellationToken)
    {
        _waits.ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        if (!entireTree)
        {
            Send(ProcessNative.SIGKILL);
            return default;
        }

        return KillTreeAsync(cancellationToken);
    }

    public bool TryGetSafeProcessHandle([NotNullWhen(true)] out SafeProcessHandle? handle)
    {
        _waits.ThrowIfDisposed();
        handle = _handle ??= new SafeProcessHandle(Id, ownsHandle: false);
        return true;
    }

    public void Dispose()
    {
        if (_spec.KillOnDispose)
        {
            try
            {
                Send(ProcessNative.SIGKILL);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has taken another user's identity; disposing does not throw.
            }
        }

        _waits.Dispose();
    }

    /// <summary>Ends one that was started in vain.</summary>
    public void Abandon() => Send(ProcessNative.SIGKILL);

    /// <summary>Kills the child and what is below it. It is killed, too, if those cannot be found: a child that is stopped for ever is worse than one that lives.</summary>
    /// <param name="processes">Where the system lists its processes.</param>
    internal void KillTree(string processes)
    {
        try
        {
            // Stopped first, so that it cannot have more children while they are looked for.
            if (Send(ProcessNative.SIGSTOP))
            {
                LinuxProcessTree.KillDescendants(Id, processes);
            }
        }
        finally
        {
            Send(ProcessNative.SIGKILL);
        }
    }

    private bool Send(int number)
    {
        try
        {
            return Check(ProcessNative.PidfdSendSignal(_descriptor, number));
        }
        catch (ObjectDisposedException)
        {
            return false; // the status was collected just now
        }
    }

    private bool Check(int result)
    {
        if (result == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error switch
        {
            ProcessNative.ESRCH => false,
            ProcessNative.EINVAL => throw new ArgumentOutOfRangeException("signal", "There is no such signal."),
            _ => throw ProcessFailure.Of(error, "send a signal to", FileName),
        };
    }

    private async ValueTask KillTreeAsync(CancellationToken cancellationToken)
    {
        await Ambient.ForLeaf.RunBlockingAsync(
            BlockingKind.Long,
            this,
            static child =>
            {
                child.KillTree("/proc");
                return true;
            },
            cancellationToken);
    }
}
