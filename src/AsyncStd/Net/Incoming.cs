namespace AsyncStd.Net;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using Task = System.Threading.Tasks.Task;

/// <summary>The stream of a listener's connections.</summary>
internal static class Incoming
{
    public static IAsyncEnumerable<TStream> Of<TStream>(Func<CancellationToken, ValueTask<TStream>> accept, IncomingOptions? options, CancellationToken cancellationToken)
        where TStream : SocketStream
    {
        options ??= IncomingOptions.Default;
        if (options.ConnectionLimit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(IncomingOptions.ConnectionLimit));
        }

        return Enumerate(accept, options, cancellationToken);
    }

    private static async IAsyncEnumerable<TStream> Enumerate<TStream>(
        Func<CancellationToken, ValueTask<TStream>> accept, IncomingOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TStream : SocketStream
    {
        ConnectionLimit? limit = options.ConnectionLimit is { } most ? new ConnectionLimit(most) : null;
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
                await Task.Sleep(backOff, cancellationToken);
                backOff = TimeSpan.FromTicks(Math.Min(backOff.Ticks * 2, options.LongestBackOff.Ticks));
            }
        }
    }
}
