namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

/// <summary>A child process that was started.</summary>
/// <remarks>
/// <para><see cref="IDisposable.Dispose"/> never waits and never throws: it kills the child if
/// <see cref="ProcessSpec.KillOnDispose"/> says so, and leaves collecting the exit status to the driver, so that no zombie stays.
/// Waits under
/// way end with the status if they had it, else with <see cref="ObjectDisposedException"/>. The pipes are the caller's from the
/// start, to be
/// closed each on its own: disposing this object leaves them open.</para>
/// <para>Failures and cancellation follow the rules of <see cref="IProcessHost"/>.</para>
/// </remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IChildProcess : IDisposable
{
    /// <summary>Its number; another process may have it once the exit status is collected.</summary>
    int Id { get; }

    /// <summary>The program, for messages.</summary>
    string FileName { get; }

    /// <summary>The end of the pipe that feeds its input; null without <see cref="ProcessStdio.Pipe"/>. Closing it shows the
    /// child the end.</summary>
    IFileHandle? StandardInput { get; }

    /// <summary>The end of the pipe that its output comes out of; null without <see cref="ProcessStdio.Pipe"/>.</summary>
    IFileHandle? StandardOutput { get; }

    /// <summary>The end of the pipe that its error messages come out of; null without <see cref="ProcessStdio.Pipe"/>.</summary>
    IFileHandle? StandardError { get; }

    /// <summary>Waits until the child has ended, and not for its pipes: a grandchild may hold them open much longer.</summary>
    /// <param name="cancellationToken">Asks to stop waiting.</param>
    /// <returns>How it ended; any number of calls, also later, get the same.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="IOException">The exit status is lost, because somebody else has collected it, see waitid(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the child goes on, and can be waited for again.</remarks>
    ValueTask<ProcessExit> WaitAsync(CancellationToken cancellationToken);

    /// <summary>Tells how the child ended, if it has, without waiting.</summary>
    /// <param name="exit">How it ended.</param>
    /// <returns>False if it still runs.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="IOException">The exit status is lost, because somebody else has collected it.</exception>
    bool TryGetExit(out ProcessExit exit);

    /// <summary>Sends a signal, without waiting.</summary>
    /// <param name="signal">Which; a positive value is the system's own number and needs
    /// <see cref="ProcessCapabilities.RawSignals"/>.</param>
    /// <param name="wholeGroup">Whether all of its process group gets it; the child must lead one.</param>
    /// <returns>False if it had ended already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="wholeGroup"/>, and the child was not started with a group or
    /// session of its own.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="ProcessCapabilities.Signals"/>, or
    /// <see cref="ProcessCapabilities.ProcessGroups"/> and it is for the group.</exception>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">The child belongs to somebody else by now.</exception>
    /// <exception cref="IOException">The system refused, see pidfd_send_signal(2) and kill(2).</exception>
    bool Signal(PosixSignal signal, bool wholeGroup);

    /// <summary>Asks the child to end, as its system does so politely (SIGTERM), without waiting.</summary>
    /// <returns>False if it had ended already.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="ProcessCapabilities.Terminate"/>.</exception>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">The child belongs to somebody else by now.</exception>
    /// <exception cref="IOException">The system refused, see kill(2).</exception>
    bool Terminate();

    /// <summary>Ends the child without asking it (SIGKILL); it has ended for good when <see cref="WaitAsync"/> says so.</summary>
    /// <param name="entireTree">Whether its descendants are killed too, as far as they can be found; needs
    /// <see cref="ProcessCapabilities.KillTree"/>.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when all have been sent the signal; also if there was none left.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="ProcessCapabilities.KillTree"/>, and the tree was
    /// asked for.</exception>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">One of them belongs to somebody else by now; the others are
    /// killed.</exception>
    /// <exception cref="IOException">The system refused, see kill(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part of the tree may be killed.</remarks>
    ValueTask KillAsync(bool entireTree, CancellationToken cancellationToken);

    /// <summary>Lends the system's handle of the child, for calls that this interface lacks.</summary>
    /// <param name="handle">The handle; it stays this object's.</param>
    /// <returns>False without <see cref="ProcessCapabilities.ProcessHandles"/>.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    bool TryGetSafeProcessHandle([NotNullWhen(true)] out SafeProcessHandle? handle);
}
