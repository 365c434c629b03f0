namespace AsyncStdConformance.Local;

using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>A task that is tied to a place must not keep the place for itself.</summary>
public sealed class LocalFairnessTests
{
    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void A_local_task_that_only_yields_lets_the_others_go_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool stop = false;
            JoinHandle local = Task.SpawnLocal(async () =>
            {
                while (!Volatile.Read(ref stop))
                {
                    await Task.YieldNow();
                }
            });

            await Task.YieldNow();
            await Task.Spawn(async () => await Task.YieldNow());
            Volatile.Write(ref stop, true);

            await local;
        });
}
