namespace AsyncStdConformance.Streams;

using AsyncStd.Prelude;
using AsyncStd.Stream;
using AsyncStdConformance.Harness;

public sealed class FlattenTests
{
    [Theory, OnEveryRuntime]
    public void Every_item_comes_once_and_so_many_sequences_are_open_at_most(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int limit = 1; limit < 5; limit++)
            {
                var open = new OpenCount();
                Probed<int>[] inner = [.. Enumerable.Range(0, 12).Select(n => new Probed<int>([.. Enumerable.Range(n * 10, n % 4)], new Random(n)) { CleansUpSlowly = n % 2 == 0, Open = open })];
                var outer = new Probed<IAsyncEnumerable<int>>(inner, new Random(limit));
                var all = new List<int>();

                await foreach (int item in outer.FlattenUnordered(limit))
                {
                    all.Add(item);
                }

                all.Order().ShouldBe(Enumerable.Range(0, 12).SelectMany(n => Enumerable.Range(n * 10, n % 4)).Order());
                open.Most.ShouldBeInRange(1, limit);
                inner.ShouldAllBe(each => each.Disposed == 1 && each.Begun == 1);
                outer.ShouldBeClosed();
            }
        });

    [Theory, OnEveryRuntime]
    public void The_next_sequence_is_not_asked_for_while_so_many_are_open(RuntimeCase on)
        => on.Run(async _ =>
        {
            Probed<int>[] inner = [.. Enumerable.Range(0, 5).Select(n => new Probed<int>([n]) { IsEndless = true })];
            var outer = AsyncSequence.From<IAsyncEnumerable<int>>(inner);
            int asked = 0;

            List<int> two = await outer.Inspect(_ => asked++).FlattenUnordered(2).Take(2).ToListAsync();

            two.Order().ShouldBe([0, 1]);
            asked.ShouldBe(2);
            inner.Sum(each => each.Begun).ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void A_failure_inside_or_outside_stops_everything(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (bool inside in new[] { true, false })
            {
                var bad = new Probed<int>([1]) { Failure = (1, new FormatException()) };
                var good = new Probed<int>([2]) { IsEndless = true, CleansUpSlowly = true };
                var outer = new Probed<IAsyncEnumerable<int>>(inside ? [good, bad] : [good]) { Failure = inside ? null : (1, new FormatException()), IsEndless = true };

                await Should.ThrowAsync<FormatException>(async () => await outer.FlattenUnordered(4).CountAsync());

                good.Disposed.ShouldBe(good.Begun);
                bad.Disposed.ShouldBe(bad.Begun);
                outer.ShouldBeClosed();
            }
        });

    [Theory, OnEveryRuntime]
    public void A_null_among_the_sequences_is_named(RuntimeCase on)
        => on.Run(async _ =>
        {
            InvalidOperationException e = await Should.ThrowAsync<InvalidOperationException>(
                async () => await AsyncSequence.From(new IAsyncEnumerable<int>[] { null! }).FlattenUnordered(2).CountAsync());

            e.Message.ShouldContain("null");
        });
}
