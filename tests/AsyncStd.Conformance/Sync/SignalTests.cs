namespace AsyncStdConformance.Sync;

using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>The primitives that carry no value: events, notifications, barriers, wait groups.</summary>
public sealed class SignalTests
{
    [Theory, OnEveryRuntime]
    public void A_notification_is_kept_for_one_who_comes_later_but_only_one_is(RuntimeCase on)
        => on.Run(async _ =>
        {
            var notify = new Notify();
            notify.NotifyOne();
            notify.NotifyOne();

            await notify.WaitAsync();

            Task second = notify.WaitAsync().AsTask();
            second.IsCompleted.ShouldBeFalse();
            notify.NotifyOne();
            await second;
        });

    [Theory, OnEveryRuntime]
    public void Notifying_all_keeps_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            var notify = new Notify();
            Task[] waits = [.. Enumerable.Range(0, 5).Select(_ => notify.WaitAsync().AsTask())];

            notify.NotifyAll();

            await Task.WhenAll(waits);
            Task late = notify.WaitAsync().AsTask();
            late.IsCompleted.ShouldBeFalse();
            notify.NotifyOne();
            await late;
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_takes_no_notification(RuntimeCase on)
        => on.Run(async _ =>
        {
            var notify = new Notify();
            using var source = new CancellationTokenSource();
            Task first = notify.WaitAsync(source.Token).AsTask();
            Task second = notify.WaitAsync().AsTask();

            source.Cancel();
            notify.NotifyOne();

            await second;
            await Should.ThrowAsync<OperationCanceledException>(first);
        });

    [Theory, OnEveryRuntime]
    public void A_manual_reset_event_lets_everybody_pass_until_it_is_reset(RuntimeCase on)
        => on.Run(async _ =>
        {
            var gate = new AsyncManualResetEvent();
            Task[] waits = [.. Enumerable.Range(0, 3).Select(_ => gate.WaitAsync().AsTask())];
            gate.Set();
            gate.IsSet.ShouldBeTrue();
            await Task.WhenAll(waits);
            await gate.WaitAsync();

            gate.Reset();

            Task late = gate.WaitAsync().AsTask();
            late.IsCompleted.ShouldBeFalse();
            gate.Set();
            gate.Reset();
            await late;
            new AsyncManualResetEvent(initialState: true).IsSet.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void An_auto_reset_event_lets_one_pass_for_each_set(RuntimeCase on)
        => on.Run(async _ =>
        {
            var turn = new AsyncAutoResetEvent(initialState: true);
            await turn.WaitAsync();
            Task first = turn.WaitAsync().AsTask();
            Task second = turn.WaitAsync().AsTask();

            turn.Set();

            await first;
            second.IsCompleted.ShouldBeFalse();
            turn.IsSet.ShouldBeFalse();
            turn.Set();
            await second;
            turn.Set();
            turn.Reset();
            turn.IsSet.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_barrier_opens_when_all_have_arrived_and_the_last_one_leads(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Participants = 4;
            const int Rounds = 10;
            var barrier = new AsyncBarrier(Participants);
            int leaders = 0;
            int arrived = 0;
            JoinHandle[] tasks = [.. Enumerable.Range(0, Participants).Select(_ => Task.Spawn(async () =>
            {
                for (int round = 1; round <= Rounds; round++)
                {
                    Interlocked.Increment(ref arrived);
                    var result = await barrier.WaitAsync();
                    Volatile.Read(ref arrived).ShouldBeGreaterThanOrEqualTo(round * Participants);
                    if (result.IsLeader)
                    {
                        Interlocked.Increment(ref leaders);
                    }
                }
            }))];
            foreach (JoinHandle task in tasks)
            {
                await task;
            }

            leaders.ShouldBe(Rounds);
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_at_a_barrier_does_not_stay_counted(RuntimeCase on)
        => on.Run(async _ =>
        {
            var barrier = new AsyncBarrier(2);
            using var source = new CancellationTokenSource();
            Task<AsyncBarrier.WaitResult> gone = barrier.WaitAsync(source.Token).AsTask();
            source.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(gone);
            barrier.WaitingCount.ShouldBe(0);

            Task<AsyncBarrier.WaitResult> first = barrier.WaitAsync().AsTask();
            first.IsCompleted.ShouldBeFalse("the cancelled one is not in its place");
            (await barrier.WaitAsync()).IsLeader.ShouldBeTrue();
            (await first).IsLeader.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void At_a_barrier_for_one_or_none_nobody_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await new AsyncBarrier(1).WaitAsync()).IsLeader.ShouldBeTrue();
            (await new AsyncBarrier(0).WaitAsync()).IsLeader.ShouldBeTrue();
            Should.Throw<ArgumentOutOfRangeException>(() => new AsyncBarrier(-1)).ParamName.ShouldBe("participantCount");
        });

    [Theory, OnEveryRuntime]
    public void A_wait_group_waits_until_everything_is_done(RuntimeCase on)
        => on.Run(async _ =>
        {
            var group = new WaitGroup();
            await group.WaitAsync();
            group.Add(2);
            group.Add();
            Task wait = group.WaitAsync().AsTask();
            JoinHandle[] tasks = [.. Enumerable.Range(0, 3).Select(_ => Task.Spawn(async () =>
            {
                await Task.YieldNow();
                group.Done();
            }))];

            await wait;

            group.Count.ShouldBe(0);
            foreach (JoinHandle task in tasks)
            {
                await task;
            }

            group.Add();
            group.WaitAsync().IsCompleted.ShouldBeFalse("it is used again");
            group.Done();
            Should.Throw<InvalidOperationException>(group.Done);
            Should.Throw<ArgumentOutOfRangeException>(() => group.Add(-1)).ParamName.ShouldBe("count");
            group.Add(int.MaxValue);
            Should.Throw<OverflowException>(() => group.Add());
        });

    [Theory, OnEveryRuntime]
    public void Blocking_is_for_threads_of_no_runtime(RuntimeCase on)
        => on.Run(async _ =>
        {
            var notify = new Notify();
            var manual = new AsyncManualResetEvent(initialState: true);
            var auto = new AsyncAutoResetEvent(initialState: true);
            var barrier = new AsyncBarrier(2);
            var group = new WaitGroup();
            Should.Throw<InvalidOperationException>(() => notify.WaitBlocking());
            Should.Throw<InvalidOperationException>(() => manual.WaitBlocking());
            Should.Throw<InvalidOperationException>(() => auto.WaitBlocking());
            Should.Throw<InvalidOperationException>(() => barrier.WaitBlocking());
            Should.Throw<InvalidOperationException>(() => group.WaitBlocking());
            Task thread = ForeignThread.Start(() =>
            {
                manual.WaitBlocking();
                auto.WaitBlocking();
                group.WaitBlocking();
                barrier.WaitBlocking();
                notify.WaitBlocking();
            });

            await barrier.WaitAsync();
            notify.NotifyOne();
            thread.WaitWithin(TimeSpan.FromSeconds(60));
        });
}
