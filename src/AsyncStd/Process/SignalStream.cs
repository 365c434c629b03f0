namespace AsyncStd.Process;

using System.Runtime.InteropServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>Signals to this process, from the moment it is made until it is disposed.</summary>
/// <remarks>
/// <para>While it is there, the signals do not have their default effect: Ctrl+C does not end the process. Of each kind one waits at most, as in the system itself, see signal(7).</para>
/// <para><em>Cancellation</em>: no signal is lost.</para>
/// </remarks>
/// <example><code>
/// using System.Runtime.InteropServices;
/// using AsyncStd.Process;
///
/// using var signals = new SignalStream(PosixSignal.SIGINT, PosixSignal.SIGTERM);
/// ValueTask&lt;PosixSignal&gt; next = signals.NextAsync();
/// </code></example>
public sealed class SignalStream : IAsyncEnumerable<PosixSignal>, IDisposable
{
    private readonly ISignalListener _listener;

    /// <summary>Begins to listen.</summary>
    /// <param name="signals">Which signals; a positive number is the system's own.</param>
    /// <exception cref="ArgumentException">None, or one that cannot be caught.</exception>
    /// <exception cref="NotSupportedException">This system does not have one of them.</exception>
    public SignalStream(params ReadOnlySpan<PosixSignal> signals) => _listener = Runtime.Current.ProcessHost.ListenForSignals(signals);

    /// <summary>Waits for one signal, and listens only that long.</summary>
    /// <param name="signal">Which.</param>
    /// <param name="cancellationToken">Asks to stop waiting.</param>
    /// <returns>A task that ends when the signal comes.</returns>
    /// <exception cref="ArgumentException">It cannot be caught.</exception>
    /// <exception cref="NotSupportedException">This system does not have it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the signal has its default effect again.</remarks>
    public static async ValueTask WaitAsync(PosixSignal signal, CancellationToken cancellationToken = default)
    {
        using var signals = new SignalStream(signal);
        await signals.NextAsync(cancellationToken);
    }

    /// <summary>Waits until somebody presses Ctrl+C, and keeps that from ending the process.</summary>
    /// <param name="cancellationToken">Asks to stop waiting.</param>
    /// <returns>A task that ends when somebody has.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: Ctrl+C has its default effect again.</remarks>
    public static ValueTask CtrlCAsync(CancellationToken cancellationToken = default) => WaitAsync(PosixSignal.SIGINT, cancellationToken);

    /// <summary>Waits for the next signal; one wait at a time.</summary>
    /// <param name="cancellationToken">Asks to stop waiting.</param>
    /// <returns>The signal.</returns>
    /// <exception cref="InvalidOperationException">Another wait is under way.</exception>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no signal is lost.</remarks>
    public ValueTask<PosixSignal> NextAsync(CancellationToken cancellationToken = default) => _listener.WaitAsync(cancellationToken);

    /// <summary>Enumerates the signals, without an end.</summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The signals.</returns>
    public async IAsyncEnumerator<PosixSignal> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            yield return await NextAsync(cancellationToken);
        }
    }

    /// <summary>Gives the signals back their default effect.</summary>
    public void Dispose() => _listener.Dispose();
}
