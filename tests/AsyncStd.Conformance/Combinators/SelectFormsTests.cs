namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Each form of <c>Task.Select</c> gives each branch its place.</summary>
public sealed class SelectFormsTests
{
    [Theory, OnEveryRuntime]
    public void Select_takes_two_to_eight_async_lambdas(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Select(async () => await Never(1), async () => await Later("b"))).Second.ShouldBe("b");
            (await Task.Select(async () => await Never(1), async () => await Never("b"), async () => await Later(3))).Third.ShouldBe(3);
            (await Task.Select(async () => await Never(1), async () => await Never("b"), async () => await Never(3), async () => await Later("d"))).Fourth.ShouldBe("d");
            (await Task.Select(async () => await Never(1), async () => await Never("b"), async () => await Never(3), async () => await Never("d"), async () => await Later(5))).Fifth.ShouldBe(5);
            (await Task.Select(async () => await Never(1), async () => await Never("b"), async () => await Never(3), async () => await Never("d"), async () => await Never(5), async () => await Later("f"))).Sixth.ShouldBe("f");
            (await Task.Select(async () => await Never(1), async () => await Never("b"), async () => await Never(3), async () => await Never("d"), async () => await Never(5), async () => await Never("f"), async () => await Later(7))).Seventh.ShouldBe(7);
            (await Task.Select(async () => await Never(1), async () => await Never("b"), async () => await Never(3), async () => await Never("d"), async () => await Never(5), async () => await Never("f"), async () => await Never(7), async () => await Later("h"))).Eighth.ShouldBe("h");
        });

    [Theory, OnEveryRuntime]
    public void Select_takes_two_to_eight_methods_that_return_a_Task(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Select(() => Never(1).AsTask(), () => Later("b").AsTask())).Second.ShouldBe("b");
            (await Task.Select(() => Never(1).AsTask(), () => Never("b").AsTask(), () => Later(3).AsTask())).Third.ShouldBe(3);
            (await Task.Select(() => Never(1).AsTask(), () => Never("b").AsTask(), () => Never(3).AsTask(), () => Later("d").AsTask())).Fourth.ShouldBe("d");
            (await Task.Select(() => Never(1).AsTask(), () => Never("b").AsTask(), () => Never(3).AsTask(), () => Never("d").AsTask(), () => Later(5).AsTask())).Fifth.ShouldBe(5);
            (await Task.Select(() => Never(1).AsTask(), () => Never("b").AsTask(), () => Never(3).AsTask(), () => Never("d").AsTask(), () => Never(5).AsTask(), () => Later("f").AsTask())).Sixth.ShouldBe("f");
            (await Task.Select(() => Never(1).AsTask(), () => Never("b").AsTask(), () => Never(3).AsTask(), () => Never("d").AsTask(), () => Never(5).AsTask(), () => Never("f").AsTask(), () => Later(7).AsTask())).Seventh.ShouldBe(7);
            (await Task.Select(() => Never(1).AsTask(), () => Never("b").AsTask(), () => Never(3).AsTask(), () => Never("d").AsTask(), () => Never(5).AsTask(), () => Never("f").AsTask(), () => Never(7).AsTask(), () => Later("h").AsTask())).Eighth.ShouldBe("h");
        });

    [Theory, OnEveryRuntime]
    public void Select_takes_two_to_eight_methods_that_return_a_ValueTask(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Select(() => Never(1), () => Later("b"))).Second.ShouldBe("b");
            (await Task.Select(() => Never(1), () => Never("b"), () => Later(3))).Third.ShouldBe(3);
            (await Task.Select(() => Never(1), () => Never("b"), () => Never(3), () => Later("d"))).Fourth.ShouldBe("d");
            (await Task.Select(() => Never(1), () => Never("b"), () => Never(3), () => Never("d"), () => Later(5))).Fifth.ShouldBe(5);
            (await Task.Select(() => Never(1), () => Never("b"), () => Never(3), () => Never("d"), () => Never(5), () => Later("f"))).Sixth.ShouldBe("f");
            (await Task.Select(() => Never(1), () => Never("b"), () => Never(3), () => Never("d"), () => Never(5), () => Never("f"), () => Later(7))).Seventh.ShouldBe(7);
            (await Task.Select(() => Never(1), () => Never("b"), () => Never(3), () => Never("d"), () => Never(5), () => Never("f"), () => Never(7), () => Later("h"))).Eighth.ShouldBe("h");
        });

    [Theory, OnEveryRuntime]
    public void Select_takes_two_to_eight_functions_of_a_token_that_return_a_Task(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Select(token => Never(1, token).AsTask(), token => Later("b", token).AsTask())).Second.ShouldBe("b");
            (await Task.Select(token => Never(1, token).AsTask(), token => Never("b", token).AsTask(), token => Later(3, token).AsTask())).Third.ShouldBe(3);
            (await Task.Select(token => Never(1, token).AsTask(), token => Never("b", token).AsTask(), token => Never(3, token).AsTask(), token => Later("d", token).AsTask())).Fourth.ShouldBe("d");
            (await Task.Select(token => Never(1, token).AsTask(), token => Never("b", token).AsTask(), token => Never(3, token).AsTask(), token => Never("d", token).AsTask(), token => Later(5, token).AsTask())).Fifth.ShouldBe(5);
            (await Task.Select(token => Never(1, token).AsTask(), token => Never("b", token).AsTask(), token => Never(3, token).AsTask(), token => Never("d", token).AsTask(), token => Never(5, token).AsTask(), token => Later("f", token).AsTask())).Sixth.ShouldBe("f");
            (await Task.Select(token => Never(1, token).AsTask(), token => Never("b", token).AsTask(), token => Never(3, token).AsTask(), token => Never("d", token).AsTask(), token => Never(5, token).AsTask(), token => Never("f", token).AsTask(), token => Later(7, token).AsTask())).Seventh.ShouldBe(7);
            (await Task.Select(token => Never(1, token).AsTask(), token => Never("b", token).AsTask(), token => Never(3, token).AsTask(), token => Never("d", token).AsTask(), token => Never(5, token).AsTask(), token => Never("f", token).AsTask(), token => Never(7, token).AsTask(), token => Later("h", token).AsTask())).Eighth.ShouldBe("h");
        });

    [Theory, OnEveryRuntime]
    public void Select_takes_two_to_eight_functions_of_a_token_that_return_a_ValueTask(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Select(token => Never(1, token), token => Later("b", token))).Second.ShouldBe("b");
            (await Task.Select(token => Never(1, token), token => Never("b", token), token => Later(3, token))).Third.ShouldBe(3);
            (await Task.Select(token => Never(1, token), token => Never("b", token), token => Never(3, token), token => Later("d", token))).Fourth.ShouldBe("d");
            (await Task.Select(token => Never(1, token), token => Never("b", token), token => Never(3, token), token => Never("d", token), token => Later(5, token))).Fifth.ShouldBe(5);
            (await Task.Select(token => Never(1, token), token => Never("b", token), token => Never(3, token), token => Never("d", token), token => Never(5, token), token => Later("f", token))).Sixth.ShouldBe("f");
            (await Task.Select(token => Never(1, token), token => Never("b", token), token => Never(3, token), token => Never("d", token), token => Never(5, token), token => Never("f", token), token => Later(7, token))).Seventh.ShouldBe(7);
            (await Task.Select(token => Never(1, token), token => Never("b", token), token => Never(3, token), token => Never("d", token), token => Never(5, token), token => Never("f", token), token => Never(7, token), token => Later("h", token))).Eighth.ShouldBe("h");
        });

    [Theory, OnEveryRuntime]
    public void Select_takes_two_to_eight_handles(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Select(Waiting(1), Spawned("b"))).Second.ShouldBe("b");
            (await Task.Select(Waiting(1), Waiting("b"), Spawned(3))).Third.ShouldBe(3);
            (await Task.Select(Waiting(1), Waiting("b"), Waiting(3), Spawned("d"))).Fourth.ShouldBe("d");
            (await Task.Select(Waiting(1), Waiting("b"), Waiting(3), Waiting("d"), Spawned(5))).Fifth.ShouldBe(5);
            (await Task.Select(Waiting(1), Waiting("b"), Waiting(3), Waiting("d"), Waiting(5), Spawned("f"))).Sixth.ShouldBe("f");
            (await Task.Select(Waiting(1), Waiting("b"), Waiting(3), Waiting("d"), Waiting(5), Waiting("f"), Spawned(7))).Seventh.ShouldBe(7);
            (await Task.Select(Waiting(1), Waiting("b"), Waiting(3), Waiting("d"), Waiting(5), Waiting("f"), Waiting(7), Spawned("h"))).Eighth.ShouldBe("h");
        });

    [Theory, OnEveryRuntime]
    public void Select_takes_two_to_eight_BCL_tasks(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Select(Never(1).AsTask(), Later("b").AsTask())).Second.ShouldBe("b");
            (await Task.Select(Never(1).AsTask(), Never("b").AsTask(), Later(3).AsTask())).Third.ShouldBe(3);
            (await Task.Select(Never(1).AsTask(), Never("b").AsTask(), Never(3).AsTask(), Later("d").AsTask())).Fourth.ShouldBe("d");
            (await Task.Select(Never(1).AsTask(), Never("b").AsTask(), Never(3).AsTask(), Never("d").AsTask(), Later(5).AsTask())).Fifth.ShouldBe(5);
            (await Task.Select(Never(1).AsTask(), Never("b").AsTask(), Never(3).AsTask(), Never("d").AsTask(), Never(5).AsTask(), Later("f").AsTask())).Sixth.ShouldBe("f");
            (await Task.Select(Never(1).AsTask(), Never("b").AsTask(), Never(3).AsTask(), Never("d").AsTask(), Never(5).AsTask(), Never("f").AsTask(), Later(7).AsTask())).Seventh.ShouldBe(7);
            (await Task.Select(Never(1).AsTask(), Never("b").AsTask(), Never(3).AsTask(), Never("d").AsTask(), Never(5).AsTask(), Never("f").AsTask(), Never(7).AsTask(), Later("h").AsTask())).Eighth.ShouldBe("h");
        });

    private static async ValueTask<T> Later<T>(T value, CancellationToken token = default)
    {
        await Task.Sleep(TimeSpan.FromTicks(1), token);
        return value;
    }

    private static JoinHandle<T> Spawned<T>(T value) => Task.Spawn(async () => await Later(value));

    /// <summary>Ends only because somebody stops it.</summary>
    private static async ValueTask<T> Never<T>(T value, CancellationToken token = default)
    {
        await Task.Sleep(Timeout.InfiniteTimeSpan, token);
        return value;
    }

    private static JoinHandle<T> Waiting<T>(T value) => Task.Spawn(async () => await Never(value));
}
