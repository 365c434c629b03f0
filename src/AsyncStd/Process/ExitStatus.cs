namespace AsyncStd.Process;

using System.Globalization;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>How a process ended: by itself with a code, or by a signal.</summary>
public readonly record struct ExitStatus
{
    private const int SignalBase = 128;

    private readonly ProcessExit _exit;

    internal ExitStatus(ProcessExit exit) => _exit = exit;

    /// <summary>Whether it ended by itself with the code 0; false after a signal, whatever its number.</summary>
    public bool IsSuccess => _exit.IsSuccess;

    /// <summary>The code it ended with; null after a signal, which <see cref="Signal"/> names.</summary>
    public int? Code => _exit.Code;

    /// <summary>The code as .NET counts it: after a signal 128 plus the signal's number.</summary>
    public int ExitCode => _exit.Code ?? SignalBase + _exit.Signal.GetValueOrDefault();

    /// <summary>The signal that ended it, by name where the BCL has one, else by the system's number; null if it ended by itself, or where the driver cannot tell
    /// (<see cref="ProcessCapabilities.ExitSignals"/>).</summary>
    public PosixSignal? Signal => _exit.Signal switch
    {
        null => null,
        1 => PosixSignal.SIGHUP,
        2 => PosixSignal.SIGINT,
        3 => PosixSignal.SIGQUIT,
        15 => PosixSignal.SIGTERM,
        { } number => (PosixSignal)number,
    };

    /// <summary>Whether the system saved the process's memory, see core(5).</summary>
    public bool CoreDumped => _exit.CoreDumped;

    /// <summary>Says it in words.</summary>
    /// <returns>Such as <c>exit code 1</c> or <c>signal SIGTERM</c>.</returns>
    public override string ToString()
        => Signal is { } signal ? $"signal {signal}" : string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}");
}
