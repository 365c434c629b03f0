namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStdConformance.Harness;

/// <summary>A channel for one message.</summary>
public sealed class OneshotTests
{
    [Theory, OnEveryRuntime]
    public void The_message_is_received_whether_it_came_before_or_after(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (early, fromEarly) = Channel.Oneshot<string?>();
            early.Send(null);
            early.IsClosed.ShouldBeTrue();
            (await fromEarly).ShouldBeNull();

            var (late, fromLate) = Channel.Oneshot<int>();
            var received = Task.Spawn(async () => await fromLate.ReceiveAsync());
            await Task.YieldNow();
            late.TrySend(5).ShouldBe(TrySendResult.Sent);
            (await received).ShouldBe(5);
        });

    [Theory, OnEveryRuntime]
    public void There_is_one_message_and_it_is_received_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Oneshot<int>();
            receiver.TryReceive(out int _).ShouldBe(TryReceiveResult.Empty);
            sender.Send(1);
            sender.TrySend(2).ShouldBe(TrySendResult.Closed);
            Should.Throw<SendException<int>>(() => sender.Send(3)).Item.ShouldBe(3);
            sender.Dispose();

            receiver.TryReceive(out int item).ShouldBe(TryReceiveResult.Received);
            item.ShouldBe(1);
            receiver.TryReceive(out int _).ShouldBe(TryReceiveResult.Closed);
            await Should.ThrowAsync<ChannelClosedException>(async () => await receiver.ReceiveAsync());
        });

    [Theory, OnEveryRuntime]
    public void Each_side_learns_that_the_other_has_gone(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Oneshot<int>();
            ValueTask<int> receive = receiver.ReceiveAsync();
            sender.Dispose();
            await Should.ThrowAsync<ChannelClosedException>(async () => await receive);

            var (second, fromSecond) = Channel.Oneshot<int>();
            ValueTask closed = second.ClosedAsync();
            closed.IsCompleted.ShouldBeFalse();
            fromSecond.Dispose();
            await closed;
            await second.ClosedAsync();
            Should.Throw<SendException<int>>(() => second.Send(1)).Item.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_receive_takes_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Oneshot<int>();
            using var source = new CancellationTokenSource();
            ValueTask<int> receive = receiver.ReceiveAsync(source.Token);
            ValueTask closed = sender.ClosedAsync(source.Token);
            source.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await receive);
            await Should.ThrowAsync<OperationCanceledException>(async () => await closed);

            sender.Send(1);
            receiver.ReceiveAsync(source.Token).IsCanceled.ShouldBeTrue();
            (await receiver).ShouldBe(1);
        });
}
