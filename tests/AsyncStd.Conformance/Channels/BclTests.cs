namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStdConformance.Harness;

/// <summary>Code that was written for the BCL's channels takes ours.</summary>
public sealed class BclTests
{
    [Theory, OnEveryRuntime]
    public void The_loop_of_waits_and_tries_works_on_both_sides(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (int? capacity in new int?[] { 1, 3, 100, null })
            {
                var (sender, receiver) = capacity is { } some ? Channel.Bounded<int>(some) : Channel.Unbounded<int>();
                var fill = Task.Spawn(async () => await Fill(sender, 500));
                (await Drain(receiver)).ShouldBe(500 * 499 / 2);
                await fill;
                await receiver.Completion;
            }

            static async Task Fill(ChannelWriter<int> writer, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    while (!writer.TryWrite(i))
                    {
                        (await writer.WaitToWriteAsync()).ShouldBeTrue();
                    }
                }

                writer.Complete();
                (await writer.WaitToWriteAsync()).ShouldBeFalse();
            }

            static async Task<int> Drain(ChannelReader<int> reader)
            {
                int sum = 0;
                while (await reader.WaitToReadAsync())
                {
                    while (reader.TryRead(out int item))
                    {
                        sum += item;
                    }
                }

                return sum;
            }
        });

    [Theory, OnEveryRuntime]
    public void ReadAllAsync_and_LINQ_take_a_receiver(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(2);
            var fill = Task.Spawn(async () =>
            {
                for (int i = 0; i < 10; i++)
                {
                    await sender.WriteAsync(i);
                }

                sender.Dispose();
            });

            ChannelReader<int> reader = receiver;
            (await reader.ReadAllAsync().Take(3).ToListAsync()).ShouldBe([0, 1, 2]);
            (await receiver.Where(i => i % 2 == 0).Select(i => i * 10).ToListAsync()).ShouldBe([40, 60, 80]);
            await fill;
        });

    [Theory, OnEveryRuntime]
    public void A_reader_can_count_and_peek(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(2);
            ChannelReader<int> reader = receiver;
            (reader.CanCount, reader.CanPeek).ShouldBe((true, true));
            reader.TryPeek(out int none).ShouldBeFalse();
            await sender.SendAsync(5);

            reader.Count.ShouldBe(1);
            reader.TryPeek(out int item).ShouldBeTrue();
            item.ShouldBe(5);
            reader.Count.ShouldBe(1);
            (await reader.ReadAsync()).ShouldBe(5);
        });

    [Theory, OnEveryRuntime]
    public void All_who_wait_to_read_are_told_of_one_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(2);
            ValueTask<bool> first = receiver.WaitToReadAsync();
            ValueTask<bool> second = receiver.WaitToReadAsync();

            await sender.SendAsync(1);

            (await first).ShouldBeTrue();
            (await second).ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_task_of_a_channel_is_awaited_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(2);
            ValueTask<int> receive = receiver.ReceiveAsync();
            await sender.SendAsync(1);
            (await receive).ShouldBe(1);

            await Should.ThrowAsync<InvalidOperationException>(async () => await receive);
        });
}
