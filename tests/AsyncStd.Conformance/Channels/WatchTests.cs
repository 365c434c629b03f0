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
