namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Each message goes to all receivers, and a gap is never silent.</summary>
public sealed class BroadcastTests
{
    [Theory, OnEveryRuntime]
    public void A_receiver_made_after_the_end_has_received_everything(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Broadcast<int>(2);
            sender.Send(1);
            sender.TryComplete();
            BroadcastReceiver<int> late = sender.Subscribe(), behind = receiver.Clone();

            await late.Completion;
            behind.Completion.IsCompleted.ShouldBeFalse();
            (await behind.ReceiveAsync()).ShouldBe(1);
            await behind.Completion;
            await behind.Clone().Completion;
        });

    [Theory, OnEveryRuntime]
    public void All_receivers_get_each_message_that_is_sent_while_they_are_there(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, first) = Channel.Broadcast<int>(20);
            sender.Send(1).ShouldBe(1);
            BroadcastReceiver<int> second = sender.Subscribe();
            sender.Send(2).ShouldBe(2);
            BroadcastReceiver<int> third = first.Clone();
            sender.ReceiverCount.ShouldBe(3);
            sender.Dispose();

            (await first.ToListAsync()).ShouldBe([1, 2]);
            (await second.ToListAsync()).ShouldBe([2]);
            (await third.ToListAsync()).ShouldBe([1, 2]);
            await first.Completion;
            first.TryReceive(out int _).ShouldBe(TryReceiveResult.Closed);
            await Should.ThrowAsync<ChannelClosedException>(async () => await first.ReceiveAsync());
        });

    [Theory, OnEveryRuntime]
    public void A_receiver_that_is_too_slow_is_told_how_much_it_missed_and_goes_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Broadcast<int>(3);
            for (int i = 0; i < 100; i++)
            {
                sender.Send(i);
            }

            receiver.Count.ShouldBe(3);
            (await Should.ThrowAsync<LaggedException>(async () => await receiver.ReceiveAsync())).Missed.ShouldBe(97);
            (await receiver.ReceiveAsync()).ShouldBe(97);
            for (int i = 100; i < 104; i++)
            {
                sender.Send(i);
            }

            Should.Throw<LaggedException>(() => receiver.TryRead(out int _)).Missed.ShouldBe(3);
            receiver.TryReceive(out int item).ShouldBe(TryReceiveResult.Received);
            item.ShouldBe(101);
        });

    [Theory, OnEveryRuntime]
    public void Receivers_that_wait_are_woken_by_one_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Broadcast<int>(2);
            BroadcastReceiver<int>[] receivers = [receiver, .. Enumerable.Range(0, 9).Select(_ => sender.Subscribe())];
            ValueTask<int>[] waits = [.. receivers.Select(each => each.ReceiveAsync())];

            sender.Send(4).ShouldBe(10);

            foreach (ValueTask<int> wait in waits)
            {
                (await wait).ShouldBe(4);
            }
        });

    [Theory, OnEveryRuntime]
    public void Those_who_receive_through_one_receiver_share_its_messages_in_the_order_in_which_they_came(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Broadcast<int>(4);
            await using IAsyncEnumerator<int> all = receiver.GetAsyncEnumerator();
            ValueTask<int> first = receiver.ReceiveAsync();
            ValueTask<bool> second = all.MoveNextAsync();
            ValueTask<int> third = receiver.ReadAsync();
            using var source = new CancellationTokenSource();
            ValueTask<int> givenUp = receiver.ReceiveAsync(source.Token);
            source.Cancel();

            sender.Send(1);
            sender.Send(2);
            sender.Send(3);
            sender.Send(4);

            (await first).ShouldBe(1);
            (await second).ShouldBeTrue();
            all.Current.ShouldBe(2);
            (await third).ShouldBe(3);
            (await Should.ThrowAsync<OperationCanceledException>(async () => await givenUp)).CancellationToken.ShouldBe(source.Token);
            receiver.Count.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_gap_ends_an_enumeration_and_the_next_one_goes_on_behind_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Broadcast<int>(2);
            var seen = new List<int>();
            sender.Send(0);
            LaggedException gap = await Should.ThrowAsync<LaggedException>(async () =>
            {
                await foreach (int item in receiver)
                {
                    seen.Add(item);
                    for (int i = 1; i <= 5; i++)
                    {
                        sender.Send(i);
                    }
                }
            });
            sender.Dispose();

            gap.Missed.ShouldBe(3);
            await foreach (int item in receiver.ReadAllAsync())
            {
                seen.Add(item);
            }

            seen.ShouldBe([0, 4, 5]);
        });

    [Theory, OnEveryRuntime]
    public void The_error_of_a_closed_broadcast_is_within_what_a_receive_throws_and_is_what_ends_an_enumeration(RuntimeCase on)
        => on.Run(async _ =>
        {
            var error = new FormatException();
            var (sender, receiver) = Channel.Broadcast<int>(2);
            await using IAsyncEnumerator<int> all = receiver.GetAsyncEnumerator();
            ValueTask<int> receive = receiver.ReceiveAsync();
            ValueTask<bool> next = all.MoveNextAsync();

            sender.Complete(error);

            (await Should.ThrowAsync<ChannelClosedException>(async () => await receive)).InnerException.ShouldBeSameAs(error);
            (await Should.ThrowAsync<FormatException>(async () => await next)).ShouldBeSameAs(error);
            (await Should.ThrowAsync<ChannelClosedException>(async () => await receiver.ReceiveAsync())).InnerException.ShouldBeSameAs(error);
            (await Should.ThrowAsync<FormatException>(async () => await all.MoveNextAsync())).ShouldBeSameAs(error);
            (await Should.ThrowAsync<FormatException>(async () => await receiver.WaitToReadAsync())).ShouldBeSameAs(error);
        });

    [Theory, OnEveryRuntime]
    public void A_receiver_that_is_disposed_of_ends_its_own_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (_, receiver) = Channel.Broadcast<int>(2);
            IAsyncEnumerator<int> all = receiver.GetAsyncEnumerator();
            ValueTask<int> receive = receiver.ReceiveAsync();
            ValueTask<bool> next = all.MoveNextAsync();

            receiver.Dispose();

            (await Should.ThrowAsync<ChannelClosedException>(async () => await receive)).Message.ShouldContain("disposed");
            (await next).ShouldBeFalse();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await receiver.ReceiveAsync());
            Should.Throw<ObjectDisposedException>(() => receiver.ReadAllAsync());
        });

    [Theory, OnEveryRuntime]
    public void Handles_are_counted(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Broadcast<int>(2);
            BroadcastSender<int> other = sender.Clone();
            other.SenderCount.ShouldBe(2);
            sender.Dispose();
            sender.Dispose();
            Should.Throw<ObjectDisposedException>(() => sender.Send(1));
            receiver.IsClosed.ShouldBeFalse();
            ValueTask<bool> waiting = receiver.WaitToReadAsync();
            other.Dispose();
            (await waiting).ShouldBeFalse();
            receiver.IsClosed.ShouldBeTrue();

            var (second, fromSecond) = Channel.Broadcast<int>(2);
            waiting = fromSecond.WaitToReadAsync();
            fromSecond.Dispose();
            (await waiting).ShouldBeFalse();
            await fromSecond.Completion;
            second.Send(1).ShouldBe(0, "nobody is there, which is no error");
            second.Complete();
            Should.Throw<SendException<int>>(() => second.Send(1)).Item.ShouldBe(1);
            second.TryWrite(1).ShouldBeFalse();
            (await second.WaitToWriteAsync()).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_misses_nothing_and_bad_capacities_are_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Channel.Broadcast<int>(0)).ParamName.ShouldBe("capacity");
            Should.Throw<ArgumentOutOfRangeException>(() => Channel.Broadcast<int>(-1));
            var (sender, receiver) = Channel.Broadcast<int>(int.MaxValue);
            using var source = new CancellationTokenSource();
            ValueTask<bool> wait = receiver.WaitToReadAsync(source.Token);
            source.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await wait);

            for (int i = 0; i < 1000; i++)
            {
                sender.Send(i);
            }

            for (int i = 0; i < 1000; i++)
            {
                (await receiver.ReceiveAsync()).ShouldBe(i);
            }
        });

    [Theory, OnEveryRuntime]
    public void Senders_and_receivers_beside_each_other_account_for_every_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Each = 300;
            var (sender, receiver) = Channel.Broadcast<int>(16);
            var receivers = new List<JoinHandle<long>>();
            for (int i = 0; i < 3; i++)
            {
                BroadcastReceiver<int> mine = receiver.Clone();
                receivers.Add(Task.Spawn(async () =>
                {
                    long seen = 0;
                    while (true)
                    {
                        try
                        {
                            await mine.ReceiveAsync();
                            seen++;
                        }
                        catch (LaggedException e)
                        {
                            seen += e.Missed;
                        }
                        catch (ChannelClosedException)
                        {
                            return seen;
                        }
                    }
                }));
            }

            var senders = new List<JoinHandle>();
            for (int i = 0; i < 2; i++)
            {
                BroadcastSender<int> own = sender.Clone();
                senders.Add(Task.Spawn(async () =>
                {
                    using (own)
                    {
                        for (int n = 0; n < Each; n++)
                        {
                            own.Send(n);
                            if (n % 10 == 0)
                            {
                                await Task.YieldNow();
                            }
                        }
                    }
                }));
            }

            sender.Dispose();
            foreach (JoinHandle task in senders)
            {
                await task;
            }

            foreach (JoinHandle<long> task in receivers)
            {
                (await task).ShouldBe(2 * Each);
            }
        });
}
