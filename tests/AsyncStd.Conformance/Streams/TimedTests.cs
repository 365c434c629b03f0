namespace AsyncStdConformance.Streams;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Stream;
using AsyncStdConformance.Harness;

/// <summary>Only where time does not run by itself, so that each moment is exact.</summary>
public sealed class TimedTests
{
    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Throttle_spaces_items_out_and_drops_none(RuntimeCase on)
        => on.Run(async runtime => (await StampsAsync(runtime, AsyncSequence.Range(0, 4).Throttle(Ms(10)))).ShouldBe(["0: 0", "10: 1", "20: 2", "30: 3"]));

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Throttle_does_not_hold_back_what_is_slow_already(RuntimeCase on)
        => on.Run(async runtime => (await StampsAsync(runtime, At(0, 3, 20, 50).Throttle(Ms(10)))).ShouldBe(["0: 0", "10: 3", "20: 20", "50: 50"]));

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Delay_holds_back_the_first_item_only(RuntimeCase on)
        => on.Run(async runtime => (await StampsAsync(runtime, At(0, 1, 2).Delay(Ms(100)))).ShouldBe(["100: 0", "101: 1", "102: 2"]));

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void A_delay_that_was_cut_short_goes_on_where_it_stopped(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long begin = runtime.Clock.GetTimestamp();
            await using AsyncSequenceEnumerator<int> items = AsyncSequence.Range(7, 1).Delay(Ms(100)).GetAsyncEnumerator();

            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(Ms(60), () => items.MoveNextAsync()));
            (await items.MoveNextAsync()).ShouldBeTrue();

