namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Giving up a send or a receive loses nothing.</summary>
public sealed class CancellationTests
{
    [Theory, OnEveryRuntime]
    public void A_token_that_is_cancelled_already_stops_even_what_is_ready(RuntimeCase on)
        => on.Run(async _ =>
        {
            var cancelled = new CancellationToken(true);
            var (sender, receiver) = Channel.Bounded<int>(2);
            await sender.SendAsync(1);

            sender.SendAsync(2, cancelled).IsCanceled.ShouldBeTrue();
            receiver.ReceiveAsync(cancelled).IsCanceled.ShouldBeTrue();
            receiver.ReceiveManyAsync(new int[1], cancelled).IsCanceled.ShouldBeTrue();
            receiver.WaitToReadAsync(cancelled).IsCanceled.ShouldBeTrue();
            sender.WaitToWriteAsync(cancelled).IsCanceled.ShouldBeTrue();
            await using IAsyncEnumerator<int> all = receiver.GetAsyncEnumerator(cancelled);
            all.MoveNextAsync().IsCanceled.ShouldBeTrue();
            receiver.Count.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_token_ends_each_kind_of_wait(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            await Cancelled(token => receiver.ReceiveAsync(token).AsTask());
            await Cancelled(token => receiver.ReceiveManyAsync(new int[2], token).AsTask());
            await Cancelled(token => receiver.WaitToReadAsync(token).AsTask());
            await Cancelled(token => receiver.GetAsyncEnumerator(token).MoveNextAsync().AsTask());
            await Cancelled(token => receiver.ReadAllAsync(token).GetAsyncEnumerator(CancellationToken.None).MoveNextAsync().AsTask());
            await sender.SendAsync(1);
            await Cancelled(token => sender.SendAsync(2, token).AsTask());
            await Cancelled(token => sender.WaitToWriteAsync(token).AsTask());

            (await receiver.ReceiveAsync()).ShouldBe(1);
            receiver.TryReceive(out int _).ShouldBe(TryReceiveResult.Empty, "a cancelled send was not sent");
            await sender.SendAsync(3);
            (await receiver.ReceiveAsync()).ShouldBe(3, "a cancelled receive takes nothing");

            static async Task Cancelled(Func<CancellationToken, Task> wait)
            {
                using var source = new CancellationTokenSource();
                Task task = wait(source.Token);
                task.IsCompleted.ShouldBeFalse();
                source.Cancel();
                (await Should.ThrowAsync<OperationCanceledException>(async () => await task)).CancellationToken.ShouldBe(source.Token);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_is_asked_to_stop_stops_waiting(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            var task = Task.Spawn(async () => await receiver.ReceiveAsync());
            await Task.YieldNow();

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await task);
            await sender.SendAsync(1);
            (await receiver.ReceiveAsync()).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_never_has_to_wait_can_be_stopped(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            var task = Task.Spawn(async () =>
            {
                while (true)
                {
                    await sender.SendAsync(1);
                    await receiver.ReceiveAsync();
                }
            });
            await Task.YieldNow();

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await task);
        });

    [Theory, OnEveryRuntime]
    public void A_task_whose_limits_never_run_out_can_be_stopped(RuntimeCase on)
        => on.Run(async _ =>
        {
            TimeSpan limit = TimeSpan.FromHours(1);
            var (sender, receiver) = Channel.Bounded<int>(1);
            var task = Task.Spawn(async () =>
            {
                while (true)
                {
                    await sender.SendAsync(1, limit);
                    await receiver.ReceiveAsync(limit);
                }
            });
            await Task.YieldNow();

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await task);
        });

    [Theory, OnEveryRuntime]
    public void A_receiver_of_a_broadcast_or_a_watch_that_never_has_to_wait_can_be_stopped(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (all, fromAll) = Channel.Broadcast<int>(4);
            var (value, watching) = Channel.Watch(0);
            await Stops(async () =>
            {
                while (true)
                {
                    all.Send(1);
                    await fromAll.ReceiveAsync();
                }
            });
            await Stops(async () =>
            {
                using BroadcastReceiver<int> mine = all.Subscribe();
                all.Send(1);
                await foreach (int _ in mine)
                {
                    all.Send(1);
                }
            });
            await Stops(async () =>
            {
                while (true)
                {
                    value.Send(1);
                    await watching.ChangedAsync();
                }
            });
            await Stops(async () =>
            {
                await foreach (int _ in watching)
                {
                    value.Send(1);
                }
            });
            await Stops(async () =>
            {
                while (true)
                {
                    await watching.WaitForAsync(_ => true);
                }
            });

            static async Task Stops(Func<TaskBody> body)
            {
                JoinHandle task = Task.Spawn(body);
                await Task.YieldNow();
                task.Cancel();
                await Should.ThrowAsync<OperationCanceledException>(async () => await task);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_does_not_keep_the_next_from_being_served(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            using var source = new CancellationTokenSource();
            Task<int> first = receiver.ReceiveAsync(source.Token).AsTask();
            ValueTask<int> second = receiver.ReceiveAsync();
            source.Cancel();

            await sender.SendAsync(1);

            (await second).ShouldBe(1);
            await Should.ThrowAsync<OperationCanceledException>(async () => await first);
        });

    [Theory, OnEveryRuntime]
    public void Random_cancellations_lose_no_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (int capacity in new[] { 0, 1, 5 })
            {
                await LosesNothing(capacity, seed: 100 + capacity);
            }
        });

