namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>A value that changes, of which the latest counts.</summary>
public sealed class WatchTests
{
    [Theory, OnEveryRuntime]
    public void A_receiver_sees_the_latest_value(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Watch("a");
            (sender.Value, receiver.Value, receiver.HasChanged, receiver.Count).ShouldBe(("a", "a", true, 1));
            (await receiver.ChangedAsync()).ShouldBe("a");
            receiver.HasChanged.ShouldBeFalse();

            sender.Send("b");
            sender.Send("c");

            receiver.TryPeek(out string? peeked).ShouldBeTrue();
            peeked.ShouldBe("c");
            (await receiver.ChangedAsync()).ShouldBe("c", "what was replaced is left out");
            receiver.TryRead(out string? _).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_change_wakes_all_who_wait(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Watch(0);
            WatchReceiver<int>[] receivers = [receiver, sender.Subscribe(), receiver.Clone()];
            sender.ReceiverCount.ShouldBe(3);
            foreach (WatchReceiver<int> each in receivers)
            {
                each.TryRead(out int _).ShouldBeTrue();
            }

            ValueTask<int>[] waits = [.. receivers.Select(each => each.ChangedAsync())];
            sender.TryWrite(5).ShouldBeTrue();

            foreach (ValueTask<int> wait in waits)
            {
                (await wait).ShouldBe(5);
            }
        });

    [Theory, OnEveryRuntime]
    public void No_update_is_lost(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Watch(0);
            var tasks = new List<JoinHandle>();
            for (int i = 0; i < 4; i++)
            {
                tasks.Add(Task.Spawn(async () =>
                {
                    for (int n = 0; n < 200; n++)
                    {
                        sender.Update(value => value + 1);
                        await Task.YieldNow();
                    }
                }));
            }

            (await receiver.WaitForAsync(value => value == 800)).ShouldBe(800);
            foreach (JoinHandle task in tasks)
            {
                await task;
            }
        });

    [Theory, OnEveryRuntime]
    public void The_end_comes_after_the_last_value(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Watch(1);
            WatchSender<int> other = sender.Clone();
            other.SenderCount.ShouldBe(2);
            sender.Dispose();
            sender.Dispose();
            Should.Throw<ObjectDisposedException>(() => sender.Send(1));
            other.Send(2);
            Task completion = receiver.Completion;
            other.Dispose();
            completion.IsCompleted.ShouldBeFalse();

            (await receiver.ToListAsync()).ShouldBe([2]);
            await completion;
            receiver.IsClosed.ShouldBeTrue();
            receiver.Value.ShouldBe(2);
            await Should.ThrowAsync<ChannelClosedException>(async () => await receiver.ChangedAsync());
            await Should.ThrowAsync<ChannelClosedException>(async () => await receiver.WaitForAsync(_ => false));
            receiver.Dispose();
            other.ReceiverCount.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_closed_watch_gives_values_back_and_its_error_to_the_receivers(RuntimeCase on)
        => on.Run(async _ =>
        {
            var error = new FormatException();
            var (sender, receiver) = Channel.Watch(1);
            receiver.TryRead(out int _).ShouldBeTrue();
            ValueTask<bool> wait = receiver.WaitToReadAsync();
            sender.Complete(error);

            (await Should.ThrowAsync<FormatException>(async () => await wait)).ShouldBeSameAs(error);
            Should.Throw<SendException<int>>(() => sender.Send(2)).Item.ShouldBe(2);
            Should.Throw<SendException<int>>(() => sender.Update(value => value + 2)).Item.ShouldBe(3);
            sender.TryWrite(4).ShouldBeFalse();
            receiver.Value.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void The_error_of_a_closed_watch_is_within_what_a_wait_for_a_change_throws_and_is_what_ends_an_enumeration(RuntimeCase on)
        => on.Run(async _ =>
        {
            var error = new FormatException();
            var (sender, receiver) = Channel.Watch(1);
            await using IAsyncEnumerator<int> all = receiver.GetAsyncEnumerator();
            (await all.MoveNextAsync()).ShouldBeTrue();
            ValueTask<int> change = receiver.ChangedAsync();
            ValueTask<int> never = receiver.WaitForAsync(_ => false);
            ValueTask<bool> next = all.MoveNextAsync();

            sender.Complete(error);

            (await Should.ThrowAsync<ChannelClosedException>(async () => await change)).InnerException.ShouldBeSameAs(error);
            (await Should.ThrowAsync<ChannelClosedException>(async () => await never)).InnerException.ShouldBeSameAs(error);
            (await Should.ThrowAsync<FormatException>(async () => await next)).ShouldBeSameAs(error);
            (await Should.ThrowAsync<ChannelClosedException>(async () => await receiver.ChangedAsync())).InnerException.ShouldBeSameAs(error);
        });

    [Theory, OnEveryRuntime]
    public void A_receiver_that_is_disposed_of_ends_its_own_waits_and_its_completion_and_nobody_elses(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Watch(1);
            WatchReceiver<int> other = receiver.Clone();
            other.TryRead(out int _).ShouldBeTrue();
            ValueTask<int> others = other.ChangedAsync();
            Task completion = receiver.Completion;
            receiver.TryRead(out int _).ShouldBeTrue();
            ValueTask<int> change = receiver.ChangedAsync();
            ValueTask<bool> ready = receiver.WaitToReadAsync();
            WatchReceiver<int> unseen = sender.Subscribe();
            Task unseenCompletion = unseen.Completion;

            receiver.Dispose();
            unseen.Dispose();

            (await Should.ThrowAsync<ChannelClosedException>(async () => await change)).Message.ShouldContain("disposed");
            (await ready).ShouldBeFalse();
            await completion;
            await unseenCompletion;
            await Should.ThrowAsync<ObjectDisposedException>(async () => await receiver.ChangedAsync());
            (sender.ReceiverCount, other.Completion.IsCompleted).ShouldBe((1, false));
            sender.Send(2);
            (await others).ShouldBe(2);
            sender.Dispose();
            await other.Completion;
        });

    [Theory, OnEveryRuntime]
    public void Who_was_woken_by_a_value_gets_the_one_that_has_replaced_it_by_then(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Watch(0);
            receiver.TryRead(out int _).ShouldBeTrue();
            ValueTask<int> first = receiver.ChangedAsync();
            ValueTask<int> second = receiver.ChangedAsync();
            sender.Send(1);
            sender.Send(2);
            sender.Send(3);

            (await second).ShouldBe(3, "it looks first, and sees what is there");
            (await first).ShouldBe(1, "the others were seen at this receiver");
            receiver.HasChanged.ShouldBeFalse();
            ValueTask<int> next = receiver.ChangedAsync();
            sender.Send(4);
            (await next).ShouldBe(4);
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_sees_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Watch(1);
            receiver.TryRead(out int _).ShouldBeTrue();
            using var source = new CancellationTokenSource();
            ValueTask<int> wait = receiver.ChangedAsync(source.Token);
            source.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await wait);

            sender.Send(2);
            (await receiver.ChangedAsync()).ShouldBe(2);
        });
}
