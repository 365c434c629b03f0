namespace AsyncStdConformance.Failures;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class UnhandledExceptionTests
{
    [Theory, OnEveryRuntime]
    public void A_detached_failure_is_reported_once_with_name_and_spawn_site(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            runtime.BlockOn(async () =>
            {
                Task.Spawn(FailLater, name: "early").Detach();
                JoinHandle late = Task.Spawn(Fail, name: "late");
                while (!late.IsCompleted)
                {
                    await Task.YieldNow();
                }

                late.Detach();
                late.Detach();
            });
            runtime.Dispose();

            unhandled.All.Select(each => (each.Task, each.Exception.Message)).Order().ShouldBe([("early", "failed"), ("late", "failed")]);
            unhandled.All.ShouldAllBe(each => each.SpawnSite!.Contains("UnhandledExceptionTests.cs:"));
        });

    [Theory, OnEveryRuntime]
    public void A_failure_that_cannot_even_be_printed_ends_its_task_all_the_same(RuntimeCase on)
        => on.Run(async runtime =>
        {
            JoinHandle task = Task.Spawn(() => throw new UnprintableException());
            task.Detach();

            (await Should.ThrowAsync<UnprintableException>(async () => await task)).ShouldNotBeNull();
        });

    [Theory, OnEveryRuntime]
    public void A_failure_that_was_joined_is_not_reported(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            runtime.BlockOn(async () =>
            {
                JoinHandle joined = Task.Spawn(FailLater);
                await Should.ThrowAsync<FormatException>(async () => await joined);
                joined.Detach();
                JoinHandle read = Task.Spawn(FailLater);
                while (!read.IsCompleted)
                {
                    await Task.YieldNow();
                }

                read.Exception.ShouldBeOfType<FormatException>();
                read.Detach();
            });
            runtime.Dispose();

            unhandled.All.ShouldBeEmpty();
        });

    [Theory, OnEveryRuntime]
    public void A_detached_cancellation_is_not_reported(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            runtime.BlockOn(async () =>
            {
                Task.Spawn(async () => { await Task.YieldNow(); throw new OperationCanceledException(); }).Detach();
                await Task.YieldNow();
            });
            runtime.Dispose();

            unhandled.All.ShouldBeEmpty();
        });

    [Theory, OnEveryRuntime]
    public void A_dropped_failure_is_found_by_the_collector(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            SpawnAndDrop(runtime);
            Eventually.IsTrue(
                () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    return unhandled.All.Count > 0;
                },
                "the collector to find a failed task");

            UnhandledTaskExceptionEventArgs report = unhandled.All.ShouldHaveSingleItem();
            report.Task.ShouldBe("dropped");
            report.Exception.Message.ShouldBe("failed");
        });

    [Theory, OnEveryRuntime]
    public void A_handler_that_throws_does_no_harm(RuntimeCase on)
        => on.Outside(runtime =>
        {
            int calls = 0;
            runtime.UnhandledException += (_, _) =>
            {
                calls++;
                throw new InvalidOperationException("the handler");
            };

            TextWriter error = Console.Error;
            Console.SetError(TextWriter.Null);
            try
            {
                runtime.BlockOn(async () =>
                {
                    Task.Spawn(FailLater).Detach();
                    await Task.YieldNow();
                    (await Task.Spawn(async () => { await Task.YieldNow(); return 42; })).ShouldBe(42);
                });
                runtime.Dispose();
            }
            finally
            {
                Console.SetError(error);
            }

            calls.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void An_awaiter_that_throws_fails_the_task_and_not_the_runtime(RuntimeCase on)
        => on.Run(async _ =>
        {
            await Should.ThrowAsync<FormatException>(async () => await Task.Spawn(async () => await new BrokenAwaitable()));
            (await Task.Spawn(() => 42)).ShouldBe(42);
        });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SpawnAndDrop(Runtime runtime)
    {
        JoinHandle failing = runtime.Spawn(FailLater, name: "dropped");
        runtime.BlockOn(async () =>
        {
            while (!failing.IsCompleted)
            {
                await Task.YieldNow();
            }
        });
    }

    private static async Task FailLater()
    {
        await Task.YieldNow();
        Fail();
    }

    private static void Fail() => throw new FormatException("failed");

    private readonly struct BrokenAwaitable : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public BrokenAwaitable GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => throw new FormatException("broken");

        public void UnsafeOnCompleted(Action continuation) => throw new FormatException("broken");
    }

    private sealed class UnprintableException : Exception
    {
        public override string ToString() => throw new NotSupportedException("this exception has no text");
    }
}
