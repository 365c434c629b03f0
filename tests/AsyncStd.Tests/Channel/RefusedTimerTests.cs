namespace AsyncStdTests.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdTests.Runtimes;

/// <summary>What is left of a select whose runtime refuses its timer.</summary>
public sealed class RefusedTimerTests
{
    [Fact]
    public void A_message_that_comes_just_then_stays_in_the_channel()
    {
        var clock = new RefusingClock();
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).UseClock(clock).Build();
        runtime.BlockOn(async () =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            clock.OnTimer = () => sender.TrySend(5).ShouldBe(TrySendResult.Sent);
            ChannelSelect<int> select = Channel.Select<int>().Receive(receiver, item => item).After(TimeSpan.FromHours(1), () => -1).InOrder();

            (await Should.ThrowAsync<InvalidOperationException>(async () => await select.RunAsync())).Message.ShouldBe("no more timers");

            receiver.TryReceive(out int item).ShouldBe(TryReceiveResult.Received);
            item.ShouldBe(5);
            clock.OnTimer = null;
            await sender.SendAsync(6);
            (await select.RunAsync()).ShouldBe(6);
        });
    }

    private sealed class RefusingClock : TimeProvider
    {
        public volatile Action? OnTimer;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (OnTimer is not { } onTimer)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }

            onTimer();
            throw new InvalidOperationException("no more timers");
        }
    }
}
