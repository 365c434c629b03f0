namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Handles are counted; a channel is closed by the last of a side, or for everyone.</summary>
public sealed class LifetimeTests
{
    [Theory, OnEveryRuntime]
    public void The_last_sender_closes_the_channel_and_what_is_queued_is_still_received(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(4);
            Sender<int> other = sender.Clone();
            sender.SenderCount.ShouldBe(2);
            await sender.SendAsync(1);

            sender.Dispose();
            receiver.IsClosed.ShouldBeFalse();
            receiver.SenderCount.ShouldBe(1);
            await other.SendAsync(2);
            other.Dispose();

            receiver.IsClosed.ShouldBeTrue();
            receiver.SenderCount.ShouldBe(0);
            (await receiver.ReceiveAsync()).ShouldBe(1);
            (await receiver.ReceiveAsync()).ShouldBe(2);
            await Should.ThrowAsync<ChannelClosedException>(async () => await receiver.ReceiveAsync());
        });

    [Theory, OnEveryRuntime]
    public void A_handle_counts_once_however_often_it_is_disposed_of(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(4);
            Sender<int> sending = sender.Clone();
            Receiver<int> receiving = receiver.Clone();

            sending.Dispose();
            sending.Dispose();
            receiving.Dispose();
            receiving.Dispose();

            (sender.SenderCount, receiver.ReceiverCount).ShouldBe((1, 1));
            sender.IsClosed.ShouldBeFalse();
            await sender.SendAsync(1);
            (await receiver.ReceiveAsync()).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_handle_that_was_disposed_of_is_of_no_use(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(4);
            Sender<int> otherSender = sender.Clone();
            Receiver<int> otherReceiver = receiver.Clone();
            sender.Dispose();
            receiver.Dispose();

            Should.Throw<ObjectDisposedException>(() => sender.TrySend(1));
            Should.Throw<ObjectDisposedException>(() => sender.SendAsync(1).AsTask());
            Should.Throw<ObjectDisposedException>(() => sender.Clone());
            Should.Throw<ObjectDisposedException>(() => receiver.TryReceive(out int _));
            Should.Throw<ObjectDisposedException>(() => receiver.ReceiveAsync().AsTask());
            Should.Throw<ObjectDisposedException>(() => receiver.Clone());
            otherSender.TrySend(1).ShouldBe(TrySendResult.Sent);
            (await otherReceiver.ReceiveAsync()).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Closing_for_everyone_happens_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(4);
            Sender<int> other = sender.Clone();
            await sender.SendAsync(1);

            sender.TryComplete().ShouldBeTrue();
            other.TryComplete().ShouldBeFalse();
            receiver.TryComplete().ShouldBeFalse();
            Should.Throw<ChannelClosedException>(() => other.Complete());
            sender.Dispose();
            other.Dispose();

            (await receiver.ReceiveAsync()).ShouldBe(1);
            receiver.TryReceive(out int _).ShouldBe(TryReceiveResult.Closed);
            receiver.Dispose();
        });

    [Theory, OnEveryRuntime]
    public void A_receiver_can_close_the_channel(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            await sender.SendAsync(1);
            ValueTask blocked = sender.SendAsync(2);

            receiver.TryComplete().ShouldBeTrue();

            (await Should.ThrowAsync<SendException<int>>(async () => await blocked)).Item.ShouldBe(2);
            (await Should.ThrowAsync<SendException<int>>(async () => await sender.SendAsync(3))).Item.ShouldBe(3);
            (await receiver.ReceiveAsync()).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Everybody_who_waits_learns_that_the_last_sender_has_gone(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            ValueTask<int> receive = receiver.ReceiveAsync();
            ValueTask<bool> message = receiver.WaitToReadAsync();
            ValueTask<int> many = receiver.ReceiveManyAsync(new int[3]);
            ValueTask<bool> next = receiver.GetAsyncEnumerator().MoveNextAsync();

            sender.Dispose();

            await Should.ThrowAsync<ChannelClosedException>(async () => await receive);
            (await message).ShouldBeFalse();
            (await many).ShouldBe(0);
            (await next).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Everybody_who_waits_learns_that_the_last_receiver_has_gone(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            await sender.SendAsync(1);
            ValueTask send = sender.SendAsync(2);
            ValueTask<bool> room = sender.WaitToWriteAsync();

            receiver.Dispose();

            var error = await Should.ThrowAsync<SendException<int>>(async () => await send);
            error.Item.ShouldBe(2);
            error.Message.ShouldContain("no receiver");
            (await room).ShouldBeFalse();
            sender.TrySend(3).ShouldBe(TrySendResult.Closed);
            sender.Count.ShouldBe(0, "what nobody can receive is dropped");
        });

    [Theory, OnEveryRuntime]
    public void What_the_last_receiver_leaves_is_dropped_and_completion_ends(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<object>(4);
            Task completion = receiver.Completion;
            WeakReference message = Send(sender);
            completion.IsCompleted.ShouldBeFalse();

            receiver.Dispose();

            await completion;
            await receiver.Completion;
            sender.Count.ShouldBe(0);
            for (int i = 0; i < 10 && message.IsAlive; i++)
            {
                GC.Collect();
            }

            message.IsAlive.ShouldBeFalse();

            static WeakReference Send(Sender<object> sender)
            {
                var message = new object();
                sender.TrySend(message).ShouldBe(TrySendResult.Sent);
                return new WeakReference(message);
            }
        });

    [Theory, OnEveryRuntime]
    public void Completion_ends_when_the_channel_is_closed_and_drained(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(4);
            await sender.SendAsync(1);
            Task completion = receiver.Completion;
            receiver.Completion.ShouldBeSameAs(completion);
            sender.Dispose();
            completion.IsCompleted.ShouldBeFalse();

            (await receiver.ReceiveAsync()).ShouldBe(1);

            await completion;
        });

    [Theory, OnEveryRuntime]
    public void An_error_reaches_the_receivers_after_the_last_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            var error = new InvalidOperationException("the source broke");
            var (sender, receiver) = Channel.Bounded<int>(4);
            await sender.SendAsync(1);
            sender.Complete(error);

            (await Should.ThrowAsync<SendException<int>>(async () => await sender.SendAsync(2))).InnerException.ShouldBeSameAs(error);
            (await receiver.WaitToReadAsync()).ShouldBeTrue();
            await using IAsyncEnumerator<int> all = receiver.GetAsyncEnumerator();
            (await all.MoveNextAsync()).ShouldBeTrue();
            all.Current.ShouldBe(1);
            (await Should.ThrowAsync<InvalidOperationException>(async () => await all.MoveNextAsync())).ShouldBeSameAs(error);
            (await Should.ThrowAsync<InvalidOperationException>(async () => await receiver.WaitToReadAsync())).ShouldBeSameAs(error);
            (await Should.ThrowAsync<InvalidOperationException>(async () => await receiver.ReceiveManyAsync(new int[1]))).ShouldBeSameAs(error);
            (await Should.ThrowAsync<InvalidOperationException>(async () => await sender.WaitToWriteAsync())).ShouldBeSameAs(error);
            (await Should.ThrowAsync<ChannelClosedException>(async () => await receiver.ReceiveAsync())).InnerException.ShouldBeSameAs(error);
            (await Should.ThrowAsync<InvalidOperationException>(async () => await receiver.Completion)).ShouldBeSameAs(error);
        });

    [Theory, OnEveryRuntime]
    public void A_completion_that_is_first_asked_for_after_the_end_has_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            var error = new FormatException();
            var (sender, receiver) = Channel.Bounded<int>(4);
            var (failing, fromFailing) = Channel.Bounded<int>(4);
            var (all, fromAll) = Channel.Broadcast<int>(4);
            var (value, watching) = Channel.Watch(0);
            await sender.SendAsync(1);
            sender.Dispose();
            await receiver.ReceiveAsync();
            failing.Complete(error);
            all.Dispose();
            value.Complete(error);
            await watching.ChangedAsync();

            await receiver.Completion;
            (await Should.ThrowAsync<FormatException>(async () => await fromFailing.Completion)).ShouldBeSameAs(error);
            await fromAll.Completion;
            (await Should.ThrowAsync<FormatException>(async () => await watching.Completion)).ShouldBeSameAs(error);
        });

    [Theory, OnEveryRuntime]
    public void A_weak_handle_of_a_closed_channel_gives_no_other_although_handles_are_left(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(4);
            WeakSender<int> weakSender = sender.Downgrade();
            WeakReceiver<int> weakReceiver = receiver.Downgrade();

            sender.TryComplete();

            weakSender.TryUpgrade(out Sender<int>? _).ShouldBeFalse();
            weakReceiver.TryUpgrade(out Receiver<int>? _).ShouldBeFalse();
            (sender.SenderCount, sender.ReceiverCount).ShouldBe((1, 1));
        });

    [Theory, OnEveryRuntime]
    public void A_weak_handle_does_not_keep_the_channel_open(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(4);
            WeakSender<int> weakSender = sender.Downgrade();
            WeakReceiver<int> weakReceiver = receiver.Downgrade();
            (sender.SenderCount, sender.ReceiverCount).ShouldBe((1, 1));

            weakSender.TryUpgrade(out Sender<int>? second).ShouldBeTrue();
            weakReceiver.TryUpgrade(out Receiver<int>? another).ShouldBeTrue();
            (sender.SenderCount, sender.ReceiverCount).ShouldBe((2, 2));
            await second!.SendAsync(1);
            (await another!.ReceiveAsync()).ShouldBe(1);
            second.Dispose();
            another.Dispose();
            sender.Dispose();

            weakSender.TryUpgrade(out Sender<int>? late).ShouldBeFalse();
            late.ShouldBeNull();
            weakReceiver.TryUpgrade(out Receiver<int>? tooLate).ShouldBeFalse();
            tooLate.ShouldBeNull();
        });

    [Theory, OnEveryRuntime]
    public void The_garbage_collector_closes_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(4);
            Leak(sender);
            GC.Collect();
            GC.WaitForPendingFinalizers();

            sender.Dispose();

            receiver.IsClosed.ShouldBeFalse();
            receiver.SenderCount.ShouldBe(1);
            await Task.YieldNow();

            static void Leak(Sender<int> sender) => sender.Clone();
        });

    [Theory, OnEveryRuntime]
    public void A_sender_may_go_while_a_receive_is_being_cancelled(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                var (sender, receiver) = Channel.Bounded<int>(1);
                using var source = new CancellationTokenSource();
                var receive = Task.Spawn(async () =>
                {
                    try
                    {
                        await receiver.ReceiveAsync(source.Token);
                        return "received";
                    }
                    catch (ChannelClosedException)
                    {
                        return "closed";
                    }
                    catch (OperationCanceledException)
                    {
                        return "cancelled";
                    }
                });
                var cancel = Task.Spawn(() => source.Cancel());
                var dispose = Task.Spawn(() => sender.Dispose());
                await cancel;
                await dispose;
                (await receive).ShouldBeOneOf("closed", "cancelled");
            }
        });
}
