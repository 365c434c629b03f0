namespace AsyncStd.Runtimes.Drivers.Linux;

using System.IO;

/// <summary>Waiting for room in the queue of a Unix socket that this one is not connected to.</summary>
/// <remarks>The kernel says EAGAIN and no event tells when there is room; worse, each try that fails frees its message again, which is an event that there is room to send, see
/// unix_dgram_sendmsg in net/unix/af_unix.c. So such a call must not wait for events: it is tried again after pauses that grow.</remarks>
internal sealed class FullQueue(LinuxDatagramSocket socket)
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _closing = new(); // has no timer and no handle, so nothing to dispose of

    /// <summary>The socket is closed: pauses end.</summary>
    public void End() => _closing.Cancel();

    /// <summary>Tries again and again. The socket has been entered, and is left at the end.</summary>
    /// <param name="attempt">Makes the system call.</param>
    /// <param name="cancellationToken">Ends the pauses.</param>
    public async ValueTask<T> TryUntilRoomAsync<T>(Attempt<T> attempt, CancellationToken cancellationToken)
    {
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
            for (TimeSpan pause = s_shortestPause; ; pause = pause < s_longestPause ? pause * 2 : pause)
            {
                ThrowIfClosed();
                await new AsyncStd.Task.SleepAwaitable(pause, stop.Token);
                ThrowIfClosed();
                if (attempt(out T result))
                {
                    return result;
                }
            }
        }
        catch (OperationCanceledException e)
        {
            ThrowIfClosed();
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Message, e, cancellationToken); // the caller knows nothing of ours
            }

            throw;
        }
        finally
        {
            socket.Exit(SocketSource.OneCall);
        }
    }

    private void ThrowIfClosed()
    {
        if (socket.IsClosed)
        {
            throw new ObjectDisposedException(socket.GetType().FullName, $"{socket.Name} was closed while a call was under way.");
        }
    }

    /// <summary>Makes the system call once.</summary>
    /// <returns>False: there is no room.</returns>
    /// <exception cref="IOException">The system refused.</exception>
    public delegate bool Attempt<T>(out T result);
}
