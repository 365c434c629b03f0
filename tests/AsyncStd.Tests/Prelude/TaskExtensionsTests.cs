namespace AsyncStdTests.Prelude;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>The statics that a user writes, on the process's default runtime.</summary>
public sealed class TaskExtensionsTests
{
    [Fact]
    public void BlockOn_takes_every_form_of_work()
    {
        Task.BlockOn(async () => await Task.YieldNow());
        Task.BlockOn(async () => { await Task.YieldNow(); return 1; }).ShouldBe(1);
        Task.BlockOn(MainAsync);
        Task.BlockOn(AnswerAsync).ShouldBe(42);
        Task.BlockOn(MainValueAsync);
        Task.BlockOn(AnswerValueAsync).ShouldBe(42);
        Task.BlockOn(MainValueAsync());
        Task.BlockOn(AnswerValueAsync()).ShouldBe(42);
        Task.BlockOn(Task.Spawn(() => { }));
        Task.BlockOn(Task.Spawn(() => 7)).ShouldBe(7);
    }

    [Fact]
    public void Spawn_takes_every_form_of_work_and_runs_it_on_the_current_runtime()
        => Task.BlockOn(async () =>
        {
            var seen = new List<Runtime>();
            await Task.Spawn(async () => { await Task.YieldNow(); Note(seen); });
            (await Task.Spawn(async () => { await Task.YieldNow(); Note(seen); return 1; })).ShouldBe(1);
            await Task.Spawn(seen, static async list => { await Task.YieldNow(); Note(list); });
            (await Task.Spawn(seen, static async list => { await Task.YieldNow(); Note(list); return 2; })).ShouldBe(2);
            await Task.Spawn(MainAsync);
            (await Task.Spawn(AnswerAsync)).ShouldBe(42);
            await Task.Spawn(MainValueAsync);
            (await Task.Spawn(AnswerValueAsync)).ShouldBe(42);
            await Task.Spawn(() => Note(seen));
            (await Task.Spawn(() => { Note(seen); return 3; })).ShouldBe(3);
            await Task.Spawn(seen, static list => Note(list));
            (await Task.Spawn(seen, static list => { Note(list); return 4; })).ShouldBe(4);
            await Task.SpawnLocal(async () => { await Task.YieldNow(); Note(seen); });
            (await Task.SpawnLocal(async () => { await Task.YieldNow(); Note(seen); return 5; })).ShouldBe(5);
            await Task.SpawnBlocking(() => Note(seen));
            (await Task.SpawnBlocking(() => { Note(seen); return 6; })).ShouldBe(6);

            seen.ShouldAllBe(runtime => runtime == Runtime.Default);
            seen.Count.ShouldBe(12);
        });

    [Fact]
    public void A_sleep_below_zero_is_refused()
        => Should.Throw<ArgumentOutOfRangeException>(() => Task.Sleep(TimeSpan.FromTicks(-1))).ParamName.ShouldBe("delay");

    [Fact]
    public void A_sleep_serves_wherever_a_task_is_wanted()
        => Task.BlockOn(async () =>
        {
            await Task.WhenAll(Task.Sleep(TimeSpan.Zero), Task.Sleep(TimeSpan.FromMilliseconds(1)));
            ValueTask value = Task.Sleep(TimeSpan.FromMilliseconds(1));
            await value;
        });

    [Fact]
    public async Task A_handle_serves_wherever_a_task_is_wanted()
    {
        JoinHandle<int> handle = Task.Spawn(() => 7);

        await Task.WhenAll(handle, Task.Spawn(() => { }));
        Task untyped = handle;
        Task<int> typed = handle;

        typed.ShouldBeSameAs(untyped);
        (await typed).ShouldBe(7);
    }

    private static void Note(List<Runtime> seen)
    {
        lock (seen)
        {
            seen.Add(Runtime.Current);
        }
    }

    private static async Task MainAsync() => await Task.YieldNow();

    private static async Task<int> AnswerAsync()
    {
        await Task.YieldNow();
        return 42;
    }

    private static async ValueTask MainValueAsync() => await Task.YieldNow();

    private static async ValueTask<int> AnswerValueAsync()
    {
        await Task.YieldNow();
        return 42;
    }
}
