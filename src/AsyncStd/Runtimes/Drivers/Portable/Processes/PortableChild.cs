namespace AsyncStd.Runtimes.Drivers;

using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Stream = System.IO.Stream;

/// <summary>A child of the base class library's. That one waits for the child itself as long as nobody has asked it to read the pipes, and it collects the status by itself.</summary>
internal sealed partial class PortableChild : IChildProcess
{
    private const int Sigterm = 15;
    private const int NoSuchProcess = 3;

    private readonly Process _process;
    private readonly ProcessSpec _spec;
    private readonly ExitWaits _waits;

    public PortableChild(Process process, ProcessSpec spec)
    {
        _process = process;
        _spec = spec;
        _waits = new ExitWaits(spec.FileName);
        process.Exited += (_, _) => OnExited();
    }

    public int Id { get; private set; }

    public string FileName => _spec.FileName;

    public IFileHandle? StandardInput { get; private set; }

    public IFileHandle? StandardOutput { get; private set; }

    public IFileHandle? StandardError { get; private set; }

    /// <summary>The process was started: takes over its pipes. What is to lead nowhere leads into a pipe, too, since that is all there is.</summary>
    public void Begin()
    {
        Id = _process.Id;
        if (_spec.StandardInput.Kind == ProcessStdioKind.Null)
        {
            _process.StandardInput.BaseStream.Dispose();
        }
        else if (_spec.StandardInput.Kind == ProcessStdioKind.Pipe)
        {
            StandardInput = new StreamHandle(_process.StandardInput.BaseStream, FileAccess.Write, $"standard input of '{FileName}' ({Id})");
        }

        StandardOutput = Output(_spec.StandardOutput, () => _process.StandardOutput.BaseStream, "standard output");
        StandardError = Output(_spec.StandardError, () => _process.StandardError.BaseStream, "standard error");
    }

    public ValueTask<ProcessExit> WaitAsync(CancellationToken cancellationToken) => _waits.WaitAsync(cancellationToken);

    public bool TryGetExit(out ProcessExit exit) => _waits.TryGet(out exit);

    public bool Signal(PosixSignal signal, bool wholeGroup) => throw new NotSupportedException("The process driver 'portable' sends no signals to children; Terminate and KillAsync are there.");

    public bool Terminate()
    {
        _waits.ThrowIfDisposed();
        if (OperatingSystem.IsWindows())
        {
            throw new NotSupportedException("The process driver 'portable' cannot ask a child to end on this system.");
        }

        if (_waits.TryGet(out _) || _process.HasExited)
        {
            return false;
        }

        if (SendSignal(Id, Sigterm) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new IOException($"Cannot ask '{FileName}' to end: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    public async ValueTask KillAsync(bool entireTree, CancellationToken cancellationToken)
    {
        _waits.ThrowIfDisposed();
        await Ambient.ForLeaf.RunBlockingAsync(
            BlockingKind.Long,
            (child: this, entireTree),
            static call =>
            {
                call.child.Kill(call.entireTree);
                return true;
            },
            cancellationToken);
    }

    public bool TryGetSafeProcessHandle([NotNullWhen(true)] out SafeProcessHandle? handle)
    {
        _waits.ThrowIfDisposed();
        handle = null;
        return false;
    }

    public void Dispose()
    {
        if (_spec.KillOnDispose)
        {
            try
            {
                Kill(entireTree: false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Disposing does not throw.
            }
        }

        _waits.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [UnsupportedOSPlatform("windows")]
    private static partial int SendSignal(int process, int signal);

    private static async void Drain(Stream stream)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The child is gone, and nobody wanted to hear.
        }
    }

    private StreamHandle? Output(ProcessStdio stdio, Func<Stream> pipe, string name)
    {
        if (stdio.Kind == ProcessStdioKind.Null)
        {
            Drain(pipe());
        }

        return stdio.Kind == ProcessStdioKind.Pipe ? new StreamHandle(pipe(), FileAccess.Read, $"{name} of '{FileName}' ({Id})") : null;
    }

    private void Kill(bool entireTree)
    {
        try
        {
            _process.Kill(entireTree);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
        catch (Win32Exception e)
        {
            throw new IOException($"Cannot kill '{FileName}': {e.Message}", e);
        }
        catch (AggregateException e)
        {
            throw new IOException($"Cannot kill all below '{FileName}': {e.InnerException!.Message}", e);
        }
    }

    private void OnExited()
    {
        try
        {
            _waits.SetExit(ProcessExit.FromCode(_process.ExitCode));
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            _waits.SetLoss(new IOException($"How '{FileName}' ended is lost: {e.Message}", e));
        }
    }
}