            items.Current.ShouldBe(7);
            runtime.Clock.GetElapsedTime(begin).ShouldBe(Ms(100));
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Timeout_throws_when_an_item_is_late_and_closes_the_source(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long begin = runtime.Clock.GetTimestamp();
            var seen = new List<int>();
            var source = new Probed<int>([1, 2]) { IsEndless = true, CleansUpSlowly = true };

            TimeoutException e = await Should.ThrowAsync<TimeoutException>(async () => await source.Timeout(Ms(50)).ForEachAsync(seen.Add));

            e.Message.ShouldContain("0.05");
            seen.ShouldBe([1, 2]);
            runtime.Clock.GetElapsedTime(begin).ShouldBe(Ms(51)); // and one for the clean-up
            source.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_time_of_a_timeout_begins_when_the_consumer_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            int count = 0;

            await foreach (int item in At(0, 40, 80, 120).Timeout(Ms(50)))
            {
                count++;
                await Task.Sleep(Ms(70)); // longer than the limit, but it is not the source that is slow
            }

            count.ShouldBe(4);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Try_timeout_says_so_and_goes_on(RuntimeCase on)
        => on.Run(async runtime => (await StampsAsync(runtime, At(0, 25, 30).TryTimeout(Ms(10)))).ShouldBe(
            ["0: (True, 0)", "10: (False, 0)", "20: (False, 0)", "25: (True, 25)", "30: (True, 30)"]));

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Chunks_are_handed_out_full_or_when_their_time_is_up(RuntimeCase on)
        => on.Run(async runtime => (await StampsAsync(runtime, At(0, 1, 2, 3, 30, 31, 60).ChunksTimeout(3, Ms(10)).Select(chunk => string.Join('+', chunk)))).ShouldBe(
            ["2: 0+1+2", "13: 3", "40: 30+31", "60: 60"]));

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Debounce_gives_the_last_item_of_each_burst(RuntimeCase on)
        => on.Run(async runtime => (await StampsAsync(runtime, At(0, 5, 8, 40, 45, 100).Debounce(Ms(10)))).ShouldBe(["18: 8", "55: 45", "100: 100"]));

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Sample_gives_the_latest_item_at_each_tick(RuntimeCase on)
        => on.Run(async runtime => (await StampsAsync(runtime, At(1, 5, 8, 22, 29, 55, 57).Sample(Ms(10)))).ShouldBe(["10: 8", "30: 29", "57: 57"]));

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Groups_are_over_when_they_are_full_or_old(RuntimeCase on)
        => on.Run(async runtime => (await StampsAsync(runtime, At(0, 1, 2, 4, 30, 31)
            .GroupByUntil(x => x % 2 == 0 ? "even" : null, 3, Ms(20))
            .Select(group => $"{group.Key ?? "odd"} {string.Join('+', group)}"))).ShouldBe(["4: even 0+2+4", "21: odd 1", "31: even 30", "31: odd 31"]));

    [Theory, OnEveryRuntime]
    public void Groups_are_over_when_a_function_says_so_or_there_are_too_many(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<string> groups = await AsyncSequence.From(["a1", "b1", "A2", "c1", "c2", "b2"])
                .GroupByUntil(x => x[..1], group => group.Count == 2, maxGroups: 2, StringComparer.OrdinalIgnoreCase)
                .Select(group => $"{group.Key}: {string.Join(' ', group)} ({((IReadOnlyList<string>)group).Count})")
                .ToListAsync();

            groups.ShouldBe(["a: a1 A2 (2)", "c: c1 c2 (2)", "b: b1 b2 (2)"]);

            groups = await AsyncSequence.From(["a1", "b1", "c1", "a2"])
                .GroupByUntil(x => x[..1], _ => false, maxGroups: 2)
                .Select(group => string.Join(' ', group))
                .ToListAsync();

            groups.ShouldBe(["a1", "b1", "c1", "a2"]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void What_is_held_back_comes_before_a_failure(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (Func<IAsyncEnumerable<int>, IAsyncEnumerable<object>> hold in new Func<IAsyncEnumerable<int>, IAsyncEnumerable<object>>[]
            {
                source => source.ChunksTimeout(10, Ms(100)).Select(chunk => (object)chunk.Last()),
                source => source.Debounce(Ms(100)).Select(x => (object)x),
                source => source.Sample(Ms(100)).Select(x => (object)x),
                source => source.GroupByUntil(_ => 0, 10, Ms(100)).Select(group => (object)group.Last()),
            })
            {
                var source = new Probed<int>([1, 2]) { Failure = (2, new FormatException()) };
                var seen = new List<object>();

                await Should.ThrowAsync<FormatException>(async () =>
                {
                    await foreach (object each in hold(source))
                    {
                        seen.Add(each);
                    }
                });

                seen.ShouldBe([2]);
                source.ShouldBeClosed();
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Infinite_times_are_allowed_where_they_mean_something(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await AsyncSequence.Range(0, 3).Timeout(Timeout.InfiniteTimeSpan).CountAsync()).ShouldBe(3);
            (await AsyncSequence.Range(0, 3).Timeout(TimeSpan.MaxValue).CountAsync()).ShouldBe(3);
            (await AsyncSequence.Range(0, 3).ChunksTimeout(2, Timeout.InfiniteTimeSpan).CountAsync()).ShouldBe(2);
            (await AsyncSequence.Range(0, 3).Debounce(TimeSpan.MaxValue).FirstAsync()).ShouldBe(2);
            await Should.ThrowAsync<TimeoutException>(async () => await AsyncEnumerable.Pending<int>().Timeout(TimeSpan.Zero).CountAsync());
        });

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>Numbers at the times that they are, in milliseconds since the enumeration began.</summary>
    private static async IAsyncEnumerable<int> At(params int[] times)
    {
        TimeProvider clock = Runtime.Current.Clock;
        long begin = clock.GetTimestamp();
        foreach (int time in times)
        {
            TimeSpan rest = Ms(time) - clock.GetElapsedTime(begin);
            if (rest > TimeSpan.Zero)
            {
                await Task.Sleep(rest);
            }

            yield return time;
        }
    }

    private static async Task<List<string>> StampsAsync<T>(Runtime runtime, IAsyncEnumerable<T> source)
    {
        long begin = runtime.Clock.GetTimestamp();
        var stamps = new List<string>();
        await foreach (T item in source)
        {
            stamps.Add($"{runtime.Clock.GetElapsedTime(begin).TotalMilliseconds:0}: {item}");
        }

        return stamps;
    }
}
