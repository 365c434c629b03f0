namespace AsyncStdConformance.Channels;

using System.Reflection;
using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>One branch wins; the others have had no effect.</summary>
public sealed class SelectTests
{
    [Theory, OnEveryRuntime]
    public void A_branch_that_is_ready_wins_without_a_wait(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (first, fromFirst) = Channel.Bounded<int>(2);
            var (second, fromSecond) = Channel.Bounded<string>(2);
            await second.SendAsync("ready");

            ChannelSelect<string> select = Channel.Select<string>().Receive(fromFirst, n => $"first {n}").Receive(fromSecond, text => $"second {text}");
            select.TryRun(out string? got).ShouldBeTrue();
            got.ShouldBe("second ready");
            select.TryRun(out string? _).ShouldBeFalse();
            await first.SendAsync(1);
            (await select.RunAsync()).ShouldBe("first 1");
        });

    [Theory, OnEveryRuntime]
    public void A_select_waits_for_the_first_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (first, fromFirst) = Channel.Bounded<int>(2);
            var (second, fromSecond) = Channel.Bounded<string>(2);
            var won = Task.Spawn(async () => await Channel.Select<string>()
                .Receive(fromFirst, n => $"first {n}")
                .Receive(fromSecond, text => $"second {text}")
                .RunAsync());
            await Task.YieldNow();
            await second.SendAsync("late");

            (await won).ShouldBe("second late");
            await first.SendAsync(1);
            await second.SendAsync("still there");
            (fromFirst.Count, fromSecond.Count).ShouldBe((1, 1), "the select waits no longer");
        });

    [Theory, OnEveryRuntime]
    public void A_select_sends_when_there_is_room_and_else_not(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (full, fromFull) = Channel.Bounded<int>(1);
            var (other, fromOther) = Channel.Bounded<int>(1);
            await full.SendAsync(0);
            ChannelSelect<string> select = Channel.Select<string>().Send(full, 7, () => "sent").Receive(fromOther, n => $"received {n}");
            select.TryRun(out string? _).ShouldBeFalse();

            Task<string> received = select.RunAsync().AsTask();
            await other.SendAsync(1);
            (await received).ShouldBe("received 1");
            Task<string> sent = select.RunAsync().AsTask();
            (await fromFull.ReceiveAsync()).ShouldBe(0);
            (await sent).ShouldBe("sent");

            (await fromFull.ReceiveAsync()).ShouldBe(7);
            fromFull.IsEmpty.ShouldBeTrue("the branch that lost has sent nothing");
        });

    [Theory, OnEveryRuntime]
    public void Two_selects_meet_on_a_channel_without_room(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(0);
            var (_, never) = Channel.Bounded<int>(0);
            var sending = Task.Spawn(async () => await Channel.Select<string>().Send(sender, 5, () => "sent").Receive(never, _ => "never").RunAsync());
            var receiving = Task.Spawn(async () => await Channel.Select<int>().Receive(receiver, n => n).Receive(never, n => -1).RunAsync());

            (await sending).ShouldBe("sent");
            (await receiving).ShouldBe(5);
        });

    [Theory, OnEveryRuntime]
    public void The_two_sides_of_one_select_do_not_meet(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(0);
            Task<string> both = Channel.Select<string>().Send(sender, 1, () => "sent").Receive(receiver, n => $"received {n}").RunAsync().AsTask();
            both.IsCompleted.ShouldBeFalse();

            (await receiver.ReceiveAsync()).ShouldBe(1);
            (await both).ShouldBe("sent");
        });

    [Theory, OnEveryRuntime]
    public void A_time_wins_if_nothing_comes(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            ChannelSelect<string> select = Channel.Select<string>()
                .After(TimeSpan.FromMilliseconds(5), () => "time")
                .Receive(receiver, n => $"received {n}");
            long started = runtime.Clock.GetTimestamp();
            (await select.RunAsync()).ShouldBe("time");
            runtime.Clock.GetElapsedTime(started).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(5));

            await sender.SendAsync(1);
            receiver.Count.ShouldBe(1);
            (await select.RunAsync()).ShouldBe("received 1");
            (await Channel.Select<string>().After(TimeSpan.Zero, () => "nothing").Receive(receiver, _ => "message").RunAsync()).ShouldBe("nothing");
            await sender.SendAsync(2);
            (await Channel.Select<string>().After(TimeSpan.Zero, () => "nothing").Receive(receiver, _ => "message").RunAsync()).ShouldBe("message");
            Should.Throw<ArgumentOutOfRangeException>(() => Channel.Select<int>().After(TimeSpan.FromTicks(-1), () => 0));
        });

    [Theory, OnEveryRuntime]
    public void The_end_of_a_task_wins_and_a_task_that_loses_goes_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            var source = new TaskCompletionSource<string>();
            ChannelSelect<string> select = Channel.Select<string>().When(source.Task, text => text).Receive(receiver, n => $"received {n}");
            Task<string> running = select.RunAsync().AsTask();
            await sender.SendAsync(1);
            (await running).ShouldBe("received 1");

            running = select.RunAsync().AsTask();
            source.SetResult("the task");
            (await running).ShouldBe("the task");

            var worker = Task.Spawn(async () => { await Task.YieldNow(); return 3; });
            (await Channel.Select<int>().When(worker, n => n).Receive(receiver, n => -n).RunAsync()).ShouldBe(3);
            (await Channel.Select<int>().When(Task.CompletedTask, () => 4).RunAsync()).ShouldBe(4);
            await Should.ThrowAsync<FormatException>(async () => await Channel.Select<int>().When(Task.FromException(new FormatException()), () => 4).RunAsync());
        });

    [Theory, OnEveryRuntime]
    public void A_closed_channel_is_left_out_unless_one_wants_to_know(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (first, fromFirst) = Channel.Bounded<int>(1);
            var (second, fromSecond) = Channel.Bounded<int>(1);
            ChannelSelect<string> select = Channel.Select<string>().Receive(fromFirst, n => $"first {n}").Receive(fromSecond, n => $"second {n}");
            Task<string> running = select.RunAsync().AsTask();
            first.Dispose();
            running.IsCompleted.ShouldBeFalse();
            await second.SendAsync(1);
            (await running).ShouldBe("second 1");
            second.Dispose();
            await Should.ThrowAsync<ChannelClosedException>(async () => await select.RunAsync());
            select.TryRun(out string? _).ShouldBeFalse();

            (await Channel.Select<string>().Receive(fromFirst, n => $"first {n}", () => "closed").RunAsync()).ShouldBe("closed");
            var (third, fromThird) = Channel.Bounded<int>(1);
            await third.SendAsync(0);
            Task<string> sending = Channel.Select<string>().Send(third, 1, () => "sent", () => "nobody").RunAsync().AsTask();
            fromThird.Dispose();
            (await sending).ShouldBe("nobody");
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_select_has_had_no_effect(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            var (full, fromFull) = Channel.Bounded<int>(1);
            await full.SendAsync(0);
            using var source = new CancellationTokenSource();
            ChannelSelect<int> select = Channel.Select<int>().Receive(receiver, n => n).Send(full, 1, () => -1).After(TimeSpan.FromHours(1), () => -2);
            Task<int> running = select.RunAsync(source.Token).AsTask();
            running.IsCompleted.ShouldBeFalse();
            source.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await running);
            await Should.ThrowAsync<OperationCanceledException>(async () => await select.RunAsync(source.Token));
            (await fromFull.ReceiveAsync()).ShouldBe(0);
            fromFull.IsEmpty.ShouldBeTrue();
            await sender.SendAsync(5);
            receiver.Count.ShouldBe(1);

            var task = Task.Spawn(async () => await Channel.Select<int>().After(Timeout.InfiniteTimeSpan, () => 0).RunAsync());
            await Task.YieldNow();
            task.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await task);
        });

    [Theory, OnEveryRuntime]
    public void A_select_that_never_has_to_wait_gives_way_and_can_be_stopped(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            ChannelSelect<int> select = Channel.Select<int>().Send(sender, 1, () => 0).Receive(receiver, item => item);
            JoinHandle task = Task.Spawn(async () =>
            {
                while (true)
                {
                    await select.RunAsync();
                }
            });
            await Task.YieldNow();

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await task);
        });

    [Theory, OnEveryRuntime]
    public void Branches_that_have_lost_leave_nothing_with_their_task_and_no_timer(RuntimeCase on)
        => on.Run(async runtime =>
        {
            FieldInfo continuations = typeof(System.Threading.Tasks.Task).GetField("m_continuationObject", BindingFlags.NonPublic | BindingFlags.Instance)!;
            var never = new TaskCompletionSource();
            var (sender, receiver) = Channel.Bounded<int>(1);
            ChannelSelect<int> select = Channel.Select<int>().When(never.Task, () => -1).After(TimeSpan.FromHours(1), () => -2).Receive(receiver, item => item);
            for (int i = 0; i < 5; i++)
            {
                Task<int> running = select.RunAsync().AsTask();
                await Turns.Until(IsListenedTo, "the select to listen to its task");
                running.IsCompleted.ShouldBeFalse();
                await sender.SendAsync(i);
                (await running).ShouldBe(i);
            }

            IsListenedTo().ShouldBeFalse();
            runtime.Metrics.Timers.ShouldBe(0);

            bool IsListenedTo() => continuations.GetValue(never.Task) is { } some && (some is not List<object?> list || list.Exists(each => each is not null));
        });

    [Theory, OnEveryRuntime]
    public void In_order_the_first_branch_wins_and_else_each_has_its_turn(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (first, fromFirst) = Channel.Unbounded<int>();
            var (second, fromSecond) = Channel.Unbounded<int>();
            for (int i = 0; i < 200; i++)
            {
                await first.SendAsync(i);
                await second.SendAsync(i);
            }

            ChannelSelect<int> ordered = Channel.Select<int>().Receive(fromFirst, _ => 1).Receive(fromSecond, _ => 2).InOrder();
            ChannelSelect<int> fair = Channel.Select<int>().Receive(fromFirst, _ => 1).Receive(fromSecond, _ => 2);
            for (int i = 0; i < 50; i++)
            {
                (await ordered.RunAsync()).ShouldBe(1);
            }

            int seconds = 0;
            for (int i = 0; i < 100; i++)
            {
                seconds += await fair.RunAsync() == 2 ? 1 : 0;
            }

            seconds.ShouldBeInRange(20, 80);
        });

    [Theory, OnEveryRuntime]
    public void Misuse_is_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (sender, receiver) = Channel.Bounded<int>(1);
            await Should.ThrowAsync<InvalidOperationException>(async () => await Channel.Select<int>().RunAsync());
            ChannelSelect<int> select = Channel.Select<int>().Receive(receiver, n => n);
            Task<int> running = select.RunAsync().AsTask();
            await Should.ThrowAsync<InvalidOperationException>(async () => await select.RunAsync());
            Should.Throw<InvalidOperationException>(() => select.Send(sender, 1, () => 1));
            await sender.SendAsync(1);
            (await running).ShouldBe(1);

            Channel.Select<int>().Receive(receiver, _ => throw new FormatException());
            await sender.SendAsync(2);
            await Should.ThrowAsync<FormatException>(async () => await Channel.Select<int>().Receive(receiver, int (_) => throw new FormatException()).RunAsync());
            receiver.Dispose();
            Should.Throw<ObjectDisposedException>(() => Channel.Select<int>().Receive(receiver, n => n));
        });

    [Theory, OnEveryRuntime]
    public void Selects_that_fight_and_give_up_lose_no_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (int capacity in new[] { 0, 1, 3 })
            {
                await LosesNothing(capacity, seed: 7 + capacity);
            }
        });

    /// <summary>Selects on both sides of three channels, some of them given up: what was sent is received, once.</summary>
    private static async Task LosesNothing(int capacity, int seed)
    {
        const int Each = 150;
        var channels = Enumerable.Range(0, 3).Select(_ => Channel.Bounded<int>(capacity)).ToArray();
        var sent = new HashSet<int>();
        var received = new List<int>();
        int next = 0;
        var senders = new List<JoinHandle>();
        var receivers = new List<JoinHandle>();
        for (int i = 0; i < 3; i++)
        {
            int own = seed * 10 + i;
            senders.Add(Task.Spawn(async () =>
            {
                var random = new Random(own);
                for (int n = 0; n < Each; n++)
                {
                    int message = Interlocked.Increment(ref next);
                    int a = random.Next(3);
                    int b = random.Next(3);
                    ChannelSelect<bool> select = Channel.Select<bool>().Send(channels[a].Sender, message, () => true).Send(channels[b].Sender, message, () => true);
                    if (await Run(select, random))
                    {
                        lock (sent)
                        {
                            sent.Add(message);
                        }
                    }
                }
            }));
            own += 5;
            receivers.Add(Task.Spawn(async () =>
            {
                var random = new Random(own);
                ChannelSelect<bool> select = Channel.Select<bool>();
                foreach ((_, Receiver<int> receiver) in channels)
                {
                    select.Receive(receiver, message =>
                    {
                        lock (received)
                        {
                            received.Add(message);
                        }

                        return true;
                    });
                }

                try
                {
                    while (true)
                    {
                        await Run(select, random);
                    }
                }
                catch (ChannelClosedException)
                {
                }
            }));
        }

        foreach (JoinHandle task in senders)
        {
            await task;
        }

        foreach ((Sender<int> sender, _) in channels)
        {
            sender.Dispose();
        }

        foreach (JoinHandle task in receivers)
        {
            await task;
        }

        received.Order().ShouldBe(sent.Order(), $"capacity {capacity}, seed {seed}");

        static async Task<bool> Run(ChannelSelect<bool> select, Random random)
        {
            using var source = new CancellationTokenSource();
            Task<bool> running = select.RunAsync(source.Token).AsTask();
            if (random.Next(2) == 0)
            {
                await Task.YieldNow();
            }

            if (random.Next(3) == 0)
            {
                source.Cancel();
            }

            try
            {
                return await running;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }
}
