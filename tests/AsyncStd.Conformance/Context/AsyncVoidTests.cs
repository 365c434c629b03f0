namespace AsyncStdConformance.Context;

using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStdConformance.Harness;

public sealed class AsyncVoidTests
{
    [Theory, OnEveryRuntime]
    public void Its_exception_goes_to_UnhandledException(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            runtime.BlockOn(async () =>
            {
                Fails();
                await Task.YieldNow();
            });
            runtime.Dispose();

            unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldBe("in async void");

            static async void Fails()
            {
                await Task.YieldNow();
                throw new FormatException("in async void");
            }
        });

    [Theory, OnEveryRuntime]
    public void Disposal_waits_for_its_end(RuntimeCase on)
        => on.Outside(runtime =>
        {
            bool ended = false;

            runtime.BlockOn(async () =>
            {
                Runs();
                await Task.YieldNow();
            });
            ended.ShouldBeFalse();
            runtime.Dispose();

            ended.ShouldBeTrue();

            async void Runs()
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(20));
                ended = true;
            }
        });

    [Theory, OnEveryRuntime]
    public void Disposal_is_told_of_an_end_on_another_thread(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                bool shuttingDown = false;
                var release = new TaskCompletionSource();
                runtime.BlockOn(async () =>
                {
                    Runs();
                    await Task.YieldNow();
                });

                ForeignThread.Start(() =>
                {
                    Eventually.IsTrue(() => shuttingDown, "the shutdown to begin");
                    release.SetResult();
                }).Forget();
                var watch = Stopwatch.StartNew();
                shuttingDown = true;
                runtime.Dispose();

                watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2), "the time that a drain may take was waited out");

                async void Runs() => await release.Task.ConfigureAwait(false);
            },
            options => options.ShutdownTimeout = TimeSpan.FromSeconds(4));
}
