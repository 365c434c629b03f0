namespace AsyncStdConformance.Identity;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class CancelAsyncTests
{
    [Theory, OnEveryRuntime]
    public void A_task_that_was_stopped_gives_nothing_and_has_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            var began = new SemaphoreSlim(0);
            int ended = 0;
            JoinHandle plain = Task.Spawn(UntilAsked);
            JoinHandle<string> typed = Task.Spawn(async () => { await UntilAsked(); return "never"; });
            await began.WaitAsync();
            await began.WaitAsync();

            (await plain.CancelAsync()).ShouldBeFalse();
            CancelResult<string> result = await typed.CancelAsync();

            result.HasValue.ShouldBeFalse();
            result.TryGetValue(out string? value).ShouldBeFalse();
            value.ShouldBeNull();
            Should.Throw<InvalidOperationException>(() => result.Value);
            result.ToString().ShouldBe("stopped");
            plain.IsCanceled.ShouldBeTrue();
            typed.IsCanceled.ShouldBeTrue();
            ended.ShouldBe(2);

            async Task UntilAsked()
            {
                try
                {
                    began.Release();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    Interlocked.Increment(ref ended);
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_finished_all_the_same_gives_its_output(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> ended = Task.Spawn(() => 0);
            JoinHandle plain = Task.Spawn(() => { });
            await ended;
            await plain;
            var began = new TaskCompletionSource();
            JoinHandle<string?> stubborn = Task.Spawn(async () =>
            {
                try
                {
                    began.SetResult();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                catch (OperationCanceledException)
                {
                }

                return (string?)null;
            });
            await began.Task;

            (await plain.CancelAsync()).ShouldBeTrue();
            CancelResult<int> zero = await ended.CancelAsync();
            zero.TryGetValue(out int value).ShouldBeTrue();
            value.ShouldBe(0);
            zero.ShouldBe(await ended.CancelAsync());
            zero.ShouldNotBe(default);
            CancelResult<string?> nothing = await stubborn.CancelAsync();
            nothing.HasValue.ShouldBeTrue();
            nothing.Value.ShouldBeNull();
            stubborn.IsCompletedSuccessfully.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_failure_is_thrown(RuntimeCase on)
        => on.Run(async _ =>
        {
            var began = new TaskCompletionSource();
            JoinHandle<int> task = Task.Spawn(async () =>
            {
                began.SetResult();
                try
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                catch (OperationCanceledException)
                {
                    throw new FormatException("in clean-up");
                }

                return 1;
            });
            await began.Task;

            (await Should.ThrowAsync<FormatException>(task.CancelAsync().AsTask())).Message.ShouldBe("in clean-up");
            (await Should.ThrowAsync<FormatException>(((JoinHandle)task).CancelAsync().AsTask())).Message.ShouldBe("in clean-up");
        });

    [Theory, OnEveryRuntime]
    public void It_waits_for_clean_up(RuntimeCase on)
        => on.Run(async _ =>
        {
            var began = new TaskCompletionSource();
            bool cleaned = false;
            JoinHandle task = Task.Spawn(async () =>
            {
                try
                {
                    began.SetResult();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    await Scope.Shield(async () => await Task.Sleep(TimeSpan.FromMilliseconds(2)));
                    cleaned = true;
                }
            });
            await began.Task;

            (await task.CancelAsync()).ShouldBeFalse();

            cleaned.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void The_request_is_made_even_if_nobody_awaits_the_answer(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle task = Task.Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan));

            ValueTask<bool> answer = task.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            (await answer).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_token_ends_the_wait_and_not_the_request(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            JoinHandle<int> task = Task.Spawn(async () => { await go.Task; return Scope.Current.IsCancellationRequested ? 1 : 0; });
            await Task.YieldNow();
            using var source = new CancellationTokenSource();
            ValueTask<CancelResult<int>> answer = task.CancelAsync(source.Token);
            Task<CancelResult<int>> other = task.CancelAsync().AsTask();

            source.Cancel();

            (await Should.ThrowAsync<OperationCanceledException>(answer.AsTask())).CancellationToken.ShouldBe(source.Token);
            await Should.ThrowAsync<OperationCanceledException>(task.CancelAsync(new CancellationToken(true)).AsTask());
            task.IsCompleted.ShouldBeFalse();
            go.SetResult();
            CancelResult<int> result = await other;
            (await task.CancelAsync(new CancellationToken(true))).ShouldBe(result);
            result.Value.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_token_that_is_cancelled_already_asks_all_the_same(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle task = Task.Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan));

            await Should.ThrowAsync<OperationCanceledException>(task.CancelAsync(new CancellationToken(true)).AsTask());

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
        });

    [Theory, OnEveryRuntime]
    public void The_scope_of_the_caller_ends_the_wait_and_not_the_request(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            JoinHandle<bool> task = Task.Spawn(async () => { await go.Task; return Scope.Current.IsCancellationRequested; });
            JoinHandle caller = Task.Spawn(async () => await task.CancelAsync());
            JoinHandle nested = Task.Spawn(Nested);
            while (!task.Scope.IsCancellationRequested)
            {
                await Task.YieldNow();
            }

            caller.Cancel();
            nested.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(caller.AsTask());
            await Should.ThrowAsync<OperationCanceledException>(nested.AsTask());
            go.SetResult();
            (await task).ShouldBeTrue();

            async Task Nested() => await task.CancelAsync();
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_stops_itself_or_its_parent_does_not_wait_for_ever(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle self = null!;
            self = Task.Spawn(async () => { await Task.YieldNow(); await self.CancelAsync(); });
            JoinHandle parent = null!;
            parent = Task.Spawn(async () =>
            {
                JoinHandle child = Task.Spawn(async () => { await Task.YieldNow(); await parent.CancelAsync(); });
                await child;
            });

            await Should.ThrowAsync<OperationCanceledException>(self.AsTask());
            await Should.ThrowAsync<OperationCanceledException>(parent.AsTask());
        });

    [Theory, OnEveryRuntime]
    public void Many_may_stop_a_task_from_many_places(RuntimeCase on)
        => on.Run(async runtime =>
        {
            for (int round = 0; round < 50; round++)
            {
                JoinHandle<int> task = Task.Spawn(async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return 7; });
                List<JoinHandle<CancelResult<int>>> callers =
                    [.. Enumerable.Range(0, 4).Select(_ => Task.Spawn(async () => await task.CancelAsync()))];
                CancelResult<int> first = await task.CancelAsync();
                foreach (JoinHandle<CancelResult<int>> caller in callers)
                {
                    (await caller).ShouldBe(first);
                }

                first.HasValue.ShouldBe(task.IsCompletedSuccessfully);
            }

            runtime.Metrics.TasksAlive.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Leaving_the_block_stops_the_task_and_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle task = Task.Spawn(async () =>
            {
                try
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    await Scope.Shield(async () => await Task.Sleep(TimeSpan.FromMilliseconds(2)));
                }
            });

            await using (task.CancelOnDispose())
            {
                await Task.YieldNow();
                task.IsCompleted.ShouldBeFalse();
            }

            task.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Leaving_the_block_in_a_cancelled_scope_waits_as_well(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle inner = null!;
            bool ended = false;
            JoinHandle outer = Task.Spawn(async () =>
            {
                inner = Scope.Detached(() => Task.Spawn(async () =>
                {
                    await Scope.Shield(async () => await Task.Sleep(TimeSpan.FromMilliseconds(2)));
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }));
                try
                {
                    await using (inner.CancelOnDispose())
                    {
                        await Task.Sleep(Timeout.InfiniteTimeSpan);
                    }
                }
                finally
                {
                    ended = inner.IsCompleted;
                }
            });
            while (inner is null)
            {
                await Task.YieldNow();
            }

            await outer.CancelAsync();

            outer.IsCanceled.ShouldBeTrue();
            ended.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Disposing_without_await_only_asks(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            JoinHandle task = Task.Spawn(async () => { await go.Task; await Task.YieldNow(); });
            await Task.YieldNow();

            using (task.CancelOnDispose())
            {
            }

            task.Scope.IsCancellationRequested.ShouldBeTrue();
            go.SetResult();
            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
        });

    [Theory, OnEveryRuntime]
    public void A_failure_that_nobody_has_seen_is_reported_once_and_not_thrown(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);
            JoinHandle unseen = Task.Spawn(async () => { await Task.YieldNow(); throw new FormatException("unseen"); });
            JoinHandle seen = Task.Spawn(async () => { await Task.YieldNow(); throw new FormatException("seen"); });
            CancelOnDisposeHandle both = seen.CancelOnDispose();
            await using (unseen.CancelOnDispose())
            await using (both)
            {
                while (!unseen.IsCompleted)
                {
                    await Task.YieldNow();
                }

                await Should.ThrowAsync<FormatException>(seen.AsTask());
            }

            await both.DisposeAsync();

            unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldBe("unseen");
        });

    [Theory, OnEveryRuntime]
    public void A_task_cannot_wait_for_its_own_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle task = null!;
            task = Task.Spawn(async () =>
            {
                await Task.YieldNow();
                await using (task.CancelOnDispose())
                {
                }
            });

            await Should.ThrowAsync<InvalidOperationException>(task.AsTask());
        });
}
