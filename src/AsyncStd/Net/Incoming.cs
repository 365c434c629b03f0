namespace AsyncStd.Net;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using Task = System.Threading.Tasks.Task;

/// <summary>The stream of a listener's connections.</summary>
internal static class Incoming
{
    /// <param name="accept">Accepts a connection of the listener.</param>
    /// <param name="ended">Says that the listener is disposed, so that nobody waits for anything else than accepting any more.</param>
    /// <param name="options">Limits and reactions to failures; null for no limit and the usual ones.</param>
    /// <param name="cancellationToken">Ends the stream with <see cref="OperationCanceledException"/>.</param>
    public static IAsyncEnumerable<TStream> Of<TStream>(
        Func<CancellationToken, ValueTask<TStream>> accept, CancellationToken ended, IncomingOptions? options, CancellationToken cancellationToken)
        where TStream : SocketStream
    {
        options ??= IncomingOptions.Default;
        if (options.ConnectionLimit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(IncomingOptions.ConnectionLimit));
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.BackOff, TimeSpan.Zero, nameof(IncomingOptions.BackOff));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LongestBackOff, options.BackOff, nameof(IncomingOptions.LongestBackOff));
        return Enumerate(accept, ended, options, cancellationToken);
    }

    private static async IAsyncEnumerable<TStream> Enumerate<TStream>(
        Func<CancellationToken, ValueTask<TStream>> accept, CancellationToken ended, IncomingOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TStream : SocketStream
    {
        ConnectionLimit? limit = options.ConnectionLimit is { } most ? new ConnectionLimit(most) : null;
        using CancellationTokenRegistration atEnd = limit is null ? default : ended.UnsafeRegister(static limit => ((ConnectionLimit)limit!).End(), limit);
        TimeSpan backOff = options.BackOff;
        while (true)
        {
            if (limit is not null)
            {
                await limit.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            TStream? stream = null;
            bool backsOff = false;
            try
            {
                stream = await accept(cancellationToken).ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                yield break; // disposing the listener is how a server is stopped
            }
            catch (IOException e) when (options.OnError(e) is var reaction and not IncomingReaction.Stop)
            {
                backsOff = reaction == IncomingReaction.BackOff;
            }

            if (stream is not null)
            {
                backOff = options.BackOff;
                limit?.Take(stream);
                yield return stream;
            }
            else if (backsOff)
            {
                // In this method: one of its own would go on by the thread pool, which may get no thread while descriptors are short.
                using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken);
                try
                {
                    await Task.Sleep(backOff, either.Token);
                }
                catch (OperationCanceledException e) when (e.CancellationToken == either.Token)
                {
                    // Not beyond the end of the listener: accepting tells of that.
                    if (cancellationToken.IsCancellationRequested)
                    {
                        throw new OperationCanceledException(e.Message, e, cancellationToken);
                    }
                }

                backOff = TimeSpan.FromTicks(Math.Min(backOff.Ticks * 2, options.LongestBackOff.Ticks));
            }
        }
    }
}
