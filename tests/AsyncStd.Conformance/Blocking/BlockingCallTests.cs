namespace AsyncStdConformance.Blocking;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>What a driver may rely on when it makes a call that blocks, whatever the runtime.</summary>
public sealed class BlockingCallTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [ThreadStatic]
    private static bool t_isCalling;

    [Theory, OnEveryRuntime]
    public void A_call_of_each_kind_gives_its_result(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (BlockingKind kind in Enum.GetValues<BlockingKind>())
            {
                (await runtime.RunBlockingAsync(kind, 20, static number => number + 1)).ShouldBe(21);
                Place.ShouldBeOn(runtime);
            }
        });

    [Theory, OnEveryRuntime]
    public void The_exception_of_a_call_comes_with_the_await(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (BlockingKind kind in Enum.GetValues<BlockingKind>())
            {
                ValueTask<int> call = runtime.RunBlockingAsync(kind, "planned", static int (text) => throw new FormatException(text));

                (await Should.ThrowAsync<FormatException>(async () => await call)).Message.ShouldBe("planned");
            }
        });

    [Theory, OnEveryRuntime]
    public void A_call_whose_token_is_cancelled_already_is_not_made(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (BlockingKind kind in Enum.GetValues<BlockingKind>())
            {
                var made = new StrongBox();

                await Should.ThrowAsync<OperationCanceledException>(
                    async () => await runtime.RunBlockingAsync(kind, made, static made => made.Set(), new CancellationToken(canceled: true)));

                made.IsSet.ShouldBeFalse();
            }
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void A_stranger_may_make_a_call_too(RuntimeCase on)
        => on.Outside(runtime =>
        {
            if (on.Has(Traits.CallersThread))
            {
                return; // nobody runs such a runtime here, and a call needs nobody: but its await would
            }

            int caller = Environment.CurrentManagedThreadId;

            int thread = runtime.RunBlockingAsync(BlockingKind.Short, 0, static _ => Environment.CurrentManagedThreadId).AsTask().WaitWithin(TimeSpan.FromSeconds(60));

            thread.ShouldNotBe(caller, "a call that blocks a stranger's thread would only look asynchronous");
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_long_call_is_never_made_on_the_callers_stack(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (BlockingKind kind in (BlockingKind[])[BlockingKind.Long, BlockingKind.Unbounded])
            {
                (await IsMadeOnCallersStack(runtime, kind)).ShouldBeFalse();
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads | Traits.Places)]
    public void A_local_task_never_makes_a_call_itself(RuntimeCase on)
        => on.Run(async runtime => await Task.SpawnLocal(async () =>
        {
            int place = Environment.CurrentManagedThreadId;

            (await IsMadeOnCallersStack(runtime, BlockingKind.Short)).ShouldBeFalse();

            if (!on.Has(Traits.PlaceIsNoThread))
            {
                Environment.CurrentManagedThreadId.ShouldBe(place);
            }
        }));

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void Cancelling_leaves_an_unbounded_call_to_itself_and_counts_it(RuntimeCase on)
        => on.Run(async runtime =>
        {
            using var begun = new SemaphoreSlim(0);
            using var release = new ManualResetEventSlim();
            using var cancel = new CancellationTokenSource();
            var freed = new TaskCompletionSource<string>();
            ValueTask<string> call = runtime.RunBlockingAsync(
                BlockingKind.Unbounded,
                (begun, release, freed),
                static state =>
                {
                    state.begun.Release();
                    state.release.Wait();
                    return "brought back";
                },
                static (state, result) => state.freed.SetResult(result),
                cancel.Token);
            await begun.WaitAsync();

            cancel.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await call);
            int outstanding = runtime.Metrics.BlockingOutstanding;
            release.Set();

            (await freed.Task).ShouldBe("brought back");
            if (!on.Has(Traits.View))
            {
                outstanding.ShouldBe(1);
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void The_failure_of_an_unbounded_call_that_was_left_to_itself_goes_to_the_hook(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);
            using var begun = new SemaphoreSlim(0);
            using var release = new ManualResetEventSlim();
            using var cancel = new CancellationTokenSource();
            ValueTask<int> call = runtime.RunBlockingAsync(
                BlockingKind.Unbounded,
                (begun, release),
                static state =>
                {
                    state.begun.Release();
                    state.release.Wait();
                    return int.Parse("no number", System.Globalization.CultureInfo.InvariantCulture);
                },
                cancel.Token);
            await begun.WaitAsync();
            cancel.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await call);

            release.Set();

            unhandled.WaitFor(1).Single().Exception.ShouldBeOfType<FormatException>();
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void Cancelling_waits_for_a_long_call_that_has_begun(RuntimeCase on)
        => on.Run(async runtime =>
        {
            using var begun = new SemaphoreSlim(0);
            using var release = new ManualResetEventSlim();
            using var cancel = new CancellationTokenSource();
            ValueTask<int> call = runtime.RunBlockingAsync(
                BlockingKind.Long,
                (begun, release),
                static state =>
                {
                    state.begun.Release();
                    state.release.Wait();
                    return 42;
                },
                cancel.Token);
            await begun.WaitAsync();

            cancel.Cancel();
            release.Set();

            (await call).ShouldBe(42);
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads, Lacking = Traits.View)]
    public void Where_two_are_allowed_a_third_call_waits_until_one_ends_and_the_metrics_say_so(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                using var begun = new SemaphoreSlim(0);
                using var release = new SemaphoreSlim(0);
                Task<string?>[] calls = [.. Enumerable.Range(0, 3).Select(_ => runtime.RunBlockingAsync(BlockingKind.Long, (begun, release), static gates =>
                {
                    gates.begun.Release();
                    gates.release.Wait(s_patience).ShouldBeTrue();
                    return Thread.CurrentThread.Name;
                }).AsTask())];

                begun.Wait(s_patience).ShouldBeTrue();
                begun.Wait(s_patience).ShouldBeTrue();
                (int threads, int outstanding, int more) = (runtime.Metrics.BlockingThreads, runtime.Metrics.BlockingOutstanding, begun.CurrentCount);
                release.Release();
                bool third = begun.Wait(s_patience);
                release.Release(2);

                Task.WaitAll(calls, s_patience).ShouldBeTrue();
                (threads, outstanding, more, third).ShouldBe((2, 3, 0, true));
                calls.ShouldAllBe(call => call.Result!.StartsWith("async-std/"));
                Eventually.IsTrue(() => runtime.Metrics.BlockingOutstanding == 0, "the last call to be counted as ended");
            },
            options => options.BlockingThreads = 2);

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads, Lacking = Traits.View)]
    public void A_call_that_waits_for_a_permit_can_be_cancelled_and_is_not_made(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                using var release = new ManualResetEventSlim();
                using var cancel = new CancellationTokenSource();
                ValueTask<int> first = runtime.RunBlockingAsync(BlockingKind.Long, release, static release =>
                {
                    release.Wait();
                    return 1;
                });
                var made = new StrongBox();
                ValueTask<int> second = runtime.RunBlockingAsync(BlockingKind.Long, made, static made => made.Set(), cancel.Token);

                cancel.Cancel();
                await Should.ThrowAsync<OperationCanceledException>(async () => await second);
                release.Set();

                (await first).ShouldBe(1);
                (await runtime.RunBlockingAsync(BlockingKind.Long, 3, static number => number)).ShouldBe(3); // behind the one that was cancelled
                made.IsSet.ShouldBeFalse();
            },
            options => options.BlockingThreads = 1);

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads | Traits.VirtualTime)]
    public void Paused_time_stands_still_while_a_call_is_outstanding(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (BlockingKind kind in Enum.GetValues<BlockingKind>())
            {
                long before = runtime.Clock.GetTimestamp();
                JoinHandle sleeper = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1)));

                await runtime.RunBlockingAsync(kind, 0, static _ =>
                {
                    Thread.Sleep(5);
                    return 0;
                });

                runtime.Clock.GetElapsedTime(before).ShouldBe(TimeSpan.Zero);
                await sleeper;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_declared_section_may_be_nested_and_is_harmless_everywhere(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Section();
            await Task.YieldNow();
            Section();
            Place.ShouldBeOn(runtime);

            void Section()
            {
                using (BlockingSection outer = runtime.BlockingSection())
                {
                    using BlockingSection inner = runtime.BlockingSection();
                    inner.IsActive.ShouldBeFalse();
                    Runtime.Current.ShouldBeSameAs(runtime);
                }
            }
        });

    /// <summary>Whether the caller's stack is below the call's: the thread alone would not say so, for it may be given the call later.</summary>
    private static async ValueTask<bool> IsMadeOnCallersStack(Runtime runtime, BlockingKind kind)
    {
        t_isCalling = true;
        ValueTask<bool> call = runtime.RunBlockingAsync(kind, 0, static _ => t_isCalling);
        t_isCalling = false;
        return await call;
    }

    /// <summary>Remembers that it was called.</summary>
    private sealed class StrongBox
    {
        private int _set;

        public bool IsSet => Volatile.Read(ref _set) != 0;

        public int Set() => _set = 1;
    }
}
