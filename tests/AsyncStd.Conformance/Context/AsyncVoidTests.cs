namespace AsyncStdConformance.Context;

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
            bool mayEnd = false, ended = false;

            runtime.BlockOn(async () =>
            {
                Runs();
                await Task.YieldNow();
            });
            Volatile.Read(ref ended).ShouldBeFalse();
            Volatile.Write(ref mayEnd, true);
            runtime.Dispose();

            ended.ShouldBeTrue();

            async void Runs()
            {
                while (!Volatile.Read(ref mayEnd))
                {
                    await Task.YieldNow();
                }

                await Task.Sleep(TimeSpan.FromMilliseconds(20)); // most likely ends when the disposal has begun
                Volatile.Write(ref ended, true);
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
                    Eventually.IsTrue(() => Volatile.Read(ref shuttingDown), "the shutdown to begin");
                    release.SetResult();
                }).Forget();
                Volatile.Write(ref shuttingDown, true);
                runtime.Dispose(); // in real time nobody waits for the drain's limit to pass

                async void Runs() => await release.Task.ConfigureAwait(false);
            },
            options => options.ShutdownTimeout = TimeSpan.FromHours(1));
}
