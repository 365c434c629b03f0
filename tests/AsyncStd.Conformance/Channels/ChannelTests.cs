namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>What goes in comes out, once, in order, and not more than there is room for.</summary>
public sealed class ChannelTests
{
    [Theory, OnEveryRuntime]
    public void A_message_that_was_sent_is_received(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<string?>(2);

            await sender.SendAsync("one");
            await sender.SendAsync(null);

            (await receiver.ReceiveAsync()).ShouldBe("one");
            (await receiver.ReceiveAsync()).ShouldBeNull();
        });

    [Theory, OnEveryRuntime]
    public void A_receive_waits_for_a_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(2);
            var received = Task.Spawn(async () => await receiver.ReceiveAsync());

            await Task.YieldNow();
            await sender.SendAsync(7);

            (await received).ShouldBe(7);
        });

    [Theory, OnEveryRuntime]
    public void Senders_that_wait_for_room_in_a_large_channel_lose_nothing_and_keep_their_order(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (int capacity in (int[])[1024, 1025, 1500, 2032, 5000])
            {
                int total = capacity * 3;
                var (sender, receiver) = Channel.Bounded<int>(capacity);
                ValueTask[] sends = [.. Enumerable.Range(0, total).Select(number => sender.SendAsync(number))];
                for (int number = 0; number < total; number++)
                {
                    receiver.Count.ShouldBe(Math.Min(total - number, capacity));
                    (await receiver.ReceiveAsync()).ShouldBe(number);
                }

                foreach (ValueTask send in sends)
                {
                    await send;
                }

                receiver.Count.ShouldBe(0);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_watcher_is_told_of_a_message_that_is_there_when_the_channel_is_closed(RuntimeCase on)
        => on.Run(async _ =>
        {
            // The first watcher closes the channel while the second is still to be told of the message: on this very stack, between the two.
            var (sender, receiver) = Channel.Bounded<int>(4);
            Task first = CloseWhenReadable();
            ValueTask<bool> wait = receiver.WaitToReadAsync();
            sender.TrySend(1).ShouldBe(TrySendResult.Sent);
            await first;

            (await wait).ShouldBeTrue();
            (await receiver.ReceiveAsync()).ShouldBe(1);
            (await receiver.WaitToReadAsync()).ShouldBeFalse();
            await receiver.Completion;

            async Task CloseWhenReadable()
            {
                SynchronizationContext? before = SynchronizationContext.Current;
                SynchronizationContext.SetSynchronizationContext(new InlineContext());
                try
                {
                    ValueTask<bool> readable = receiver.WaitToReadAsync();
                    Task told = Then(readable, () => sender.TryComplete());
                    SynchronizationContext.SetSynchronizationContext(before);
                    await told;
                }
                finally
                {
                    SynchronizationContext.SetSynchronizationContext(before);
                }
            }

            static async Task Then(ValueTask<bool> wait, Action next)
            {
                await wait;
                next();
            }
        });

    [Theory, OnEveryRuntime]
    public void A_send_waits_for_room(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(2);
            await sender.SendAsync(1);
            await sender.SendAsync(2);
            ValueTask third = sender.SendAsync(3);

            third.IsCompleted.ShouldBeFalse();
            receiver.Count.ShouldBe(2);
            (await receiver.ReceiveAsync()).ShouldBe(1);
            await third;
            receiver.Count.ShouldBe(2);
            (await receiver.ReceiveAsync()).ShouldBe(2);
            (await receiver.ReceiveAsync()).ShouldBe(3);
        });

    [Theory, OnEveryRuntime]
    public void Who_waits_with_a_message_is_served_before_who_comes_later(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            await sender.SendAsync(0);
            ValueTask first = sender.SendAsync(1);
            ValueTask second = sender.SendAsync(2);

            sender.TrySend(3).ShouldBe(TrySendResult.Full);
            (await receiver.ReceiveAsync()).ShouldBe(0);
            sender.TrySend(3).ShouldBe(TrySendResult.Full, "the place belongs to who has waited for it");
            (await receiver.ReceiveAsync()).ShouldBe(1);
            (await receiver.ReceiveAsync()).ShouldBe(2);
            await first;
            await second;
            sender.TrySend(3).ShouldBe(TrySendResult.Sent);
        });

    [Theory, OnEveryRuntime]
    public void Those_who_wait_for_a_message_are_served_in_order(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Unbounded<int>();
            ValueTask<int>[] waits = [.. Enumerable.Range(0, 5).Select(_ => receiver.ReceiveAsync())];

            for (int i = 0; i < waits.Length; i++)
            {
                await sender.SendAsync(i);
            }

            for (int i = 0; i < waits.Length; i++)
            {
                (await waits[i]).ShouldBe(i);
            }
        });

    [Theory, OnEveryRuntime]
    public void The_order_of_one_sender_is_kept_through_any_growth(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Unbounded<int>();
            int sent = 0;
            int received = 0;
            var random = new Random(11);
            for (int round = 0; round < 200; round++)
            {
                for (int i = random.Next(300); i > 0; i--)
                {
                    sender.TrySend(sent++).ShouldBe(TrySendResult.Sent);
                }

                for (int i = random.Next(300); i > 0 && receiver.TryReceive(out int item) == TryReceiveResult.Received; i--)
                {
                    item.ShouldBe(received++);
                }

                receiver.Count.ShouldBe(sent - received);
            }

            sender.Dispose();
            await foreach (int item in receiver)
            {
                item.ShouldBe(received++);
            }

            received.ShouldBe(sent);
        });

    [Theory, OnEveryRuntime]
    public void Tries_say_why_they_fail(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);

            receiver.TryReceive(out int none).ShouldBe(TryReceiveResult.Empty);
            none.ShouldBe(0);
            sender.TrySend(1).ShouldBe(TrySendResult.Sent);
            sender.TrySend(2).ShouldBe(TrySendResult.Full);
            sender.TryComplete().ShouldBeTrue();
            sender.TrySend(3).ShouldBe(TrySendResult.Closed);
            receiver.TryReceive(out int one).ShouldBe(TryReceiveResult.Received);
            one.ShouldBe(1);
            receiver.TryReceive(out int _).ShouldBe(TryReceiveResult.Closed);
            await Task.YieldNow();
        });

    [Theory, OnEveryRuntime]
    public void Both_sides_can_be_asked_about_the_channel(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(2);
            (sender.Capacity, receiver.Capacity).ShouldBe((2, 2));
            (sender.Count, receiver.Count, sender.IsEmpty, receiver.IsEmpty).ShouldBe((0, 0, true, true));
            (sender.IsFull, receiver.IsFull, sender.IsClosed, receiver.IsClosed).ShouldBe((false, false, false, false));

            await sender.SendAsync(1);
            await sender.SendAsync(2);

            (sender.Count, receiver.Count, sender.IsEmpty, receiver.IsEmpty).ShouldBe((2, 2, false, false));
            (sender.IsFull, receiver.IsFull).ShouldBe((true, true));
            sender.Complete();
            (sender.IsClosed, receiver.IsClosed).ShouldBe((true, true));
            (sender.SenderCount, receiver.SenderCount, sender.ReceiverCount, receiver.ReceiverCount).ShouldBe((1, 1, 1, 1));

            var (endless, _) = Channel.Unbounded<int>();
            endless.Capacity.ShouldBeNull();
            endless.IsFull.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Several_messages_are_received_at_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(4);
            var buffer = new int[8];
            ValueTask<int> waiting = receiver.ReceiveManyAsync(buffer);
            await sender.SendAsync(1);
            await sender.SendAsync(2);
            (await waiting).ShouldBe(2);
            buffer[..2].ShouldBe([1, 2]);

            for (int i = 3; i <= 6; i++)
            {
                await sender.SendAsync(i);
            }

            ValueTask blocked = sender.SendAsync(7);
            (await receiver.ReceiveManyAsync(buffer.AsMemory(0, 3))).ShouldBe(3);
            buffer[..3].ShouldBe([3, 4, 5]);
            await blocked;
            (await receiver.ReceiveManyAsync(Memory<int>.Empty)).ShouldBe(0);
            receiver.TryReceiveMany(buffer).ShouldBe(2);
            buffer[..2].ShouldBe([6, 7]);
            receiver.TryReceiveMany(buffer).ShouldBe(0);

            sender.Dispose();
            (await receiver.ReceiveManyAsync(buffer)).ShouldBe(0, "the channel is closed and drained");
        });

    [Theory, OnEveryRuntime]
    public void Many_senders_and_many_receivers_share_the_messages(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Each = 500;
            var (sender, receiver) = Channel.Bounded<int>(3);
            var counts = new int[4 * Each];
            var tasks = new List<JoinHandle>();
            for (int i = 0; i < 4; i++)
            {
                Sender<int> own = sender.Clone();
                int first = i * Each;
                tasks.Add(Task.Spawn(async () =>
                {
                    using (own)
                    {
                        for (int n = first; n < first + Each; n++)
                        {
                            await own.SendAsync(n);
                        }
                    }
                }));
                Receiver<int> mine = receiver.Clone();
                tasks.Add(Task.Spawn(async () =>
                {
                    using (mine)
                    {
                        await foreach (int n in mine)
                        {
                            Interlocked.Increment(ref counts[n]);
                        }
                    }
                }));
            }

            sender.Dispose();
            foreach (JoinHandle task in tasks)
            {
                await task;
            }

            counts.ShouldAllBe(count => count == 1);
        });

    [Theory, OnEveryRuntime]
    public void A_limit_in_time_ends_a_wait(RuntimeCase on)
        => on.Run(async _ =>
        {
            var limit = TimeSpan.FromMilliseconds(5);
            var (sender, receiver) = Channel.Bounded<int>(1);

            await Should.ThrowAsync<TimeoutException>(async () => await receiver.ReceiveAsync(limit));
            await sender.SendAsync(1, limit);
            await Should.ThrowAsync<TimeoutException>(async () => await sender.SendAsync(2, limit));
            (await receiver.ReceiveAsync(limit)).ShouldBe(1);
            receiver.IsEmpty.ShouldBeTrue("the message that had no room in time was not sent");
            await Should.ThrowAsync<TimeoutException>(async () => await receiver.ReceiveAsync(TimeSpan.Zero));
            Should.Throw<ArgumentOutOfRangeException>(() => receiver.ReceiveAsync(TimeSpan.FromTicks(-1)).AsTask());
            Should.Throw<ArgumentOutOfRangeException>(() => sender.SendAsync(1, TimeSpan.FromTicks(-1)).AsTask());
            sender.Dispose();
            await Should.ThrowAsync<ChannelClosedException>(async () => await receiver.ReceiveAsync(limit));
        });

    [Theory, OnEveryRuntime]
    public void A_send_with_a_limit_gives_the_message_back_if_the_channel_is_closed(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (TimeSpan limit in new[] { TimeSpan.Zero, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan })
            {
                var (sender, receiver) = Channel.Bounded<int>(1);
                await sender.SendAsync(0, limit);
                Task waiting = sender.SendAsync(1, Timeout.InfiniteTimeSpan).AsTask();
                await Should.ThrowAsync<TimeoutException>(async () => await sender.SendAsync(9, TimeSpan.Zero));

                receiver.Dispose();

                (await Should.ThrowAsync<SendException<int>>(async () => await waiting)).Item.ShouldBe(1);
                (await Should.ThrowAsync<SendException<int>>(async () => await sender.SendAsync(2, limit))).Item.ShouldBe(2, $"{limit}");
            }
        });

    [Theory, OnEveryRuntime]
    public void A_bad_capacity_is_refused_and_a_huge_one_costs_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Channel.Bounded<int>(-1)).ParamName.ShouldBe("capacity");
            Should.Throw<ArgumentOutOfRangeException>(() => Channel.Bounded<int>(int.MinValue));

            var (sender, receiver) = Channel.Bounded<long>(int.MaxValue);
            receiver.Capacity.ShouldBe(int.MaxValue);
            await sender.SendAsync(1);
            (await receiver.ReceiveAsync()).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_channel_without_a_runtime_works_for_threads(RuntimeCase on)
        => on.Outside(_ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            Task sending = ForeignThread.Start(() =>
            {
                for (int i = 0; i < 100; i++)
                {
                    sender.SendBlocking(i);
                }

                sender.Dispose();
            });
            for (int i = 0; i < 100; i++)
            {
                receiver.ReceiveBlocking().ShouldBe(i);
            }

            Should.Throw<ChannelClosedException>(() => receiver.ReceiveBlocking());
            sending.WaitWithin(TimeSpan.FromSeconds(60));
        });

    [Theory, OnEveryRuntime]
    public void A_thread_that_waits_for_a_channel_can_be_cancelled_and_loses_nothing(RuntimeCase on)
        => on.Outside(_ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            using var cancel = new CancellationTokenSource();
            Task receiving = ForeignThread.Start(() => Should.Throw<OperationCanceledException>(() => receiver.ReceiveBlocking(cancel.Token)));
            cancel.Cancel();
            receiving.WaitWithin(TimeSpan.FromSeconds(60));

            sender.SendBlocking(1, CancellationToken.None);
            using var second = new CancellationTokenSource();
            Task sending = ForeignThread.Start(() => Should.Throw<OperationCanceledException>(() => sender.SendBlocking(2, second.Token)));
            second.Cancel();
            sending.WaitWithin(TimeSpan.FromSeconds(60));

            receiver.ReceiveBlocking(CancellationToken.None).ShouldBe(1);
            receiver.IsEmpty.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_task_must_not_block_on_a_channel(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            Should.Throw<InvalidOperationException>(() => sender.SendBlocking(1));
            receiver.IsEmpty.ShouldBeTrue();
            Should.Throw<InvalidOperationException>(() => receiver.ReceiveBlocking());
            await Task.YieldNow();
        });

    private sealed class InlineContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => d(state);
    }
}
