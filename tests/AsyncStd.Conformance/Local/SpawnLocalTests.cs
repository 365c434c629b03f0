namespace AsyncStdConformance.Local;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class SpawnLocalTests
{
    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void Every_slice_runs_on_the_thread_of_the_spawn(RuntimeCase on)
        => on.Run(async runtime =>
        {
            List<JoinHandle> noise = [.. Enumerable.Range(0, 16).Select(_ => Task.Spawn(async () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    await Task.YieldNow();
                }
            }))];
            List<JoinHandle> locals = [.. Enumerable.Range(0, 8).Select(_ => Task.Spawn(async () =>
            {
                await Task.YieldNow();
                JoinHandle local = SpawnOne();
                await local;
            }))];

            foreach (JoinHandle task in noise.Concat(locals))
            {
                await task;
            }

            JoinHandle SpawnOne()
            {
                int thread = ThreadOfThisPlace(runtime);
                return Task.SpawnLocal(async () =>
                {
                    thread = thread == 0 ? Environment.CurrentManagedThreadId : thread;
                    Here();
                    await Task.YieldNow();
                    Here();
                    await Task.Sleep(TimeSpan.FromMilliseconds(1));
                    Here();
                    await Task.Spawn(async () => await Task.YieldNow());
                    Here();
                    await Task.Yield();
                    Here();
                    await Task.Run(() => { });
                    Here();
                    await Task.Run(() => { }).ConfigureAwait(false);
                    Here();
                    await Nested();
                    Here();
                });

                async Task Nested()
                {
                    Here();
                    await Task.YieldNow();
                    Here();
                    await Task.Sleep(TimeSpan.FromMilliseconds(1));
                    Here();
                    await Task.Run(() => { });
                    Here();
                    await Task.Spawn(() => { });
                    Here();
                    await Elsewhere();
                    Here();
                }

                async Task Elsewhere() => await Task.Run(() => { }).ConfigureAwait(false);

                void Here()
                {
                    (on.Has(Traits.PlaceIsNoThread) ? thread : Environment.CurrentManagedThreadId).ShouldBe(thread);
                    Place.ShouldBeOn(runtime);
                }
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void It_gives_a_result(RuntimeCase on)
        => on.Run(async _ => (await Task.SpawnLocal(async () => { await Task.YieldNow(); return 42; })).ShouldBe(42));

    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void What_a_local_task_posts_stays_at_its_place(RuntimeCase on)
        => on.Run(async runtime => await Task.Spawn(async () =>
        {
            int thread = ThreadOfThisPlace(runtime);
            await Task.SpawnLocal(async () =>
            {
                thread = thread == 0 ? Environment.CurrentManagedThreadId : thread;
                var posted = new TaskCompletionSource<int>();
                SynchronizationContext.Current!.Post(_ => posted.SetResult(Environment.CurrentManagedThreadId), null);
                (on.Has(Traits.PlaceIsNoThread) ? thread : await posted.Task).ShouldBe(thread);
            });
        }));

    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void A_foreign_thread_has_no_place(RuntimeCase on)
        => on.Outside(runtime =>
        {
            runtime.CurrentAffinity.ShouldBe(0);
            Should.Throw<InvalidOperationException>(() => runtime.SpawnLocal(async () => await Task.YieldNow()));
        });

    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void A_thread_of_another_runtime_has_no_place(RuntimeCase on)
        => on.Outside(runtime =>
        {
            using Runtime other = RuntimeCase.All[0].Create();
            other.BlockOn(async () =>
            {
                await Task.YieldNow();
                Should.Throw<InvalidOperationException>(() => runtime.SpawnLocal(async () => await Task.YieldNow()));
            });
        });

    [Theory, OnEveryRuntime(Lacking = Traits.Places)]
    public void Without_places_it_is_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            Exception e = Should.Throw<Exception>(() => Task.SpawnLocal(async () => await Task.YieldNow()));
            e.GetType().ShouldBeOneOf(typeof(NotSupportedException), typeof(InvalidOperationException));
            await Task.YieldNow();
        });

    /// <summary>Where a local task has to stay that is spawned here; 0 for somebody who helps out and has no place, so that one is found for it.</summary>
    private static int ThreadOfThisPlace(Runtime runtime) => runtime.CurrentAffinity == 0 ? 0 : Environment.CurrentManagedThreadId;
}
