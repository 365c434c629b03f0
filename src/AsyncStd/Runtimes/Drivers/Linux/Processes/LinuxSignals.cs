namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;
using System.Runtime.Versioning;

/// <summary>Signals by the system's own numbers, see signal(7).</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxSignals
{
    private const int Most = 64;

    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    public static int Number(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        PosixSignal.SIGCHLD => 17,
        PosixSignal.SIGCONT => 18,
        PosixSignal.SIGTSTP => 20,
        PosixSignal.SIGTTIN => 21,
        PosixSignal.SIGTTOU => 22,
        PosixSignal.SIGWINCH => 28,
        > 0 and <= (PosixSignal)Most => (int)signal,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, $"A name, or the number of a signal: 1 to {Most}."),
    };
}
