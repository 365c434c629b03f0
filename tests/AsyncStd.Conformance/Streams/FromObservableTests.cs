namespace AsyncStdConformance.Streams;

using System.Threading.Channels;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class FromObservableTests
{
    [Theory, OnEveryRuntime]
    public void It_gives_what_was_pushed_in_order(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var source = new Pushed<int>();
            var all = Collect(source.ToAsyncEnumerable());
            while (!source.IsSubscribed)
            {
                await Task.YieldNow();
            }

            await ForeignThread.Start(() =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    source.Observer.OnNext(i);
                }

                source.Observer.OnCompleted();
            });

            (await all).ShouldBe(Enumerable.Range(0, 1000));
            source.IsSubscribed.ShouldBeFalse();
            Place.ShouldBeOn(runtime);
        });

    [Theory, OnEveryRuntime]
    public void It_subscribes_when_it_is_enumerated_and_unsubscribes_when_that_ends(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Pushed<int>();
            IAsyncEnumerable<int> stream = source.ToAsyncEnumerable();
            source.IsSubscribed.ShouldBeFalse();

            JoinHandle pusher = Task.Spawn(async () =>
            {
                while (!source.IsSubscribed)
                {
                    await Task.YieldNow();
                }

                source.Observer.OnNext(1);
            });
            await foreach (int first in stream)
            {
                first.ShouldBe(1);
                source.IsSubscribed.ShouldBeTrue();
                break;
            }

            source.IsSubscribed.ShouldBeFalse();
            await pusher;
        });

    [Theory, OnEveryRuntime]
    public void A_failure_comes_after_what_was_pushed_before(RuntimeCase on)
        => on.Run(async _ =>
        {
            var seen = new List<int>();
            FormatException e = await Should.ThrowAsync<FormatException>(async () =>
            {
                await foreach (int each in new AtOnce(observer =>
                {
                    observer.OnNext(1);
                    observer.OnNext(2);
                    observer.OnError(new FormatException("from the observable"));
                    observer.OnNext(3);
                    observer.OnCompleted();
                }).ToAsyncEnumerable())
                {
                    seen.Add(each);
                }
            });

            e.Message.ShouldBe("from the observable");
            seen.ShouldBe([1, 2]);
        });

    [Theory]
    [InlineData(BoundedChannelFullMode.DropOldest, "3 4 5", "1 2")]
    [InlineData(BoundedChannelFullMode.DropNewest, "1 2 5", "3 4")]
    [InlineData(BoundedChannelFullMode.DropWrite, "1 2 3", "4 5")]
    public void What_does_not_fit_is_dropped_as_chosen(BoundedChannelFullMode whenFull, string kept, string gone)
        => RuntimeCase.All[0].Run(async _ =>
        {
            var dropped = new List<int>();
            var source = new AtOnce(observer =>
            {
                for (int i = 1; i <= 5; i++)
                {
                    observer.OnNext(i);
                }

                observer.OnCompleted();
            });

            List<int> all = await Collect(source.ToAsyncEnumerable(3, whenFull, dropped.Add));

            string.Join(' ', all).ShouldBe(kept);
            string.Join(' ', dropped).ShouldBe(gone);
        });

    [Fact]
    public void Waiting_and_no_room_at_all_are_refused()
    {
        var source = new Pushed<int>();

        Should.Throw<ArgumentOutOfRangeException>(() => source.ToAsyncEnumerable(1, BoundedChannelFullMode.Wait)).Message.ShouldContain("DropOldest");
        Should.Throw<ArgumentOutOfRangeException>(() => source.ToAsyncEnumerable(0, BoundedChannelFullMode.DropOldest));
        Should.Throw<ArgumentNullException>(() => ((IObservable<int>)null!).ToAsyncEnumerable());
        Should.Throw<ArgumentNullException>(() => ((IObservable<int>)null!).ToAsyncEnumerable(1, BoundedChannelFullMode.DropOldest));
    }

    [Theory, OnEveryRuntime]
    public void A_token_ends_the_enumeration_and_the_subscription(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Pushed<int>();
            using var cancel = new CancellationTokenSource();
            JoinHandle<List<int>> all = Task.Spawn(() => CollectAsync(source.ToAsyncEnumerable(), cancel.Token));
            while (!source.IsSubscribed)
            {
                await Task.YieldNow();
            }

            await cancel.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(async () => await all);
            source.IsSubscribed.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_is_asked_to_stop_stops_waiting(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var source = new Pushed<int>();
            JoinHandle<List<int>> all = runtime.Spawn(() => CollectAsync(source.ToAsyncEnumerable(), default));

            runtime.ShutdownAsync(TimeSpan.FromMilliseconds(20)).WaitWithin(TimeSpan.FromSeconds(60)).Unfinished.ShouldBeEmpty();

            all.IsCanceled.ShouldBeTrue();
            source.IsSubscribed.ShouldBeFalse();
        });

    [Fact]
    public void Every_element_of_many_pushing_threads_arrives_once()
        => RuntimeCase.All[1].Run(async _ =>
        {
            const int Threads = 4;
            const int Each = 20_000;
            var source = new Pushed<int>();
            JoinHandle<List<int>> all = Collect(source.ToAsyncEnumerable());
            while (!source.IsSubscribed)
            {
                await Task.YieldNow();
            }

            await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => ForeignThread.Start(() =>
            {
                for (int i = 0; i < Each; i++)
                {
                    source.Observer.OnNext(thread * Each + i);
                }
            })));
            source.Observer.OnCompleted();

            (await all).Order().ShouldBe(Enumerable.Range(0, Threads * Each));
        });

    private static JoinHandle<List<int>> Collect(IAsyncEnumerable<int> stream) => Task.Spawn(() => CollectAsync(stream, default));

    private static async Task<List<int>> CollectAsync(IAsyncEnumerable<int> stream, CancellationToken cancellationToken)
    {
        var all = new List<int>();
        await foreach (int each in stream.WithCancellation(cancellationToken))
        {
            all.Add(each);
        }

        return all;
    }

    /// <summary>Pushes everything while it is being subscribed to.</summary>
    private sealed class AtOnce(Action<IObserver<int>> push) : IObservable<int>, IDisposable
    {
        public IDisposable Subscribe(IObserver<int> observer)
        {
            push(observer);
            return this;
        }

        public void Dispose()
        {
        }
    }
}
