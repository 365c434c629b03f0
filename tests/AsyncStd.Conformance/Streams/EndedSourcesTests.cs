namespace AsyncStdConformance.Streams;

using System.Threading.Channels;
using AsyncStd.Prelude;
using AsyncStd.Stream;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Who reads several sequences does not ask one again that has ended, and does not end before all of them have.</summary>
public sealed class EndedSourcesTests
{
    [Theory, OnEveryRuntime]
    public void A_merge_waits_for_a_late_item_after_another_source_has_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (bool lateFirst in new[] { true, false })
            {
                var (sender, receiver) = Channel.Bounded<int>(10);
                IAsyncEnumerable<int> late = receiver;
                IAsyncEnumerable<int> none = AsyncEnumerable.Empty<int>();
                JoinHandle<List<int>> reading = Task.Spawn(async () => await (lateFirst ? late.Merge(none) : none.Merge(late)).ToListAsync());

                await Task.Sleep(TimeSpan.FromMilliseconds(5));
                reading.IsCompleted.ShouldBeFalse();
                await sender.SendAsync(92);
                sender.Dispose();

                (await reading).ShouldBe([92]);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_merge_asks_no_source_again_that_has_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            var sources = new[] { new EndsOnce([1]), new EndsOnce([2, 3]), new EndsOnce([]) };

            (await AsyncEnumerable.Merge(sources).ToListAsync()).ShouldBe([1, 2, 3], ignoreOrder: true);
        });

    [Theory, OnEveryRuntime]
    public void A_sequence_of_sequences_asks_none_again_that_has_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Sequences().SelectMany(each => each).ToListAsync()).ShouldBe([1, 2]);
            (await Sequences().AsSequence().SelectMany(each => each).ToListAsync()).ShouldBe([1, 2]);
            (await Sequences().FlattenUnordered(2).ToListAsync()).ShouldBe([1, 2], ignoreOrder: true);
        });

    private static async IAsyncEnumerable<IAsyncEnumerable<int>> Sequences()
    {
        yield return new EndsOnce([]);
        await Task.YieldNow();
        yield return new EndsOnce([1, 2]);
        yield return new EndsOnce([]);
    }

    /// <summary>Fails when it is asked for an item after it has said that there is none.</summary>
    private sealed class EndsOnce(int[] items) : IAsyncEnumerable<int>
    {
        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(items);

        private sealed class Enumerator(int[] items) : IAsyncEnumerator<int>
        {
            private int _next;

            public int Current => items[_next - 1];

            public async ValueTask<bool> MoveNextAsync()
            {
                _next.ShouldBeLessThanOrEqualTo(items.Length, "it has said that it has ended");
                await Task.YieldNow();
                return _next++ < items.Length;
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
