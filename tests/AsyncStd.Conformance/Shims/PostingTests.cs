namespace AsyncStdConformance.Shims;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;

/// <summary>A runtime as a synchronization context for strangers. How it behaves inside tasks is tested with the context.</summary>
public sealed class PostingTests
{
    [Theory, OnEveryRuntime]
    public void There_is_one_for_each_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            runtime.AsSynchronizationContext().ShouldBeSameAs(runtime.AsSynchronizationContext());
            await Task.Spawn(() => SynchronizationContext.Current.ShouldBeSameAs(runtime.AsSynchronizationContext()));
        });

    [Theory, OnEveryRuntime]
    public void A_strangers_callback_is_a_guest_of_the_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var seen = new TaskCompletionSource();

            await ForeignThread.Start(() => runtime.AsSynchronizationContext().Post(
                _ =>
                {
                    try
                    {
                        Place.ShouldBeOn(runtime);
                        seen.SetResult();
                    }
                    catch (Exception e)
                    {
                        seen.SetException(e);
                    }
                },
                null));

            await seen.Task;
        });

    [Theory, OnEveryRuntime]
    public void A_callback_of_another_runtime_stays_its_own(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await using Runtime other = RuntimeCase.All[0].Create();
            var seen = new TaskCompletionSource<(Runtime, bool)>();

            await other.Spawn(() => runtime.AsSynchronizationContext().Post(_ => seen.SetResult((Runtime.Current, Place.IsInSlice(runtime))), null));

            (await seen.Task).ShouldBe((other, true));
        });

    [Theory, OnEveryRuntime]
    public void A_stranger_can_install_it(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Task<bool>? method = null;
            await ForeignThread.Start(() =>
            {
                SynchronizationContext.SetSynchronizationContext(runtime.AsSynchronizationContext());
                method = Method();
            });

            (await method!).ShouldBeTrue();

            async Task<bool> Method()
            {
                await Task.Yield();
                return Place.IsInSlice(runtime);
            }
        });
}
