namespace AsyncStd.Process;

using System.Runtime.InteropServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using Microsoft.Win32.SafeHandles;
using Task = System.Threading.Tasks.Task;

/// <summary>A process that was started by this one.</summary>
/// <remarks>
/// <para>Disposing it closes the pipes and lets the process run on, unless <see cref="Command.KillOnDispose"/> was said; then it is killed, and <see cref="DisposeAsync"/> waits for its end. How it ended
/// is collected in any case, so no zombie stays.</para>
/// <para>Its streams may be used while others wait for its end; its members may be called from any task.</para>
/// </remarks>
public sealed class Child : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly IChildProcess _process;
    private readonly bool _isKilledOnDispose;

    internal Child(IChildProcess process, bool isKilledOnDispose)
    {
        _process = process;
        _isKilledOnDispose = isKilledOnDispose;
        StandardInput = process.StandardInput is { } input ? new ChildStream(input) : null;
        StandardOutput = process.StandardOutput is { } output ? new ChildStream(output) : null;
        StandardError = process.StandardError is { } error ? new ChildStream(error) : null;
    }

    /// <summary>Its number; readable after its end, when another process may have it.</summary>
    public int Id => _process.Id;

    /// <summary>The pipe that feeds its input; null without <see cref="Stdio.Pipe"/>. Disposing it tells the process that there is no more.</summary>
    public ChildStream? StandardInput { get; }

    /// <summary>The pipe that its output comes out of; null without <see cref="Stdio.Pipe"/>.</summary>
    public ChildStream? StandardOutput { get; }

    /// <summary>The pipe that its error messages come out of; null without <see cref="Stdio.Pipe"/>.</summary>
    public ChildStream? StandardError { get; }

    /// <summary>Its handle, on systems and with drivers that have one.</summary>
    /// <exception cref="NotSupportedException">The driver has none to show, see <see cref="ProcessCapabilities.ProcessHandles"/>.</exception>
    public SafeProcessHandle SafeHandle
        => _process.TryGetSafeProcessHandle(out SafeProcessHandle? handle) ? handle : throw new NotSupportedException("The process driver shows no handle of a child.");

    /// <summary>Closes the pipe to its input, and waits for its end: that of the process itself, and not of its pipes, which a descendant may hold much longer.</summary>
    /// <param name="cancellationToken">Asks to stop waiting.</param>
    /// <returns>How it ended; any number of calls get the same.</returns>
    /// <exception cref="ObjectDisposedException">The child is disposed.</exception>
    /// <exception cref="IOException">How it ended is lost: somebody else has collected it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para>A process that says more than a pipe holds waits until somebody reads: read its pipes meanwhile, or use <see cref="OutputAsync"/>.</para>
    /// <para><em>Cancellation</em>: the process goes on, without its input, and can be waited for again. With a token that was cancelled beforehand the input stays open.</para>
    /// </remarks>
    public async ValueTask<ExitStatus> WaitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StandardInput?.Dispose();
        return new ExitStatus(await _process.WaitAsync(cancellationToken));
    }

    /// <summary>Tells how it ended, if it has.</summary>
    /// <param name="status">How it ended.</param>
    /// <returns>False while it runs.</returns>
    /// <exception cref="ObjectDisposedException">The child is disposed.</exception>
    /// <exception cref="IOException">How it ended is lost.</exception>
    public bool TryStatus(out ExitStatus status)
    {
        bool hasEnded = _process.TryGetExit(out ProcessExit exit);
        status = new ExitStatus(exit);
        return hasEnded;
    }

    /// <summary>Closes the pipe to its input, reads both of its outputs at once, so that neither fills up, and waits for its end.</summary>
    /// <param name="maxLength">How many bytes each output may have.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>What it said and how it ended. When the process has ended, what is in its pipes at that moment is taken; descendants that hold them are not waited for, even if they go on
    /// writing.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is below zero.</exception>
    /// <exception cref="InvalidDataException">It said more than allowed; it goes on.</exception>
    /// <exception cref="InvalidOperationException">Somebody else reads one of its pipes.</exception>
    /// <exception cref="IOException">A read failed, or how it ended is lost: somebody else has collected it.</exception>
    /// <exception cref="ObjectDisposedException">The child or one of its outputs is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the process goes on, without its input; what it said so far is gone. With a token that was cancelled beforehand nothing has happened.</remarks>
    public async ValueTask<ProcessOutput> OutputAsync(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        cancellationToken.ThrowIfCancellationRequested();
        StandardInput?.Dispose();
        var output = new OutputCollector(StandardOutput, maxLength, $"The standard output of '{_process.FileName}'");
        var error = new OutputCollector(StandardError, maxLength, $"The standard error output of '{_process.FileName}'");
        using var ended = new CancellationTokenSource();
        var (exit, _, _) = await Task.TryJoin(
            async ValueTask<ProcessExit> () =>
            {
                ProcessExit exit = await _process.WaitAsync(cancellationToken);
                await ended.CancelAsync();
                return exit;
            },
            () => output.CollectAsync(ended.Token, cancellationToken),
            () => error.CollectAsync(ended.Token, cancellationToken),
            cancellationToken);
        return new ProcessOutput(new ExitStatus(exit), output.Collected, error.Collected, Id);
    }

    /// <summary>Reads both of its outputs to their ends as UTF-8: the name that .NET 11 has for it.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>What it said.</returns>
    /// <exception cref="InvalidDataException">It said more than fits into an array; it goes on.</exception>
    /// <exception cref="InvalidOperationException">Somebody else reads one of its pipes.</exception>
    /// <exception cref="IOException">A read failed, or how it ended is lost: somebody else has collected it.</exception>
    /// <exception cref="ObjectDisposedException">The child or one of its outputs is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the process goes on, without its input; what it said so far is gone. With a token that was cancelled beforehand nothing has happened.</remarks>
    public async ValueTask<(string StandardOutput, string StandardError)> ReadAllTextAsync(CancellationToken cancellationToken = default)
    {
        ProcessOutput output = await OutputAsync(cancellationToken: cancellationToken);
        return (output.StandardOutputText, output.StandardErrorText);
    }

    /// <summary>Sends it a signal; needs <see cref="ProcessCapabilities.Signals"/>.</summary>
    /// <param name="signal">Which; a positive number is the system's own.</param>
    /// <param name="wholeGroup">Whether all of its process group gets it; it must have one of its own, see <see cref="Command.ProcessGroup"/>.</param>
    /// <returns>False if it had ended already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="wholeGroup"/>, and it has no group of its own.</exception>
    /// <exception cref="NotSupportedException">The driver sends no signals.</exception>
    /// <exception cref="ObjectDisposedException">The child is disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else by now.</exception>
    public bool Signal(PosixSignal signal, bool wholeGroup = false) => _process.Signal(signal, wholeGroup);

    /// <summary>Ends it without asking; it has ended for good when <see cref="WaitAsync"/> says so.</summary>
    /// <param name="entireTree">Whether its descendants are killed, too, as far as they can be found.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when all have been sent the signal; also if none was left.</returns>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="ObjectDisposedException">The child is disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">One of them belongs to somebody else by now.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part of the tree may be killed; with a token that was cancelled beforehand none is.</remarks>
    public ValueTask KillAsync(bool entireTree = false, CancellationToken cancellationToken = default) => _process.KillAsync(entireTree, cancellationToken);

    /// <summary>Asks it to end, as its system does politely (SIGTERM), and kills it if it has not ended within a while.</summary>
    /// <param name="grace">How long it may take, or <see cref="Timeout.InfiniteTimeSpan"/>; null: five seconds.</param>
    /// <param name="entireTree">Whether its descendants are killed with it, if it has to be killed.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How it ended; also if that was before.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="grace"/> is below zero, and not infinite; nothing was sent.</exception>
    /// <exception cref="IOException">How it ended is lost: somebody else has collected it. Or the system refused.</exception>
    /// <exception cref="ObjectDisposedException">The child is disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else by now.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para>Where there is no polite way (<see cref="ProcessCapabilities.Terminate"/>), it sees the end of its input, and is killed after the same time.</para>
    /// <para><em>Cancellation</em>: it was asked, and may go on, without its input. With a token that was cancelled beforehand nothing has happened.</para>
    /// </remarks>
    public async ValueTask<ExitStatus> StopAsync(TimeSpan? grace = null, bool entireTree = false, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = grace ?? s_grace;
        if (limit < TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(grace), limit, "Zero or more time, or Timeout.InfiniteTimeSpan.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        StandardInput?.Dispose();
        try
        {
            _process.Terminate();
        }
        catch (NotSupportedException)
        {
            // It has seen the end of its input, if that was a pipe.
        }

        try
        {
            return new ExitStatus(await Task.Timeout(limit, () => _process.WaitAsync(cancellationToken), cancellationToken));
        }
        catch (TimeoutException)
        {
            await _process.KillAsync(entireTree, cancellationToken);
            return new ExitStatus(await _process.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Closes the pipes; kills the process if that was asked for.</summary>
    public void Dispose()
    {
        StandardInput?.Dispose();
        StandardOutput?.Dispose();
        StandardError?.Dispose();
        _process.Dispose();
    }

    /// <summary>Closes the pipes; kills the process if that was asked for, and then waits for its end.</summary>
    /// <returns>A task that ends when it is disposed.</returns>
    public ValueTask DisposeAsync()
    {
        if (_isKilledOnDispose)
        {
            return EndAsync();
        }

        Dispose();
        return default;
    }

    /// <summary>Kills it if it still runs, waits for its end, and disposes. Not to be stopped by the scope that is being left.</summary>
    internal async ValueTask EndAsync()
    {
        if (!HasEnded())
        {
            await Scope.Shield(async () =>
            {
                await _process.KillAsync(entireTree: false, CancellationToken.None);
                await _process.WaitAsync(CancellationToken.None);
            });
        }

        Dispose();
    }

    private bool HasEnded()
    {
        try
        {
            return _process.TryGetExit(out _);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return true; // it has ended, only how is not known; or it was disposed before
        }
    }
}
