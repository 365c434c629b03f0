namespace AsyncStdTests.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdTests.Tasks;

/// <summary>What messages cost in memory once a channel has its size.</summary>
public sealed class AllocationTests
{
    private const int Messages = 10_000;

    /// <summary>By then the queue has its size, and the tasks have what they need to wait.</summary>
    private const int Warm = 2_000;

    [OptimizedFact]
    public void Messages_through_a_bounded_channel_allocate_nothing() => AllocatedByMessages(3).ShouldBe(0);

    [OptimizedFact]
    public void Messages_that_meet_allocate_nothing() => AllocatedByMessages(0).ShouldBe(0);

    [OptimizedFact]
    public void Messages_through_an_unbounded_channel_allocate_nothing() => AllocatedByMessages(null).ShouldBe(0);

    [OptimizedFact]
    public void Waiting_for_each_message_of_a_broadcast_allocates_nothing()
        => AllocatedByAnswers(
            () => Channel.Broadcast<long>(4),
            static (sender, item) => sender.Send(item),
            static receiver => receiver.ReceiveAsync()).ShouldBe(0);

    [OptimizedFact]
    public void Waiting_for_each_value_of_a_watch_allocates_nothing()
        => AllocatedByAnswers(
            () =>
            {
                var (sender, receiver) = Channel.Watch(0L);
                receiver.TryRead(out long _);
                return (sender, receiver);
            },
            static (sender, item) => sender.Send(item),
            static receiver => receiver.ChangedAsync()).ShouldBe(0);

    [OptimizedFact]
    public void An_enumeration_of_a_broadcast_that_waits_for_each_message_allocates_nothing()
        => AllocatedByAnswers(
            () =>
            {
                var (sender, receiver) = Channel.Broadcast<long>(4);
                return (sender, receiver.GetAsyncEnumerator());
            },
            static (sender, item) => sender.Send(item),
            static receiver => receiver.MoveNextAsync()).ShouldBe(0);

    /// <summary>Two tasks that answer each other: each waits for the message of the other, every time.</summary>
    private static long AllocatedByAnswers<TSender, TReceiver, TResult>(
        Func<(TSender Sender, TReceiver Receiver)> make, Action<TSender, long> send, Func<TReceiver, ValueTask<TResult>> receive)
        => Tasks.AllocationTests.OnRuntime(runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(async () =>
        {
            (TSender Sender, TReceiver Receiver) questions = make(), answers = make();
            JoinHandle answering = Task.Spawn(async () =>
            {
                for (var i = 0; i < Messages; i++)
                {
                    await receive(questions.Receiver);
                    send(answers.Sender, i);
                }
            });
            var before = 0L;
            for (var i = 0; i < Messages; i++)
            {
                before = i == Warm ? AllocatedBytes.SoFar : before;
                send(questions.Sender, i);
                await receive(answers.Receiver);
            }

            long allocated = AllocatedBytes.SoFar - before;
            await answering;
            return allocated;
        })));

    /// <summary>Two tasks, of which each has to wait for the other again and again.</summary>
    private static long AllocatedByMessages(int? capacity)
        => Tasks.AllocationTests.OnRuntime(runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(async () =>
        {
            var (sender, receiver) = capacity is { } some ? Channel.Bounded<long>(some) : Channel.Unbounded<long>();
            JoinHandle<long> receiving = Task.Spawn(receiver, static async receiver =>
            {
                var before = 0L;
                for (var i = 0; i < Messages; i++)
                {
                    before = i == Warm ? AllocatedBytes.SoFar : before;
                    await receiver.ReceiveAsync();
                }

                return AllocatedBytes.SoFar - before;
            });
            for (var i = 0; i < Messages; i++)
            {
                await sender.SendAsync(i);
            }

            return await receiving;
        })));
}