    [Theory, OnEveryRuntime]
    public void Many_waits_are_cancelled_at_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Count = 1_000;
            var (sender, receiver) = Channel.Bounded<int>(1);
            using var source = new CancellationTokenSource();
            var waits = new Task[Count];
            for (int i = 0; i < Count; i++)
            {
                waits[i] = receiver.ReceiveAsync(source.Token).AsTask();
            }

            source.Cancel();

            foreach (Task wait in waits)
            {
                await Should.ThrowAsync<OperationCanceledException>(async () => await wait);
            }

            await sender.SendAsync(1);
            (await receiver.ReceiveAsync()).ShouldBe(1);
        });

    /// <summary>Senders and receivers whose every call may be cut short, by a token, a limit or their task: what was sent is received, once.</summary>
    private static async Task LosesNothing(int capacity, int seed)
    {
        const int Each = 300;
        var random = new Random(seed);
        var (sender, receiver) = Channel.Bounded<int>(capacity);
        var sent = new List<int>();
        var received = new List<int>();
        int next = 0;
        var senders = new List<JoinHandle>();
        var receivers = new List<JoinHandle>();
        using var stop = new CancellationTokenSource();
        for (int i = 0; i < 3; i++)
        {
            int own = random.Next();
            senders.Add(Task.Spawn(async () =>
            {
                var mine = new Random(own);
                for (int n = 0; n < Each; n++)
                {
                    int message = Interlocked.Increment(ref next);
                    using var source = new CancellationTokenSource();
                    Task send = sender.SendAsync(message, source.Token).AsTask();
                    await Maybe(mine, source);
                    if (await Succeeds(send))
                    {
                        lock (sent)
                        {
                            sent.Add(message);
                        }
                    }
                }
            }));
            own = random.Next();
            receivers.Add(Task.Spawn(async () =>
            {
                var mine = new Random(own);
                while (true)
                {
                    using var source = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                    Task<int> receive = receiver.ReceiveAsync(source.Token).AsTask();
                    await Maybe(mine, source);
                    if (await Succeeds(receive))
                    {
                        int message = await receive;
                        lock (received)
                        {
                            received.Add(message);
                        }
                    }
                    else if (stop.IsCancellationRequested || receiver.IsClosed)
                    {
                        return;
                    }
                }
            }));
        }

        foreach (JoinHandle task in senders)
        {
            await task;
        }

        sender.TryComplete();
        foreach (JoinHandle task in receivers)
        {
            await task;
        }

        while (receiver.TryReceive(out int left) == TryReceiveResult.Received)
        {
            received.Add(left);
        }

        received.Order().ShouldBe(sent.Order(), $"capacity {capacity}, seed {seed}");

        static async Task Maybe(Random random, CancellationTokenSource source)
        {
            switch (random.Next(4))
            {
                case 0:
                    await Task.YieldNow();
                    source.Cancel();
                    break;
                case 1:
                    source.Cancel();
                    break;
                case 2:
                    await Task.YieldNow();
                    break;
            }
        }

        static async Task<bool> Succeeds(Task task)
        {
            try
            {
                await task;
                return true;
            }
            catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
            {
                return false;
            }
        }
    }
}
