namespace AsyncStdConformance.Streams;

using AsyncStd.Prelude;
using AsyncStd.Stream;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class ShareTests
{
    [Theory, OnEveryRuntime]
    public void Every_reader_of_a_broadcast_gets_every_item_of_one_enumeration(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int capacity = 1; capacity < 4; capacity++)
            {
                var source = new Probed<int>([.. Enumerable.Range(0, 50)], new Random(capacity));
                AsyncSequence<int>[] readers = source.Broadcast(3, capacity);

                JoinHandle<List<int>>[] all = [.. readers.Select((reader, i) => Task.Spawn(async () =>
                {
                    var list = new List<int>();
                    await foreach (int item in reader)
                    {
                        list.Add(item);
                        for (int n = 0; n < i; n++)
                        {
                            await Task.YieldNow();
                        }
                    }

                    return list;
                }))];

                foreach (JoinHandle<List<int>> each in all)
                {
                    (await each).ShouldBe(Enumerable.Range(0, 50));
                }

                source.ShouldBeClosed();
                source.Begun.ShouldBe(1);
            }
        });

    [Theory, OnEveryRuntime]
    public void The_fastest_waits_for_the_slowest(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([.. Enumerable.Range(0, 50)]);
            AsyncSequence<int>[] readers = source.Broadcast(2, 5);
            JoinHandle<int> fast = Task.Spawn(async () => await readers[0].CountAsync());
            for (int i = 0; i < 200; i++)
            {
                await Task.YieldNow();
            }

            source.Taken.ShouldBeLessThanOrEqualTo(6); // one may be in the hand of the foreign enumerator
            fast.IsCompleted.ShouldBeFalse();

            (await readers[1].CountAsync()).ShouldBe(50);
            (await fast).ShouldBe(50);
        });

    [Theory, OnEveryRuntime]
    public void A_reader_that_leaves_does_not_hold_the_others_up_and_the_last_closes_the_source(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([.. Enumerable.Range(0, 50)], new Random(1)) { IsEndless = true, CleansUpSlowly = true };
            AsyncSequence<int>[] readers = source.Broadcast(3);

            AsyncSequenceEnumerator<int> never = readers[2].GetAsyncEnumerator();
            await never.DisposeAsync();
            JoinHandle<int> first = Task.Spawn(async () => await readers[0].FirstAsync());
            int sum = await readers[1].Take(50).AggregateAsync(0, (sum, x) => sum + x);

            (await first).ShouldBe(0);
            sum.ShouldBe(49 * 50 / 2);
            source.ShouldBeClosed();
            Should.Throw<InvalidOperationException>(() => readers[0].GetAsyncEnumerator()).Message.ShouldContain("Share");
        });

    [Theory, OnEveryRuntime]
    public void A_failure_reaches_every_reader_after_the_items_before_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([1, 2, 3], new Random(2)) { Failure = (3, new FormatException()) };
            AsyncSequence<int>[] readers = source.Broadcast(2);

            JoinHandle<List<int>>[] all = [.. readers.Select(reader => Task.Spawn(async () =>
            {
                var list = new List<int>();
                await Should.ThrowAsync<FormatException>(async () => await reader.ForEachAsync(list.Add));
                return list;
            }))];

            (await all[0]).ShouldBe([1, 2, 3]);
            (await all[1]).ShouldBe([1, 2, 3]);
            source.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void A_shared_sequence_is_begun_by_the_first_and_anew_after_the_last(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([.. Enumerable.Range(0, 20)], new Random(3));
            AsyncSequence<int> shared = source.Share(2);
            source.Begun.ShouldBe(0);

            AsyncSequenceEnumerator<int> first = shared.GetAsyncEnumerator();
            (await first.MoveNextAsync()).ShouldBeTrue();
            AsyncSequenceEnumerator<int> second = shared.GetAsyncEnumerator();
            JoinHandle<int> secondCount = Task.Spawn(async () =>
            {
                int count = 0;
                while (await second.MoveNextAsync())
                {
                    count++;
                }

                return count;
            });
            int firstCount = 1;
            while (await first.MoveNextAsync())
            {
                firstCount++;
                await Task.YieldNow();
            }

            firstCount.ShouldBe(20);
            (await secondCount).ShouldBeInRange(1, 19);
            await first.DisposeAsync();
            await second.DisposeAsync();
            source.Begun.ShouldBe(1);
            source.Disposed.ShouldBe(1);

            (await shared.CountAsync()).ShouldBe(20);
            source.Begun.ShouldBe(2);
            source.Disposed.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void A_consumer_that_is_cancelled_leaves_the_others_alone(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([.. Enumerable.Range(0, 20)], new Random(4));
            AsyncSequence<int>[] readers = source.Broadcast(2, 4);
            JoinHandle cancelled = Task.Spawn(async () =>
            {
                await foreach (int item in readers[0])
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
            });
            while (source.Taken < 4)
            {
                await Task.YieldNow();
            }

            cancelled.Cancel();

            (await readers[1].CountAsync()).ShouldBe(20);
            await Should.ThrowAsync<OperationCanceledException>(async () => await cancelled);
            source.ShouldBeClosed();
        });
}
