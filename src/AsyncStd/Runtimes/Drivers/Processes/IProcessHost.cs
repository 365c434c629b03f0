namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

/// <summary>How a runtime starts child processes, hears signals and opens its own standard streams.</summary>
/// <remarks>
/// <para><b>Failures.</b> What the system refuses is an <see cref="IOException"/> of the kind that opening the program's file
/// would give, with the
/// system's error in <see cref="Exception.HResult"/>; its message names the operation and the program. A call whose capability is
/// missing throws
/// <see cref="NotSupportedException"/> and names the driver. A failure comes out of the returned task, except that a wrong
/// argument may be
/// thrown at once.</para>
/// <para><b>Cancellation.</b> A token cancelled beforehand ends a call before it has any effect; later it is a request.</para>
/// <para><b>Threads.</b> Every member may be called from any thread, concurrently. A returned task may be complete
/// already.</para>
/// </remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IProcessHost
{
    /// <summary>The driver's name, for diagnosis: <c>portable</c>, <c>linux</c>, …</summary>
    string Name { get; }

    /// <summary>What this driver can do beyond what every driver must.</summary>
    ProcessCapabilities Capabilities { get; }

    /// <summary>The number of this process, or of the simulated host's.</summary>
    int ProcessId { get; }

    /// <summary>Starts a child process.</summary>
    /// <param name="spec">What to start, and how.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The child, running; the caller disposes it. The driver collects its exit status, waited for or not.</returns>
    /// <exception cref="ArgumentException">The file name is empty, a string contains a NUL, a variable's name an equals sign, or
    /// a handle is closed or not of this system.</exception>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    /// <exception cref="DirectoryNotFoundException">The working directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be executed, or the user or group may not be taken.</exception>
    /// <exception cref="IOException">It is no program, or there are too many processes or descriptors, see execve(2) and
    /// fork(2).</exception>
    /// <exception cref="NotSupportedException">The driver lacks what the specification needs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para>The child inherits the three standard streams and <see cref="ProcessSpec.InheritedHandles"/>, and no other handle.
    /// Its signal mask and handlers are the default ones.</para>
    /// <para><em>Cancellation</em>: no child is left; one that had been started is killed and collected.</para>
    /// </remarks>
    ValueTask<IChildProcess> SpawnAsync(ProcessSpec spec, CancellationToken cancellationToken);

    /// <summary>Replaces this process by another program; returns only by throwing.</summary>
    /// <param name="spec">The program; its streams must not be <see cref="ProcessStdio.Pipe"/>. What only a parent can do
    /// (killing, groups of children) is ignored.</param>
    /// <exception cref="ArgumentException">The specification is not valid.</exception>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be executed.</exception>
    /// <exception cref="IOException">It is no program, or the system refused, see execve(2).</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="ProcessCapabilities.Replace"/>.</exception>
    void Replace(ProcessSpec spec);

    /// <summary>Makes a pipe, to connect children with each other or to give several streams one reader.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>Both ends; the caller closes each. The reader meets the end when all copies of the writer are closed.</returns>
    /// <exception cref="IOException">The process has too many descriptors, see pipe2(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no handle is left open.</remarks>
    ValueTask<(IFileHandle Reader, IFileHandle Writer)> CreatePipeAsync(CancellationToken cancellationToken);

    /// <summary>Starts to listen for signals to this process; from now on they do not have their default effect.</summary>
    /// <param name="signals">Which; a positive value is the system's own number of a signal, negative ones have the BCL's
    /// names.</param>
    /// <returns>The listener; what arrives from now on waits there. The default effect returns when the last listener of a signal
    /// is disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="signals"/> is empty, or one cannot be caught, see
    /// signal(7).</exception>
    /// <exception cref="NotSupportedException">The system does not have one of them, or the driver lacks
    /// <see cref="ProcessCapabilities.RawSignals"/> and one is positive.</exception>
    ISignalListener ListenForSignals(ReadOnlySpan<PosixSignal> signals);

    /// <summary>Opens one of this process's own standard streams.</summary>
    /// <param name="stream">Which.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A handle of the caller's own: closing it leaves the process's stream open. A stream that is closed or missing
    /// reads as empty and swallows writes.</returns>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para>The driver does not change the mode of a stream that other processes share: a terminal or pipe stays blocking for
    /// them.
    /// Two handles for the input take bytes from each other, so one owner should keep one.</para>
    /// <para><em>Cancellation</em>: no handle is left open.</para>
    /// </remarks>
    ValueTask<IFileHandle> OpenStandardStreamAsync(StandardStream stream, CancellationToken cancellationToken);
}
