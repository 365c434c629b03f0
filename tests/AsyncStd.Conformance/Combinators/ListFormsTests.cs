namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>The forms that take any number of branches.</summary>
public sealed class ListFormsTests
{
    private static readonly CancellationToken s_token = CancellationToken.None;

    [Theory, OnEveryRuntime]
    public void Any_number_of_async_lambdas_can_be_taken(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(async () => await Later(1))).ShouldBe([1]);
            (await Task.Join([async () => await Later(1), async () => await Later(2), async () => await Later(3)], s_token)).ShouldBe([1, 2, 3]);
            await Task.Join(async () => await Done(), async () => await Done());
            await Task.Join([async () => await Done()], s_token);
            (await Task.TryJoin(async () => await Later(1))).ShouldBe([1]);
            (await Task.TryJoin([async () => await Later(1), async () => await Later(2), async () => await Later(3)], s_token)).ShouldBe([1, 2, 3]);
            await Task.TryJoin(async () => await Done(), async () => await Done());
            await Task.TryJoin([async () => await Done()], s_token);
            (await Task.Race(async () => await Later(1), async () => await Later(1))).ShouldBe(1);
            (await Task.Race([async () => await Later(1), async () => await Later(1)], s_token)).ShouldBe(1);
            await Task.Race(async () => await Done(), async () => await Done());
            await Task.Race([async () => await Done()], s_token);
            (await Task.TryRace(async () => await Later(1), async () => await Later(1))).ShouldBe(1);
            (await Task.TryRace([async () => await Later(1), async () => await Later(1)], s_token)).ShouldBe(1);
            await Task.TryRace(async () => await Done(), async () => await Done());
            await Task.TryRace([async () => await Done()], s_token);
            (await Task.Select(async () => await Done())).ShouldBe(0);
            (await Task.Select([async () => await Done()], s_token)).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Any_number_of_methods_that_return_a_Task_can_be_taken(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(() => Later(1).AsTask())).ShouldBe([1]);
            (await Task.Join([() => Later(1).AsTask(), () => Later(2).AsTask(), () => Later(3).AsTask()], s_token)).ShouldBe([1, 2, 3]);
            await Task.Join(() => Done().AsTask(), () => Done().AsTask());
            await Task.Join([() => Done().AsTask()], s_token);
            (await Task.TryJoin(() => Later(1).AsTask())).ShouldBe([1]);
            (await Task.TryJoin([() => Later(1).AsTask(), () => Later(2).AsTask(), () => Later(3).AsTask()], s_token)).ShouldBe([1, 2, 3]);
            await Task.TryJoin(() => Done().AsTask(), () => Done().AsTask());
            await Task.TryJoin([() => Done().AsTask()], s_token);
            (await Task.Race(() => Later(1).AsTask(), () => Later(1).AsTask())).ShouldBe(1);
            (await Task.Race([() => Later(1).AsTask(), () => Later(1).AsTask()], s_token)).ShouldBe(1);
            await Task.Race(() => Done().AsTask(), () => Done().AsTask());
            await Task.Race([() => Done().AsTask()], s_token);
            (await Task.TryRace(() => Later(1).AsTask(), () => Later(1).AsTask())).ShouldBe(1);
            (await Task.TryRace([() => Later(1).AsTask(), () => Later(1).AsTask()], s_token)).ShouldBe(1);
            await Task.TryRace(() => Done().AsTask(), () => Done().AsTask());
            await Task.TryRace([() => Done().AsTask()], s_token);
            (await Task.Select(() => Done().AsTask())).ShouldBe(0);
            (await Task.Select([() => Done().AsTask()], s_token)).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Any_number_of_methods_that_return_a_ValueTask_can_be_taken(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(() => Later(1))).ShouldBe([1]);
            (await Task.Join([() => Later(1), () => Later(2), () => Later(3)], s_token)).ShouldBe([1, 2, 3]);
            await Task.Join(() => Done(), () => Done());
            await Task.Join([() => Done()], s_token);
            (await Task.TryJoin(() => Later(1))).ShouldBe([1]);
            (await Task.TryJoin([() => Later(1), () => Later(2), () => Later(3)], s_token)).ShouldBe([1, 2, 3]);
            await Task.TryJoin(() => Done(), () => Done());
            await Task.TryJoin([() => Done()], s_token);
            (await Task.Race(() => Later(1), () => Later(1))).ShouldBe(1);
            (await Task.Race([() => Later(1), () => Later(1)], s_token)).ShouldBe(1);
            await Task.Race(() => Done(), () => Done());
            await Task.Race([() => Done()], s_token);
            (await Task.TryRace(() => Later(1), () => Later(1))).ShouldBe(1);
            (await Task.TryRace([() => Later(1), () => Later(1)], s_token)).ShouldBe(1);
            await Task.TryRace(() => Done(), () => Done());
            await Task.TryRace([() => Done()], s_token);
            (await Task.Select(() => Done())).ShouldBe(0);
            (await Task.Select([() => Done()], s_token)).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Any_number_of_functions_of_a_token_that_return_a_Task_can_be_taken(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(token => Later(1, token).AsTask())).ShouldBe([1]);
            (await Task.Join([token => Later(1, token).AsTask(), token => Later(2, token).AsTask(), token => Later(3, token).AsTask()], s_token)).ShouldBe([1, 2, 3]);
            await Task.Join(token => Done(token).AsTask(), token => Done(token).AsTask());
            await Task.Join([token => Done(token).AsTask()], s_token);
            (await Task.TryJoin(token => Later(1, token).AsTask())).ShouldBe([1]);
            (await Task.TryJoin([token => Later(1, token).AsTask(), token => Later(2, token).AsTask(), token => Later(3, token).AsTask()], s_token)).ShouldBe([1, 2, 3]);
            await Task.TryJoin(token => Done(token).AsTask(), token => Done(token).AsTask());
            await Task.TryJoin([token => Done(token).AsTask()], s_token);
            (await Task.Race(token => Later(1, token).AsTask(), token => Later(1, token).AsTask())).ShouldBe(1);
            (await Task.Race([token => Later(1, token).AsTask(), token => Later(1, token).AsTask()], s_token)).ShouldBe(1);
            await Task.Race(token => Done(token).AsTask(), token => Done(token).AsTask());
            await Task.Race([token => Done(token).AsTask()], s_token);
            (await Task.TryRace(token => Later(1, token).AsTask(), token => Later(1, token).AsTask())).ShouldBe(1);
            (await Task.TryRace([token => Later(1, token).AsTask(), token => Later(1, token).AsTask()], s_token)).ShouldBe(1);
            await Task.TryRace(token => Done(token).AsTask(), token => Done(token).AsTask());
            await Task.TryRace([token => Done(token).AsTask()], s_token);
            (await Task.Select(token => Done(token).AsTask())).ShouldBe(0);
            (await Task.Select([token => Done(token).AsTask()], s_token)).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Any_number_of_functions_of_a_token_that_return_a_ValueTask_can_be_taken(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(token => Later(1, token))).ShouldBe([1]);
            (await Task.Join([token => Later(1, token), token => Later(2, token), token => Later(3, token)], s_token)).ShouldBe([1, 2, 3]);
            await Task.Join(token => Done(token), token => Done(token));
            await Task.Join([token => Done(token)], s_token);
            (await Task.TryJoin(token => Later(1, token))).ShouldBe([1]);
            (await Task.TryJoin([token => Later(1, token), token => Later(2, token), token => Later(3, token)], s_token)).ShouldBe([1, 2, 3]);
            await Task.TryJoin(token => Done(token), token => Done(token));
            await Task.TryJoin([token => Done(token)], s_token);
            (await Task.Race(token => Later(1, token), token => Later(1, token))).ShouldBe(1);
            (await Task.Race([token => Later(1, token), token => Later(1, token)], s_token)).ShouldBe(1);
            await Task.Race(token => Done(token), token => Done(token));
            await Task.Race([token => Done(token)], s_token);
            (await Task.TryRace(token => Later(1, token), token => Later(1, token))).ShouldBe(1);
            (await Task.TryRace([token => Later(1, token), token => Later(1, token)], s_token)).ShouldBe(1);
            await Task.TryRace(token => Done(token), token => Done(token));
            await Task.TryRace([token => Done(token)], s_token);
            (await Task.Select(token => Done(token))).ShouldBe(0);
            (await Task.Select([token => Done(token)], s_token)).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Any_number_of_handles_can_be_taken(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(Spawned(1))).ShouldBe([1]);
            (await Task.Join([Spawned(1), Spawned(2), Spawned(3)], s_token)).ShouldBe([1, 2, 3]);
            await Task.Join(Task.Spawn(async () => await Done()), Task.Spawn(async () => await Done()));
            await Task.Join([Task.Spawn(async () => await Done())], s_token);
            (await Task.TryJoin(Spawned(1))).ShouldBe([1]);
            (await Task.TryJoin([Spawned(1), Spawned(2), Spawned(3)], s_token)).ShouldBe([1, 2, 3]);
            await Task.TryJoin(Task.Spawn(async () => await Done()), Task.Spawn(async () => await Done()));
            await Task.TryJoin([Task.Spawn(async () => await Done())], s_token);
            (await Task.Race(Spawned(1), Spawned(1))).ShouldBe(1);
            (await Task.Race([Spawned(1), Spawned(1)], s_token)).ShouldBe(1);
            await Task.Race(Task.Spawn(async () => await Done()), Task.Spawn(async () => await Done()));
            await Task.Race([Task.Spawn(async () => await Done())], s_token);
            (await Task.TryRace(Spawned(1), Spawned(1))).ShouldBe(1);
            (await Task.TryRace([Spawned(1), Spawned(1)], s_token)).ShouldBe(1);
            await Task.TryRace(Task.Spawn(async () => await Done()), Task.Spawn(async () => await Done()));
            await Task.TryRace([Task.Spawn(async () => await Done())], s_token);
            (await Task.Select(Task.Spawn(async () => await Done()))).ShouldBe(0);
            (await Task.Select([Task.Spawn(async () => await Done())], s_token)).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Any_number_of_BCL_tasks_can_be_taken(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(Later(1).AsTask())).ShouldBe([1]);
            (await Task.Join([Later(1).AsTask(), Later(2).AsTask(), Later(3).AsTask()], s_token)).ShouldBe([1, 2, 3]);
            await Task.Join(Done().AsTask(), Done().AsTask());
            await Task.Join([Done().AsTask()], s_token);
            (await Task.TryJoin(Later(1).AsTask())).ShouldBe([1]);
            (await Task.TryJoin([Later(1).AsTask(), Later(2).AsTask(), Later(3).AsTask()], s_token)).ShouldBe([1, 2, 3]);
            await Task.TryJoin(Done().AsTask(), Done().AsTask());
            await Task.TryJoin([Done().AsTask()], s_token);
            (await Task.Race(Later(1).AsTask(), Later(1).AsTask())).ShouldBe(1);
            (await Task.Race([Later(1).AsTask(), Later(1).AsTask()], s_token)).ShouldBe(1);
            await Task.Race(Done().AsTask(), Done().AsTask());
            await Task.Race([Done().AsTask()], s_token);
            (await Task.TryRace(Later(1).AsTask(), Later(1).AsTask())).ShouldBe(1);
            (await Task.TryRace([Later(1).AsTask(), Later(1).AsTask()], s_token)).ShouldBe(1);
            await Task.TryRace(Done().AsTask(), Done().AsTask());
            await Task.TryRace([Done().AsTask()], s_token);
            (await Task.Select(Done().AsTask())).ShouldBe(0);
            (await Task.Select([Done().AsTask()], s_token)).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Functions_of_the_items_of_an_ordinary_sequence_come_in_each_form(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(Numbers(), 2, async n => await Later(n))).ShouldBe([1, 2, 3]);
            (await Task.Join(Numbers(), 2, n => Later(n).AsTask())).ShouldBe([1, 2, 3]);
            (await Task.Join(Numbers(), 2, n => Later(n))).ShouldBe([1, 2, 3]);
            (await Task.Join(Numbers(), 2, (n, token) => Later(n, token).AsTask())).ShouldBe([1, 2, 3]);
            (await Task.Join(Numbers(), 2, (n, token) => Later(n, token))).ShouldBe([1, 2, 3]);
            await Task.Join(Numbers(), 2, async n => await Done());
            await Task.Join(Numbers(), 2, n => Done().AsTask());
            await Task.Join(Numbers(), 2, n => Done());
            await Task.Join(Numbers(), 2, (n, token) => Done(token).AsTask());
            await Task.Join(Numbers(), 2, (n, token) => Done(token));
            (await Task.TryJoin(Numbers(), 2, async n => await Later(n))).ShouldBe([1, 2, 3]);
            (await Task.TryJoin(Numbers(), 2, n => Later(n).AsTask())).ShouldBe([1, 2, 3]);
            (await Task.TryJoin(Numbers(), 2, n => Later(n))).ShouldBe([1, 2, 3]);
            (await Task.TryJoin(Numbers(), 2, (n, token) => Later(n, token).AsTask())).ShouldBe([1, 2, 3]);
            (await Task.TryJoin(Numbers(), 2, (n, token) => Later(n, token))).ShouldBe([1, 2, 3]);
            await Task.TryJoin(Numbers(), 2, async n => await Done());
            await Task.TryJoin(Numbers(), 2, n => Done().AsTask());
            await Task.TryJoin(Numbers(), 2, n => Done());
            await Task.TryJoin(Numbers(), 2, (n, token) => Done(token).AsTask());
            await Task.TryJoin(Numbers(), 2, (n, token) => Done(token));
        });

    [Theory, OnEveryRuntime]
    public void Functions_of_the_items_of_an_async_sequence_come_in_each_form(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(AsyncNumbers(), 2, async n => await Later(n))).ShouldBe([1, 2, 3]);
            (await Task.Join(AsyncNumbers(), 2, n => Later(n).AsTask())).ShouldBe([1, 2, 3]);
            (await Task.Join(AsyncNumbers(), 2, n => Later(n))).ShouldBe([1, 2, 3]);
            (await Task.Join(AsyncNumbers(), 2, (n, token) => Later(n, token).AsTask())).ShouldBe([1, 2, 3]);
            (await Task.Join(AsyncNumbers(), 2, (n, token) => Later(n, token))).ShouldBe([1, 2, 3]);
            await Task.Join(AsyncNumbers(), 2, async n => await Done());
            await Task.Join(AsyncNumbers(), 2, n => Done().AsTask());
            await Task.Join(AsyncNumbers(), 2, n => Done());
            await Task.Join(AsyncNumbers(), 2, (n, token) => Done(token).AsTask());
            await Task.Join(AsyncNumbers(), 2, (n, token) => Done(token));
            (await Task.TryJoin(AsyncNumbers(), 2, async n => await Later(n))).ShouldBe([1, 2, 3]);
            (await Task.TryJoin(AsyncNumbers(), 2, n => Later(n).AsTask())).ShouldBe([1, 2, 3]);
            (await Task.TryJoin(AsyncNumbers(), 2, n => Later(n))).ShouldBe([1, 2, 3]);
            (await Task.TryJoin(AsyncNumbers(), 2, (n, token) => Later(n, token).AsTask())).ShouldBe([1, 2, 3]);
            (await Task.TryJoin(AsyncNumbers(), 2, (n, token) => Later(n, token))).ShouldBe([1, 2, 3]);
            await Task.TryJoin(AsyncNumbers(), 2, async n => await Done());
            await Task.TryJoin(AsyncNumbers(), 2, n => Done().AsTask());
            await Task.TryJoin(AsyncNumbers(), 2, n => Done());
            await Task.TryJoin(AsyncNumbers(), 2, (n, token) => Done(token).AsTask());
            await Task.TryJoin(AsyncNumbers(), 2, (n, token) => Done(token));
        });

    private static IEnumerable<int> Numbers() => [1, 2, 3];

    private static async IAsyncEnumerable<int> AsyncNumbers()
    {
        foreach (int number in Numbers())
        {
            await Task.YieldNow();
            yield return number;
        }
    }

    private static async ValueTask<T> Later<T>(T value, CancellationToken token = default)
    {
        await Task.Sleep(TimeSpan.FromTicks(1), token);
        return value;
    }

    private static async ValueTask Done(CancellationToken token = default) => await Task.Sleep(TimeSpan.FromTicks(1), token);

    private static JoinHandle<T> Spawned<T>(T value) => Task.Spawn(async () => await Later(value));
}
