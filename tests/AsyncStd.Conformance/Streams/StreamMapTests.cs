namespace AsyncStdConformance.Streams;

using AsyncStd.Prelude;
using AsyncStd.Stream;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class StreamMapTests
{
    [Theory, OnEveryRuntime]
    public void Items_come_with_the_keys_of_their_streams_until_none_is_left(RuntimeCase on)
        => on.Run(async _ =>
        {
            var few = new Probed<int>([1, 2], new Random(1));
            var many = new Probed<int>([.. Enumerable.Range(0, 20)], new Random(2));
            var map = new StreamMap<string, int>(StringComparer.OrdinalIgnoreCase);
            map.TryAdd("few", few).ShouldBeTrue();
            map.TryAdd("many", many).ShouldBeTrue();
            map.TryAdd("FEW", few).ShouldBeFalse();
            map.Keys.Order().ShouldBe(["few", "many"]);

            List<(string Key, int Item)> all = await map.ToListAsync();

            all.Where(each => each.Key == "few").Select(each => each.Item).ShouldBe([1, 2]);
            all.Where(each => each.Key == "many").Select(each => each.Item).ShouldBe(Enumerable.Range(0, 20));
            map.Count.ShouldBe(0);
            few.ShouldBeClosed();
            many.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void Streams_can_be_added_and_removed_while_it_is_enumerated(RuntimeCase on)
        => on.Run(async _ =>
        {
            var endless = new Probed<int>([1]) { IsEndless = true, CleansUpSlowly = true };
            var map = new StreamMap<string, int>();
            map.TryAdd("endless", endless);
            var seen = new List<string>();

            await foreach ((string key, int item) in map)
            {
                seen.Add($"{key} {item}");
                if (key == "endless")
                {
                    map.TryAdd("late", new Probed<int>([2])).ShouldBeTrue();
                }
                else
                {
                    (await map.RemoveAsync("endless")).ShouldBeTrue();
                    endless.Disposed.ShouldBe(endless.Begun);
                    (await map.RemoveAsync("endless")).ShouldBeFalse();
                }
            }

            seen.ShouldBe(["endless 1", "late 2"]);
            map.ContainsKey("late").ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_stream_added_by_another_task_wakes_the_consumer(RuntimeCase on)
        => on.Run(async _ =>
        {
            var map = new StreamMap<int, int>();
            map.TryAdd(0, AsyncEnumerable.Pending<int>());
            JoinHandle adder = Task.Spawn(async () =>
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                map.TryAdd(1, AsyncSequence.Range(5, 1));
            });

            (await map.FirstAsync()).ShouldBe((1, 5));

            await adder;
            map.Count.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_stream_that_was_removed_before_it_was_read_is_never_begun(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([1]);
            var map = new StreamMap<int, int>();
            map.TryAdd(0, source);

            (await map.RemoveAsync(0)).ShouldBeTrue();

            (await map.CountAsync()).ShouldBe(0);
            source.Begun.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_failure_stops_the_others_and_it_can_be_enumerated_once_at_a_time(RuntimeCase on)
        => on.Run(async _ =>
        {
            var good = new Probed<int>([1]) { IsEndless = true };
            var map = new StreamMap<int, int>();
            map.TryAdd(0, good);
            await using (AsyncSequenceEnumerator<(int, int)> first = map.GetAsyncEnumerator())
            {
                (await first.MoveNextAsync()).ShouldBeTrue();
                (await Should.ThrowAsync<InvalidOperationException>(async () => await map.CountAsync())).Message.ShouldContain("once at a time");
                map.TryAdd(1, new Probed<int>([]) { Failure = (0, new FormatException()) });
                await Should.ThrowAsync<FormatException>(async () => await first.MoveNextAsync());
            }

            good.ShouldBeClosed();
            map.TryAdd(2, AsyncSequence.Range(0, 3));
            (await map.CountAsync()).ShouldBe(3);
        });
}
