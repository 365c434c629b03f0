namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

/// <summary>Hears signals to this process from the moment it is made until it is disposed.</summary>
/// <remarks>Signals of one kind that arrive before anybody asks count as one, as in the system itself, see signal(7). Each
/// listener hears each signal. Disposing never waits; waits under way end with <see cref="ObjectDisposedException"/>.</remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface ISignalListener : IDisposable
{
    /// <summary>Waits for the next signal; one wait at a time.</summary>
    /// <param name="cancellationToken">Asks to stop waiting.</param>
    /// <returns>The signal, as it was asked for. If several are waiting, in the order in which they first arrived.</returns>
    /// <exception cref="InvalidOperationException">Another wait is under way.</exception>
    /// <exception cref="ObjectDisposedException">The listener is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no signal is lost.</remarks>
    ValueTask<PosixSignal> WaitAsync(CancellationToken cancellationToken);
}
