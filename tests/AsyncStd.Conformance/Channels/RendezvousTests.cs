namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>A channel without room: each send meets its receive.</summary>
public sealed class RendezvousTests
{
    [Theory, OnEveryRuntime]
    public void A_send_ends_when_somebody_has_the_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(0);
            ValueTask send = sender.SendAsync(1);
            send.IsCompleted.ShouldBeFalse();
            receiver.Count.ShouldBe(0);

            (await receiver.ReceiveAsync()).ShouldBe(1);
            await send;
        });

    [Theory, OnEveryRuntime]
    public void A_send_that_was_given_up_leaves_nothing_to_be_received(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(0);
            using var source = new CancellationTokenSource();
            Task send = sender.SendAsync(1, source.Token).AsTask();

            source.Cancel();

            receiver.TryReceive(out int _).ShouldBe(TryReceiveResult.Empty);
            await Should.ThrowAsync<OperationCanceledException>(async () => await send);
            sender.TrySend(2).ShouldBe(TrySendResult.Full, "nobody waits for one either");
        });

    [Theory, OnEveryRuntime]
    public void A_receive_takes_from_the_next_send(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(0);
            sender.TrySend(1).ShouldBe(TrySendResult.Full);
            receiver.TryReceive(out int _).ShouldBe(TryReceiveResult.Empty);
            ValueTask<int> receive = receiver.ReceiveAsync();

            sender.TrySend(2).ShouldBe(TrySendResult.Sent);
            (await receive).ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void Who_looks_for_room_sees_a_receiver_who_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(0);
            ValueTask<bool> room = sender.WaitToWriteAsync();
            room.IsCompleted.ShouldBeFalse();
            ValueTask<int> receive = receiver.ReceiveAsync();

            (await room).ShouldBeTrue();
            sender.TryWrite(1).ShouldBeTrue();
            (await receive).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Who_looks_for_a_message_sees_a_sender_who_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(0);
            ValueTask<bool> message = receiver.WaitToReadAsync();
            message.IsCompleted.ShouldBeFalse();
            ValueTask send = sender.SendAsync(1);

            (await message).ShouldBeTrue();
            receiver.TryRead(out int item).ShouldBeTrue();
            item.ShouldBe(1);
            await send;
            receiver.CanPeek.ShouldBeFalse();
            receiver.TryPeek(out int _).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Senders_who_wait_learn_of_the_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<string>(0);
            ValueTask send = sender.SendAsync("mine");
            receiver.Dispose();

            (await Should.ThrowAsync<SendException<string>>(async () => await send)).Item.ShouldBe("mine");
        });

    [Theory, OnEveryRuntime]
    public void Many_meet_many(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Each = 200;
            var (sender, receiver) = Channel.Bounded<int>(0);
            long sum = 0;
            var tasks = new List<JoinHandle>();
            for (int i = 0; i < 3; i++)
            {
                tasks.Add(Task.Spawn(async () =>
                {
                    for (int n = 1; n <= Each; n++)
                    {
                        await sender.SendAsync(n);
                    }
                }));
                tasks.Add(Task.Spawn(async () =>
                {
                    for (int n = 0; n < Each; n++)
                    {
                        Interlocked.Add(ref sum, await receiver.ReceiveAsync());
                    }
                }));
            }

            foreach (JoinHandle task in tasks)
            {
                await task;
            }

            sum.ShouldBe(3 * Each * (Each + 1) / 2);
        });
}
