namespace AsyncStdTests.Net;

using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdTests.Runtimes;

/// <summary>A stream of connections whose listener fails, on a paused clock.</summary>
public sealed class IncomingTests
{
    [Fact]
    public void A_connection_that_was_gone_does_not_end_the_stream()
        => Enumerate([SocketError.ConnectionAborted, SocketError.ConnectionAborted, SocketError.NotSocket], null).ShouldBe((TimeSpan.Zero, SocketError.NotSocket));

    [Fact]
    public void Short_descriptors_make_it_back_off_longer_each_time_and_a_second_at_most()
    {
        (TimeSpan waited, SocketError end) = Enumerate([.. Enumerable.Repeat(SocketError.TooManyOpenSockets, 9), SocketError.NotSocket], null);

        // 10 + 20 + 40 + 80 + 160 + 320 + 640 + 1000 + 1000 ms
        waited.ShouldBeInRange(TimeSpan.FromMilliseconds(3_270), TimeSpan.FromMilliseconds(3_290));
        end.ShouldBe(SocketError.NotSocket);
    }

    [Fact]
    public void A_reaction_of_ones_own_decides()
    {
        var options = new IncomingOptions { OnError = static e => e.InnerException is SocketException { SocketErrorCode: SocketError.NotSocket } ? IncomingReaction.Continue : IncomingReaction.Stop };

        Enumerate([SocketError.NotSocket, SocketError.TooManyOpenSockets], options).ShouldBe((TimeSpan.Zero, SocketError.TooManyOpenSockets));
    }

    [Fact]
    public void A_limit_below_one_is_refused()
        => Should.Throw<ArgumentOutOfRangeException>(() => Incoming.Of<TcpStream>(_ => default, default, new IncomingOptions { ConnectionLimit = 0 }, default));

    [Fact]
    public void Times_that_would_make_it_turn_in_a_circle_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Incoming.Of<TcpStream>(_ => default, default, new IncomingOptions { BackOff = TimeSpan.Zero }, default));
        Should.Throw<ArgumentOutOfRangeException>(() => Incoming.Of<TcpStream>(_ => default, default, new IncomingOptions { LongestBackOff = TimeSpan.Zero }, default));
    }

    [Fact]
    public void The_end_of_the_listener_ends_a_back_off()
    {
        (TimeSpan waited, Exception? failure) = BackOff((_, end) => end.CancelAfter(TimeSpan.FromHours(1)));

        waited.ShouldBe(TimeSpan.FromHours(1));
        failure.ShouldBeNull();
    }

    [Fact]
    public void A_cancelled_back_off_tells_the_token_of_its_caller()
    {
        CancellationToken given = default;
        (_, Exception? failure) = BackOff((stop, _) =>
        {
            given = stop.Token;
            stop.CancelAfter(TimeSpan.FromHours(1));
        });

        failure.ShouldBeOfType<OperationCanceledException>().CancellationToken.ShouldBe(given);
    }

    /// <summary>Has a stream back off for a day.</summary>
    /// <param name="plan">Plans the end of it, by a token of the caller or by the end of the listener.</param>
    /// <returns>How long the stream has waited, and what it failed with.</returns>
    private static (TimeSpan Waited, Exception? Failure) BackOff(Action<CancellationTokenSource, CancellationTokenSource> plan)
    {
        using Runtime runtime = TestRuntime.Builder().Use(RuntimeKind.CurrentThread).Configure(each => each.StartPaused = true).Build();
        return runtime.BlockOn(async () =>
        {
            using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, runtime.Clock);
            using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, runtime.Clock);
            plan(stop, end);
            var options = new IncomingOptions { BackOff = TimeSpan.FromDays(1), LongestBackOff = TimeSpan.FromDays(1) };
            long start = runtime.Clock.GetTimestamp();
            Exception? failure = null;
            try
            {
                await foreach (TcpStream stream in Incoming.Of<TcpStream>(Refuse, end.Token, options, stop.Token))
                {
                    stream.Dispose();
                }
            }
            catch (OperationCanceledException e)
            {
                failure = e;
            }

            return (runtime.Clock.GetElapsedTime(start), failure);

            ValueTask<TcpStream> Refuse(CancellationToken cancellationToken)
                => end.IsCancellationRequested
                    ? throw new ObjectDisposedException("listener")
                    : throw new IOException("no", new SocketException((int)SocketError.TooManyOpenSockets));
        });
    }

    /// <summary>How long the stream has waited, and what it ended with.</summary>
    private static (TimeSpan Waited, SocketError End) Enumerate(IEnumerable<SocketError> errors, IncomingOptions? options)
    {
        using Runtime runtime = TestRuntime.Builder().Use(RuntimeKind.CurrentThread).Configure(each => each.StartPaused = true).Build();
        return runtime.BlockOn(async () =>
        {
            var left = new Queue<SocketError>(errors);
            long start = runtime.Clock.GetTimestamp();
            try
            {
                await foreach (TcpStream stream in Incoming.Of<TcpStream>(_ => throw new IOException("no", new SocketException((int)left.Dequeue())), default, options, default))
                {
                    stream.Dispose();
                }
            }
            catch (IOException e)
            {
                return (runtime.Clock.GetElapsedTime(start), ((SocketException)e.InnerException!).SocketErrorCode);
            }

            return (runtime.Clock.GetElapsedTime(start), SocketError.Success);
        });
    }
}
