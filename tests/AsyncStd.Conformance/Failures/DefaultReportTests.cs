namespace AsyncStdConformance.Failures;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using AsyncStdConformance.Scale;

/// <summary>What is written when nobody handles an unhandled exception. The standard error stream is the whole process's, so these run alone.</summary>
[Collection(AloneCollection.Name)]
public sealed class DefaultReportTests
{
    [Theory, OnEveryRuntime]
    public void A_detached_failure_is_written_once_with_name_and_spawn_site(RuntimeCase on)
    {
        string name = $"writes on {on.Name}";
        using var error = new ErrorStream();

        on.Outside(
            runtime =>
            {
                runtime.BlockOn(async () =>
                {
                    JoinHandle task = Task.Spawn(FailLater, name: "the detached one");
                    task.Detach();
                    while (!task.IsCompleted)
                    {
                        await Task.YieldNow();
                    }

                    task.Detach();
                });
                runtime.Dispose();
            },
            options => options.Name = name);

        error.About(name).ShouldHaveSingleItem().ShouldMatch(
            $@"^AsyncStd: unhandled exception in the detached one of runtime '{name}', spawned at \S*DefaultReportTests\.cs:\d+: System\.FormatException: failed\r?\n.*{nameof(FailLater)}");
    }

    [Theory, OnEveryRuntime]
    public void A_failure_that_a_handler_was_told_of_is_not_written(RuntimeCase on)
    {
        string name = $"tells on {on.Name}";
        using var error = new ErrorStream();

        on.Outside(
            runtime =>
            {
                var unhandled = new UnhandledExceptions(runtime);
                runtime.BlockOn(async () =>
                {
                    Task.Spawn(FailLater, name: "told").Detach();
                    await Task.YieldNow();
                });
                runtime.Dispose();
                unhandled.All.ShouldHaveSingleItem().Task.ShouldBe("told");
            },
            options => options.Name = name);

        error.About(name).ShouldBeEmpty();
    }

    [Theory, OnEveryRuntime]
    public void A_handler_that_fails_hides_neither_failure(RuntimeCase on)
    {
        string name = $"fails on {on.Name}";
        using var error = new ErrorStream();

        on.Outside(
            runtime =>
            {
                runtime.UnhandledException += (_, _) => throw new InvalidTimeZoneException("the handler's");
                runtime.BlockOn(async () =>
                {
                    Task.Spawn(FailLater, name: "told").Detach();
                    await Task.YieldNow();
                });
                runtime.Dispose();
            },
            options => options.Name = name);

        string[] written = error.About(name);
        written.Length.ShouldBe(2);
        written[0].ShouldContain(" in told of ");
        written[0].ShouldContain("FormatException: failed");
        written[1].ShouldContain(" in the UnhandledException handler of ");
        written[1].ShouldContain("InvalidTimeZoneException: the handler's");
    }

    [Theory, OnEveryRuntime]
    public void A_failure_without_a_text_is_written_by_the_name_of_its_type(RuntimeCase on)
    {
        string name = $"stammers on {on.Name}";
        using var error = new ErrorStream();

        on.Outside(
            runtime =>
            {
                runtime.BlockOn(async () =>
                {
                    Task.Spawn(() => throw new UnprintableException(), name: "unprintable").Detach();
                    await Task.YieldNow();
                });
                runtime.Dispose();
            },
            options => options.Name = name);

        error.About(name).ShouldHaveSingleItem().ShouldContain(nameof(UnprintableException));
    }

    [Theory, OnEveryRuntime]
    public void A_stream_that_takes_nothing_does_no_harm(RuntimeCase on)
    {
        string name = $"breaks on {on.Name}";
        using var error = new ErrorStream(isBroken: true);

        on.Outside(
            runtime =>
            {
                runtime.BlockOn(async () =>
                {
                    Task.Spawn(FailLater).Detach();
                    await Task.YieldNow();
                    (await Task.Spawn(async () => { await Task.YieldNow(); return 42; })).ShouldBe(42);
                });
                runtime.ShutdownAsync().WaitWithin(TimeSpan.FromSeconds(60)).Unfinished.ShouldBeEmpty();
            },
            options => options.Name = name);

        error.About(name).ShouldHaveSingleItem();
    }

    private static async Task FailLater()
    {
        await Task.YieldNow();
        throw new FormatException("failed");
    }

    private sealed class UnprintableException : Exception
    {
        public override string ToString() => throw new NotSupportedException("this exception has no text");
    }
}
