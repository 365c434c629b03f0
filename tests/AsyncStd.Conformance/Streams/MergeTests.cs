namespace AsyncStdConformance.Streams;

using System.Threading.Channels;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Stream;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class MergeTests
{
    [Theory, OnEveryRuntime]
    public void Every_item_comes_once_and_those_of_one_source_in_order(RuntimeCase on)
        => on.Run(async runtime =>
        {
            for (int seed = 0; seed < 20; seed++)
            {
                var random = new Random(seed);
                Probed<(int Source, int Item)>[] sources = [.. Enumerable.Range(0, random.Next(1, 6))
                    .Select(source => new Probed<(int, int)>([.. Enumerable.Range(0, random.Next(20)).Select(item => (source, item))], new Random(random.Next())))];
                var all = new List<(int Source, int Item)>();

                await foreach ((int Source, int Item) each in AsyncEnumerable.Merge(sources))
                {
                    all.Add(each);
                    Place.ShouldBeOn(runtime);
                }

                foreach (Probed<(int, int)> source in sources)
                {
                    source.ShouldBeClosed();
                }

                all.Count.ShouldBe(sources.Sum(each => each.Taken), $"seed {seed}");
                foreach (IGrouping<int, (int Source, int Item)> group in all.GroupBy(each => each.Source))
                {
                    group.Select(each => each.Item).ShouldBe(Enumerable.Range(0, group.Count()));
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void A_source_that_is_always_ready_does_not_starve_another(RuntimeCase on)
        => on.Run(async _ =>
        {
            int[] counts = [0, 0];

            await foreach (int item in AsyncEnumerable.RepeatForever(0).Merge(AsyncEnumerable.RepeatForever(1)))
            {
                counts[item]++;
                if (counts.Min() == 1000)
                {
                    break;
                }
            }

            counts.Min().ShouldBe(1000);
        });

    [Theory, OnEveryRuntime]
    public void A_failure_stops_the_others_waits_for_their_clean_up_and_is_thrown(RuntimeCase on)
        => on.Run(async _ =>
        {
            var others = new[] { Endless(), Endless() };
            var failing = new Probed<int>([1, 2], new Random(1)) { Failure = (2, new FormatException("from a source")) };
            var seen = new List<int>();

            FormatException e = await Should.ThrowAsync<FormatException>(async () =>
            {
                await foreach (int item in failing.Merge(others))
                {
                    seen.Add(item);
                }
            });

            e.Message.ShouldBe("from a source");
            seen.Where(x => x < 10).ShouldBe([1, 2]);
            failing.ShouldBeClosed();
            others.ShouldAllBe(each => each.Begun == each.Disposed); // one that no branch had come to yet was never begun
        });

    [Theory, OnEveryRuntime]
    public void What_a_function_in_a_branch_throws_stops_the_others(RuntimeCase on)
        => on.Run(async _ =>
        {
            Probed<int> other = Endless();
            var failing = new Probed<int>([1, 2, 3]);

            await Should.ThrowAsync<FormatException>(async () => await failing.AsSequence()
                .Select(x => x == 2 ? throw new FormatException("from a selector") : x)
                .Merge(other)
                .CountAsync());

            failing.ShouldBeClosed();
            other.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void Leaving_early_disposes_of_every_source_once_and_waits_for_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            Probed<int>[] sources = [Endless(), Endless(), Endless()];

            await foreach (int item in AsyncEnumerable.Merge(sources))
            {
                break;
            }

            sources.ShouldAllBe(each => each.Begun == each.Disposed);
        });

    [Theory, OnEveryRuntime]
    public void A_token_ends_it_and_the_sources(RuntimeCase on)
        => on.Run(async _ =>
        {
            Probed<int>[] sources = [Endless(), Endless()];
            using var stop = new CancellationTokenSource();
            int count = 0;

            OperationCanceledException e = await Should.ThrowAsync<OperationCanceledException>(async () =>
            {
                await foreach (int item in AsyncEnumerable.Merge(sources).WithCancellation(stop.Token))
                {
                    if (++count == 20)
                    {
                        await stop.CancelAsync();
                    }
                }
            });

            e.CancellationToken.ShouldBe(stop.Token);
            sources.ShouldAllBe(each => each.Begun == each.Disposed); // one that no branch had come to yet was never begun
        });

    [Theory, OnEveryRuntime]
    public void The_scope_ends_it_and_the_sources(RuntimeCase on)
        => on.Run(async _ =>
        {
            Probed<int>[] sources = [Endless(), Endless()];
            JoinHandle reader = Task.Spawn(async () => await AsyncEnumerable.Merge(sources).CountAsync());
            while (sources.Any(each => each.Taken < 10))
            {
                await Task.YieldNow();
            }

            reader.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await reader);
            sources.ShouldAllBe(each => each.Begun == each.Disposed); // one that no branch had come to yet was never begun
        });

    [Theory, OnEveryRuntime]
    public void What_the_consumer_does_not_get_to_stays_in_the_channels(RuntimeCase on)
        => on.Run(async _ =>
        {
            Channel<int>[] channels = [.. Enumerable.Range(0, 3).Select(_ => Channel.CreateUnbounded<int>())];
            foreach (Channel<int> channel in channels)
            {
                for (int i = 0; i < 10; i++)
                {
                    channel.Writer.TryWrite(i);
                }
            }

            int taken = await AsyncEnumerable.Merge(channels.Select(each => AsyncEnumerable.FromChannel(each.Reader))).Take(7).CountAsync();

            taken.ShouldBe(7);
            channels.Sum(each => each.Reader.Count).ShouldBe(23);
        });

    [Theory, OnEveryRuntime]
    public void A_wait_that_is_cancelled_loses_nothing_and_the_next_goes_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            var first = Channel.CreateUnbounded<int>();
            var second = Channel.CreateUnbounded<int>();
            await using AsyncSequenceEnumerator<int> items = AsyncEnumerable.FromChannel(first.Reader).Merge(AsyncEnumerable.FromChannel(second.Reader)).GetAsyncEnumerator();

            for (int i = 0; i < 10; i++)
            {
                await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(TimeSpan.FromMilliseconds(1), () => items.MoveNextAsync()));
                (i % 2 == 0 ? first : second).Writer.TryWrite(i);
                (await items.MoveNextAsync()).ShouldBeTrue();
                items.Current.ShouldBe(i);
            }

            first.Writer.Complete();
            second.Writer.Complete();
            (await items.MoveNextAsync()).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Branches_are_children_of_the_scope_in_which_the_enumeration_was_begun(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([1, 2, 3], new Random(3)) { IsEndless = true };
            AsyncSequenceEnumerator<int>? items = null;
            JoinHandle owner = Task.Spawn(async () =>
            {
                items = source.Merge().GetAsyncEnumerator();
                await items.MoveNextAsync();
                await Task.Sleep(Timeout.InfiniteTimeSpan);
            });
            while (source.Taken == 0)
            {
                await Task.YieldNow();
            }

            owner.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await owner);
            while (source.Disposed == 0)
            {
                await Task.YieldNow();
            }

            await items!.DisposeAsync();
            source.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void What_a_disposal_throws_is_thrown(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([1]) { IsEndless = true, DisposalFailure = new FormatException("from the disposal") };

            FormatException e = await Should.ThrowAsync<FormatException>(async () => await source.Merge(Endless()).FirstAsync(item => item == 1));

            e.Message.ShouldBe("from the disposal");
            source.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void Of_several_failures_one_is_thrown_and_the_others_are_reported(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            Exception e = Should.Throw<Exception>(() => runtime.BlockOn(async () => await AsyncEnumerable.Merge(
            [
                new Probed<int>([]) { Failure = (0, new FormatException("one")) },
                new Probed<int>([]) { Failure = (0, new FormatException("two")) },
            ]).CountAsync()));
            runtime.Dispose();

            string[] all = [e.Message, .. unhandled.All.Select(each => each.Exception.Message)];
            all.Where(each => each is "one" or "two").ShouldBeUnique();
            e.ShouldBeOfType<FormatException>();
        });

    private static Probed<int> Endless() => new([.. Enumerable.Range(10, 50)], new Random(3)) { IsEndless = true, CleansUpSlowly = true };
}
