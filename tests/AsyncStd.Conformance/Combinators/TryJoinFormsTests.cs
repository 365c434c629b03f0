namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Each form of <c>Task.TryJoin</c> gives each branch its place.</summary>
public sealed class TryJoinFormsTests
{
    [Theory, OnEveryRuntime]
    public void TryJoin_takes_two_to_eight_async_lambdas(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.TryJoin(async () => await Later(1), async () => await Later("b"))).ShouldBe((1, "b"));
            (await Task.TryJoin(async () => await Later(1), async () => await Later("b"), async () => await Later(3))).ShouldBe((1, "b", 3));
            (await Task.TryJoin(async () => await Later(1), async () => await Later("b"), async () => await Later(3), async () => await Later("d"))).ShouldBe((1, "b", 3, "d"));
            (await Task.TryJoin(async () => await Later(1), async () => await Later("b"), async () => await Later(3), async () => await Later("d"), async () => await Later(5))).ShouldBe((1, "b", 3, "d", 5));
            (await Task.TryJoin(async () => await Later(1), async () => await Later("b"), async () => await Later(3), async () => await Later("d"), async () => await Later(5), async () => await Later("f"))).ShouldBe((1, "b", 3, "d", 5, "f"));
            (await Task.TryJoin(async () => await Later(1), async () => await Later("b"), async () => await Later(3), async () => await Later("d"), async () => await Later(5), async () => await Later("f"), async () => await Later(7))).ShouldBe((1, "b", 3, "d", 5, "f", 7));
            (await Task.TryJoin(async () => await Later(1), async () => await Later("b"), async () => await Later(3), async () => await Later("d"), async () => await Later(5), async () => await Later("f"), async () => await Later(7), async () => await Later("h"))).ShouldBe((1, "b", 3, "d", 5, "f", 7, "h"));
        });

    [Theory, OnEveryRuntime]
    public void TryJoin_takes_two_to_eight_methods_that_return_a_Task(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.TryJoin(() => Later(1).AsTask(), () => Later("b").AsTask())).ShouldBe((1, "b"));
            (await Task.TryJoin(() => Later(1).AsTask(), () => Later("b").AsTask(), () => Later(3).AsTask())).ShouldBe((1, "b", 3));
            (await Task.TryJoin(() => Later(1).AsTask(), () => Later("b").AsTask(), () => Later(3).AsTask(), () => Later("d").AsTask())).ShouldBe((1, "b", 3, "d"));
            (await Task.TryJoin(() => Later(1).AsTask(), () => Later("b").AsTask(), () => Later(3).AsTask(), () => Later("d").AsTask(), () => Later(5).AsTask())).ShouldBe((1, "b", 3, "d", 5));
            (await Task.TryJoin(() => Later(1).AsTask(), () => Later("b").AsTask(), () => Later(3).AsTask(), () => Later("d").AsTask(), () => Later(5).AsTask(), () => Later("f").AsTask())).ShouldBe((1, "b", 3, "d", 5, "f"));
            (await Task.TryJoin(() => Later(1).AsTask(), () => Later("b").AsTask(), () => Later(3).AsTask(), () => Later("d").AsTask(), () => Later(5).AsTask(), () => Later("f").AsTask(), () => Later(7).AsTask())).ShouldBe((1, "b", 3, "d", 5, "f", 7));
            (await Task.TryJoin(() => Later(1).AsTask(), () => Later("b").AsTask(), () => Later(3).AsTask(), () => Later("d").AsTask(), () => Later(5).AsTask(), () => Later("f").AsTask(), () => Later(7).AsTask(), () => Later("h").AsTask())).ShouldBe((1, "b", 3, "d", 5, "f", 7, "h"));
        });

    [Theory, OnEveryRuntime]
    public void TryJoin_takes_two_to_eight_methods_that_return_a_ValueTask(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.TryJoin(() => Later(1), () => Later("b"))).ShouldBe((1, "b"));
            (await Task.TryJoin(() => Later(1), () => Later("b"), () => Later(3))).ShouldBe((1, "b", 3));
            (await Task.TryJoin(() => Later(1), () => Later("b"), () => Later(3), () => Later("d"))).ShouldBe((1, "b", 3, "d"));
            (await Task.TryJoin(() => Later(1), () => Later("b"), () => Later(3), () => Later("d"), () => Later(5))).ShouldBe((1, "b", 3, "d", 5));
            (await Task.TryJoin(() => Later(1), () => Later("b"), () => Later(3), () => Later("d"), () => Later(5), () => Later("f"))).ShouldBe((1, "b", 3, "d", 5, "f"));
            (await Task.TryJoin(() => Later(1), () => Later("b"), () => Later(3), () => Later("d"), () => Later(5), () => Later("f"), () => Later(7))).ShouldBe((1, "b", 3, "d", 5, "f", 7));
            (await Task.TryJoin(() => Later(1), () => Later("b"), () => Later(3), () => Later("d"), () => Later(5), () => Later("f"), () => Later(7), () => Later("h"))).ShouldBe((1, "b", 3, "d", 5, "f", 7, "h"));
        });

    [Theory, OnEveryRuntime]
    public void TryJoin_takes_two_to_eight_functions_of_a_token_that_return_a_Task(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.TryJoin(token => Later(1, token).AsTask(), token => Later("b", token).AsTask())).ShouldBe((1, "b"));
            (await Task.TryJoin(token => Later(1, token).AsTask(), token => Later("b", token).AsTask(), token => Later(3, token).AsTask())).ShouldBe((1, "b", 3));
            (await Task.TryJoin(token => Later(1, token).AsTask(), token => Later("b", token).AsTask(), token => Later(3, token).AsTask(), token => Later("d", token).AsTask())).ShouldBe((1, "b", 3, "d"));
            (await Task.TryJoin(token => Later(1, token).AsTask(), token => Later("b", token).AsTask(), token => Later(3, token).AsTask(), token => Later("d", token).AsTask(), token => Later(5, token).AsTask())).ShouldBe((1, "b", 3, "d", 5));
            (await Task.TryJoin(token => Later(1, token).AsTask(), token => Later("b", token).AsTask(), token => Later(3, token).AsTask(), token => Later("d", token).AsTask(), token => Later(5, token).AsTask(), token => Later("f", token).AsTask())).ShouldBe((1, "b", 3, "d", 5, "f"));
            (await Task.TryJoin(token => Later(1, token).AsTask(), token => Later("b", token).AsTask(), token => Later(3, token).AsTask(), token => Later("d", token).AsTask(), token => Later(5, token).AsTask(), token => Later("f", token).AsTask(), token => Later(7, token).AsTask())).ShouldBe((1, "b", 3, "d", 5, "f", 7));
            (await Task.TryJoin(token => Later(1, token).AsTask(), token => Later("b", token).AsTask(), token => Later(3, token).AsTask(), token => Later("d", token).AsTask(), token => Later(5, token).AsTask(), token => Later("f", token).AsTask(), token => Later(7, token).AsTask(), token => Later("h", token).AsTask())).ShouldBe((1, "b", 3, "d", 5, "f", 7, "h"));
        });

    [Theory, OnEveryRuntime]
    public void TryJoin_takes_two_to_eight_functions_of_a_token_that_return_a_ValueTask(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.TryJoin(token => Later(1, token), token => Later("b", token))).ShouldBe((1, "b"));
            (await Task.TryJoin(token => Later(1, token), token => Later("b", token), token => Later(3, token))).ShouldBe((1, "b", 3));
            (await Task.TryJoin(token => Later(1, token), token => Later("b", token), token => Later(3, token), token => Later("d", token))).ShouldBe((1, "b", 3, "d"));
            (await Task.TryJoin(token => Later(1, token), token => Later("b", token), token => Later(3, token), token => Later("d", token), token => Later(5, token))).ShouldBe((1, "b", 3, "d", 5));
            (await Task.TryJoin(token => Later(1, token), token => Later("b", token), token => Later(3, token), token => Later("d", token), token => Later(5, token), token => Later("f", token))).ShouldBe((1, "b", 3, "d", 5, "f"));
            (await Task.TryJoin(token => Later(1, token), token => Later("b", token), token => Later(3, token), token => Later("d", token), token => Later(5, token), token => Later("f", token), token => Later(7, token))).ShouldBe((1, "b", 3, "d", 5, "f", 7));
            (await Task.TryJoin(token => Later(1, token), token => Later("b", token), token => Later(3, token), token => Later("d", token), token => Later(5, token), token => Later("f", token), token => Later(7, token), token => Later("h", token))).ShouldBe((1, "b", 3, "d", 5, "f", 7, "h"));
        });

    [Theory, OnEveryRuntime]
    public void TryJoin_takes_two_to_eight_handles(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.TryJoin(Spawned(1), Spawned("b"))).ShouldBe((1, "b"));
            (await Task.TryJoin(Spawned(1), Spawned("b"), Spawned(3))).ShouldBe((1, "b", 3));
            (await Task.TryJoin(Spawned(1), Spawned("b"), Spawned(3), Spawned("d"))).ShouldBe((1, "b", 3, "d"));
            (await Task.TryJoin(Spawned(1), Spawned("b"), Spawned(3), Spawned("d"), Spawned(5))).ShouldBe((1, "b", 3, "d", 5));
            (await Task.TryJoin(Spawned(1), Spawned("b"), Spawned(3), Spawned("d"), Spawned(5), Spawned("f"))).ShouldBe((1, "b", 3, "d", 5, "f"));
            (await Task.TryJoin(Spawned(1), Spawned("b"), Spawned(3), Spawned("d"), Spawned(5), Spawned("f"), Spawned(7))).ShouldBe((1, "b", 3, "d", 5, "f", 7));
            (await Task.TryJoin(Spawned(1), Spawned("b"), Spawned(3), Spawned("d"), Spawned(5), Spawned("f"), Spawned(7), Spawned("h"))).ShouldBe((1, "b", 3, "d", 5, "f", 7, "h"));
        });

    [Theory, OnEveryRuntime]
    public void TryJoin_takes_two_to_eight_BCL_tasks(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.TryJoin(Later(1).AsTask(), Later("b").AsTask())).ShouldBe((1, "b"));
            (await Task.TryJoin(Later(1).AsTask(), Later("b").AsTask(), Later(3).AsTask())).ShouldBe((1, "b", 3));
            (await Task.TryJoin(Later(1).AsTask(), Later("b").AsTask(), Later(3).AsTask(), Later("d").AsTask())).ShouldBe((1, "b", 3, "d"));
            (await Task.TryJoin(Later(1).AsTask(), Later("b").AsTask(), Later(3).AsTask(), Later("d").AsTask(), Later(5).AsTask())).ShouldBe((1, "b", 3, "d", 5));
            (await Task.TryJoin(Later(1).AsTask(), Later("b").AsTask(), Later(3).AsTask(), Later("d").AsTask(), Later(5).AsTask(), Later("f").AsTask())).ShouldBe((1, "b", 3, "d", 5, "f"));
            (await Task.TryJoin(Later(1).AsTask(), Later("b").AsTask(), Later(3).AsTask(), Later("d").AsTask(), Later(5).AsTask(), Later("f").AsTask(), Later(7).AsTask())).ShouldBe((1, "b", 3, "d", 5, "f", 7));
            (await Task.TryJoin(Later(1).AsTask(), Later("b").AsTask(), Later(3).AsTask(), Later("d").AsTask(), Later(5).AsTask(), Later("f").AsTask(), Later(7).AsTask(), Later("h").AsTask())).ShouldBe((1, "b", 3, "d", 5, "f", 7, "h"));
        });

    private static async ValueTask<T> Later<T>(T value, CancellationToken token = default)
    {
        await Task.Sleep(TimeSpan.FromTicks(1), token);
        return value;
    }

    private static JoinHandle<T> Spawned<T>(T value) => Task.Spawn(async () => await Later(value));
}
