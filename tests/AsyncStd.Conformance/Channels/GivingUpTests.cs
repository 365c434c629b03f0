namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Counts what becomes of messages whose sends and receives run out of time, or whose tasks are stopped in the middle of one: what was sent is received, once.</summary>
public sealed class GivingUpTests
{
    private const int Sides = 3;
    private const int MessagesOfEach = 150;

    [Theory, OnEveryRuntime]
    public void A_channel_without_room_loses_nothing(RuntimeCase on) => on.Run(async _ => await LosesNothing(Channel.Bounded<int>(0)));

    [Theory, OnEveryRuntime]
    public void A_channel_with_little_room_loses_nothing(RuntimeCase on) => on.Run(async _ => await LosesNothing(Channel.Bounded<int>(2)));

    [Theory, OnEveryRuntime]
    public void A_channel_without_a_limit_loses_nothing(RuntimeCase on) => on.Run(async _ => await LosesNothing(Channel.Unbounded<int>()));

    private static async Task LosesNothing((Sender<int> Sender, Receiver<int> Receiver) channel)
    {
        (Sender<int> sender, Receiver<int> receiver) = channel;
        var sent = new List<int>();
        var received = new List<int>();
        int last = 0;
        JoinHandle[] senders = [.. Enumerable.Range(0, Sides).Select(side => Task.Spawn(async () =>
        {
            var random = new Random(TestSeed.Value + side);
            for (int i = 0; i < MessagesOfEach; i++)
            {
                int message = Interlocked.Increment(ref last);
                await Attempt(random, async limit =>
                {
                    await (limit is { } some ? sender.SendAsync(message, some) : sender.SendAsync(message));
                    Note(sent, message);
                });
            }
        }))];
        JoinHandle[] receivers = [.. Enumerable.Range(0, Sides).Select(side => Task.Spawn(async () =>
        {
            var random = new Random(TestSeed.Value - side - 1);
            while (!receiver.Completion.IsCompleted)
            {
                int kind = random.Next(3);
                await Attempt(random, async limit => await Receive(receiver, kind, limit, received));
            }
        }))];
        foreach (JoinHandle task in senders)
        {
            await task;
        }

        sender.TryComplete();
        foreach (JoinHandle task in receivers)
        {
            await task;
        }

        received.Order().ShouldBe(sent.Order(), TestSeed.Hint);
        received.ShouldNotBeEmpty(TestSeed.Hint);
    }

    private static async Task Receive(Receiver<int> receiver, int kind, TimeSpan? limit, List<int> received)
    {
        if (limit is { } some)
        {
            Note(received, await receiver.ReceiveAsync(some));
            return;
        }

        switch (kind)
        {
            case 0:
                Note(received, await receiver.ReceiveAsync());
                break;

            case 1:
                var buffer = new int[3];
                int count = await receiver.ReceiveManyAsync(buffer);
                Note(received, buffer[..count]);
                break;

            default:
                await using (IAsyncEnumerator<int> all = receiver.GetAsyncEnumerator())
                {
                    if (await all.MoveNextAsync())
                    {
                        Note(received, all.Current);
                    }
                }

                break;
        }
    }

    /// <summary>Does something with a limit, or in a task of its own that is stopped or not.</summary>
    private static async Task Attempt(Random random, Func<TimeSpan?, Task> act)
    {
        int choice = random.Next(6);
        TimeSpan? limit = choice switch
        {
            0 => TimeSpan.Zero,
            1 => TimeSpan.FromTicks(random.Next(1, 5_000)),
            _ => null,
        };
        JoinHandle task = Task.Spawn(async () => await act(limit));
        if (choice is 2 or 3)
        {
            if (choice == 2)
            {
                await Task.YieldNow();
            }

            task.Cancel();
        }

        try
        {
            await task;
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or ChannelClosedException)
        {
            // It was given up, or the channel was at its end.
        }
    }

    private static void Note(List<int> list, params ReadOnlySpan<int> messages)
    {
        lock (list)
        {
            list.AddRange(messages);
        }
    }
}
