namespace AsyncStdConformance.Groups;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class GroupFailureTests
{
    private static readonly TimeSpan s_forever = Timeout.InfiniteTimeSpan;

    [Theory, OnEveryRuntime]
    public void The_first_failure_stops_the_siblings_and_is_thrown_when_the_group_is_left(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new();
            JoinHandle sibling = group.Spawn(async () => await Task.Sleep(s_forever));
            group.Start(Fail);

            FormatException failure = await Should.ThrowAsync<FormatException>(async () => await group.DisposeAsync());

            failure.Message.ShouldBe("failed");
            failure.StackTrace!.ShouldContain(nameof(Fail));
            sibling.IsCanceled.ShouldBeTrue();
            group.Count.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void The_group_is_left_only_when_the_stopped_siblings_have_cleaned_up(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool cleaned = false;
            TaskGroup group = new();
            var started = new TaskCompletionSource();
            group.Start(async () =>
            {
                try
                {
                    started.SetResult();
                    await Task.Sleep(s_forever);
                }
                finally
                {
                    await Scope.Shield(async () => await Task.Sleep(TimeSpan.FromSeconds(on.Has(Traits.VirtualTime) ? 3600 : 0.01)));
                    cleaned = true;
                }
            });
            await started.Task;
            group.Start(Fail);

            await Should.ThrowAsync<FormatException>(async () => await group.DisposeAsync());

            cleaned.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Several_failures_are_all_thrown(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new(new TaskGroupOptions { Name = "crawler" });
            var started = new TaskCompletionSource();
            group.Start(async () =>
            {
                try
                {
                    started.SetResult();
                    await Task.Sleep(s_forever);
                }
                finally
                {
                    throw new TimeZoneNotFoundException("in clean-up");
                }
            });
            await started.Task;
            group.Start(Fail);

            AggregateException failure = await Should.ThrowAsync<AggregateException>(async () => await group.DisposeAsync());

            failure.Message.ShouldContain("crawler");
            failure.InnerExceptions.Select(e => e.GetType()).ShouldBe([typeof(FormatException), typeof(TimeZoneNotFoundException)]);
        });

    [Theory, OnEveryRuntime]
    public void A_failure_that_was_thrown_by_a_wait_is_not_thrown_again_by_leaving(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new();
            group.Start(Fail);

            await Should.ThrowAsync<FormatException>(async () => await group.WaitAsync());
            await Should.ThrowAsync<FormatException>(async () => await group.WaitAsync());

            await group.DisposeAsync();
            await group.DisposeAsync();
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_loses_no_failure(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new();
            var go = new TaskCompletionSource();
            group.Start(async () => { await go.Task; await Fail(); });
            using var stop = new CancellationTokenSource();
            ValueTask wait = group.WaitAsync(stop.Token);

            stop.Cancel();
            (await Should.ThrowAsync<OperationCanceledException>(async () => await wait)).CancellationToken.ShouldBe(stop.Token);
            group.Count.ShouldBe(1);
            go.SetResult();

            await Should.ThrowAsync<FormatException>(async () => await group.DisposeAsync());
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_fails_because_it_awaited_a_failed_one_adds_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new();
            var go = new TaskCompletionSource();
            JoinHandle failing = group.Spawn(async () => { await go.Task; await Fail(); });
            group.Start(async () => await Scope.Shield(async () => await failing));
            go.SetResult();

            await Should.ThrowAsync<FormatException>(async () => await group.DisposeAsync());
        });

    [Theory, OnEveryRuntime]
    public void A_child_that_is_cancelled_by_something_else_has_failed(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new();
            JoinHandle sibling = group.Spawn(async () => await Task.Sleep(s_forever));
            using var own = new CancellationTokenSource();
            group.Start(async () => await Task.Sleep(s_forever, own.Token));
            group.Start(async () => await Task.Sleep(s_forever, own.Token));

            own.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await group.DisposeAsync());
            sibling.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_child_that_was_asked_to_stop_has_not_failed(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new();
            JoinHandle stopped = group.Spawn(async () => await Task.Sleep(s_forever));
            JoinHandle sibling = group.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(5)));

            stopped.Cancel();
            await group.WaitAsync();

            stopped.IsCanceled.ShouldBeTrue();
            sibling.IsCompletedSuccessfully.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_supervised_failure_leaves_the_siblings_alone_and_goes_to_the_callback(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<(string?, Exception)> seen = [];
            TaskGroup group = new(new TaskGroupOptions
            {
                Supervise = true,
                OnFailure = (child, e) =>
                {
                    lock (seen)
                    {
                        seen.Add((child.Name, e));
                    }
                },
            });
            JoinHandle sibling = group.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(5)));
            group.Start(Fail, "one");
            group.Start(Fail, "two");

            await group.DisposeAsync();

            sibling.IsCompletedSuccessfully.ShouldBeTrue();
            seen.Select(each => each.Item1).Order().ShouldBe(["one", "two"]);
            seen.ShouldAllBe(each => each.Item2 is FormatException);
        });

    [Theory, OnEveryRuntime]
    public void Supervised_failures_without_a_callback_are_thrown_at_the_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new(new TaskGroupOptions { Supervise = true });
            JoinHandle sibling = group.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(5)));
            group.Start(Fail);
            group.Start(Fail);

            AggregateException failure = await Should.ThrowAsync<AggregateException>(async () => await group.DisposeAsync());

            failure.InnerExceptions.Count.ShouldBe(2);
            sibling.IsCompletedSuccessfully.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_callback_that_throws_is_reported_and_the_failure_is_kept(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);
            TaskGroup group = new(new TaskGroupOptions { Supervise = true, OnFailure = (_, _) => throw new NotSupportedException() });
            group.Start(Fail);

            await Should.ThrowAsync<FormatException>(async () => await group.DisposeAsync());

            unhandled.All.ShouldHaveSingleItem().Exception.ShouldBeOfType<NotSupportedException>();
        });

    [Theory, OnEveryRuntime]
    public void Failures_of_a_group_that_was_forgotten_are_reported(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            runtime.BlockOn(Forget);

            for (int i = 0; i < 200 && unhandled.All.Count == 0; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                runtime.BlockOn(async () => await Task.YieldNow());
            }

            unhandled.All.ShouldHaveSingleItem().Exception.ShouldBeOfType<FormatException>();

            [MethodImpl(MethodImplOptions.NoInlining)]
            static async Task Forget()
            {
                TaskGroup group = new();
                group.Start(Fail);
                while (group.Count > 0)
                {
                    await Task.YieldNow();
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void A_detached_child_still_fails_its_group_and_is_not_reported_beside(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);
            TaskGroup group = new();
            group.Spawn(Fail).Detach();

            await Should.ThrowAsync<FormatException>(async () => await group.DisposeAsync());

            unhandled.All.ShouldBeEmpty();
        });

    [Theory, OnEveryRuntime]
    public void A_body_that_throws_before_it_exists_fails_the_child_and_not_the_spawn(RuntimeCase on)
        => on.Run(async _ =>
        {
            TaskGroup group = new();

            JoinHandle child = group.Spawn(TaskBody () => throw new FormatException("failed"));

            await Should.ThrowAsync<FormatException>(async () => await group.DisposeAsync());
            child.IsFaulted.ShouldBeTrue();
        });

    private static async Task Fail()
    {
        await Task.YieldNow();
        throw new FormatException("failed");
    }
}
