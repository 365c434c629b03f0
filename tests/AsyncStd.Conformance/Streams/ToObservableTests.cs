namespace AsyncStdConformance.Streams;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;

public sealed class ToObservableTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnEveryRuntime]
    public void It_pushes_every_element_and_completes_once(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var observer = new RecordingObserver<int>(_ => Place.ShouldBeOn(runtime));

            using IDisposable subscription = Count(3).ToObservable().Subscribe(observer);
            await observer.Ended;

            observer.Calls.ShouldBe(["0", "1", "2", "completed"]);
            observer.HaveOverlapped.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Each_subscription_enumerates_for_itself(RuntimeCase on)
        => on.Run(async _ =>
        {
            IObservable<int> observable = Count(2).ToObservable();
            var first = new RecordingObserver<int>();
            var second = new RecordingObserver<int>();

            using IDisposable one = observable.Subscribe(first);
            using IDisposable two = observable.Subscribe(second);
            await first.Ended;
            await second.Ended;

            first.Calls.ShouldBe(["0", "1", "completed"]);
            second.Calls.ShouldBe(["0", "1", "completed"]);
        });

    [Theory, OnEveryRuntime]
    public void A_failure_is_pushed_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            var observer = new RecordingObserver<int>();

            using IDisposable subscription = Count(1, new FormatException("from the stream")).ToObservable().Subscribe(observer);
            await observer.Ended;

            observer.Calls.ShouldBe(["0", "failed"]);
            observer.Error.ShouldBeOfType<FormatException>();
        });

    [Theory, OnEveryRuntime]
    public void Disposing_cancels_the_enumeration_and_ends_the_calls(RuntimeCase on)
        => on.Outside(runtime =>
        {
            bool cleanedUp = false;
            var observer = new RecordingObserver<int>();

            runtime.BlockOn(async () =>
            {
                IDisposable subscription = Endless().ToObservable().Subscribe(observer);
                while (observer.Calls.Count == 0)
                {
                    await Task.YieldNow();
                }

                subscription.Dispose();
                subscription.Dispose();
            });
            runtime.ShutdownAsync(s_patience).WaitWithin(s_patience).Unfinished.ShouldBeEmpty();

            observer.Calls.ShouldBe(["0"]);
            cleanedUp.ShouldBeTrue();

            async IAsyncEnumerable<int> Endless()
            {
                try
                {
                    yield return 0;
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    cleanedUp = true;
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void Disposing_cancels_the_token_of_the_enumeration(RuntimeCase on)
        => on.Run(async _ =>
        {
            var cancelled = new TaskCompletionSource();
            var observer = new RecordingObserver<int>();
            IDisposable subscription = Foreign().ToObservable().Subscribe(observer);
            while (observer.Calls.Count == 0)
            {
                await Task.YieldNow();
            }

            subscription.Dispose();

            await cancelled.Task;
            observer.Calls.ShouldBe(["0"]);

            async IAsyncEnumerable<int> Foreign([EnumeratorCancellation] CancellationToken token = default)
            {
                yield return 0;
                var never = new TaskCompletionSource();
                await using (token.Register(() =>
                {
                    cancelled.SetResult();
                    never.SetCanceled(token);
                }))
                {
                    await never.Task;
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void An_observer_may_dispose_its_subscription_in_a_call(RuntimeCase on)
        => on.Outside(runtime =>
        {
            bool cleanedUp = false;
            IDisposable? subscription = null;
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var observer = new RecordingObserver<int>(_ => subscription!.Dispose());

            runtime.BlockOn(async () =>
            {
                subscription = Stream().ToObservable().Subscribe(observer);
                written.SetResult();
                await Task.YieldNow();
            });
            runtime.ShutdownAsync(s_patience).WaitWithin(s_patience).Unfinished.ShouldBeEmpty();

            observer.Calls.ShouldBe(["0"]);
            cleanedUp.ShouldBeTrue();

            async IAsyncEnumerable<int> Stream()
            {
                try
                {
                    await written.Task;
                    yield return 0;
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    await Task.Sleep(TimeSpan.FromMilliseconds(1)); // its clean-up is not cancelled
                    cleanedUp = true;
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void What_an_observer_throws_ends_the_subscription_and_is_reported(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);
            var observer = new RecordingObserver<int>(_ => throw new FormatException("from the observer"));

            runtime.BlockOn(async () =>
            {
                Count(3).ToObservable().Subscribe(observer);
                await Task.YieldNow();
            });
            runtime.Dispose();

            observer.Calls.ShouldBe(["0"]);
            unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldBe("from the observer");
        });

    [Theory, OnEveryRuntime]
    public void Observers_hear_of_the_end_of_the_runtime(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var observer = new RecordingObserver<int>();
            bool isSleeping = false;
            using (runtime.Enter())
            {
                Sleeping().ToObservable().Subscribe(observer);
            }

            runtime.BlockOn(async () => await Turns.Until(() => Volatile.Read(ref isSleeping), "the first step"));
            runtime.ShutdownAsync(TimeSpan.FromMilliseconds(20)).WaitWithin(s_patience).Unfinished.ShouldBeEmpty();

            observer.Error.ShouldBeAssignableTo<OperationCanceledException>();

            async IAsyncEnumerable<int> Sleeping()
            {
                Volatile.Write(ref isSleeping, true);
                await Task.Sleep(Timeout.InfiniteTimeSpan);
                yield return 0;
            }
        });

    [Theory, OnEveryRuntime]
    public void There_and_back_again(RuntimeCase on)
        => on.Run(async _ =>
        {
            int sum = 0;
            await foreach (int each in Count(100).ToObservable().ToAsyncEnumerable())
            {
                sum += each;
            }

            sum.ShouldBe(4950);
        });

    [Fact]
    public void Nulls_are_refused()
    {
        Should.Throw<ArgumentNullException>(() => ((IAsyncEnumerable<int>)null!).ToObservable());
        Should.Throw<ArgumentNullException>(() => Count(1).ToObservable().Subscribe(null!));
    }

    private static async IAsyncEnumerable<int> Count(int count, Exception? failure = null)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.YieldNow();
            yield return i;
        }

        if (failure is not null)
        {
            throw failure;
        }
    }
}
