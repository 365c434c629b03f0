namespace AsyncStdTests.Runtimes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;

/// <summary>A process has one default runtime, so each of these has a library of its own.</summary>
public sealed class DefaultRuntimeTests
{
    [Fact]
    public void A_default_that_was_set_is_the_runtime_of_code_outside_any_other()
        => FreshLibrary.Run(static () =>
        {
            using Runtime mine = Build("mine");
            using Runtime other = Build("other");

            Runtime.SetDefault(mine);

            Runtime.Default.ShouldBeSameAs(mine);
            Runtime.Current.ShouldBeSameAs(mine);
            Runtime.TryGetCurrent(out _).ShouldBeFalse();
            Task.BlockOn(async () => { await Task.YieldNow(); return Runtime.Current; }).ShouldBeSameAs(mine);
            other.BlockOn(async () => { await Task.YieldNow(); return Runtime.Current; }).ShouldBeSameAs(other);
        });

    [Fact]
    public void A_second_default_is_refused_by_the_name_of_the_first()
        => FreshLibrary.Run(static () =>
        {
            using Runtime mine = Build("mine");
            using Runtime other = Build("other");
            Runtime.SetDefault(mine);

            ShouldBeRefused(other, inUse: "mine");
            ShouldBeRefused(mine, inUse: "mine");

            Runtime.Default.ShouldBeSameAs(mine);
        });

    [Fact]
    public void Another_default_is_refused_once_the_default_was_asked_for()
        => FreshLibrary.Run(static () => ShouldBeRefusedAfter(static () => Runtime.Default.Name.ShouldNotBe("late")));

    [Fact]
    public void Another_default_is_refused_once_code_outside_any_runtime_asked_for_the_current_one()
        => FreshLibrary.Run(static () => ShouldBeRefusedAfter(static () => Runtime.Current.Name.ShouldNotBe("late")));

    [Fact]
    public void Another_default_is_refused_after_the_first_spawn()
        => FreshLibrary.Run(static () => ShouldBeRefusedAfter(static () => Task.Spawn(static () => { }).Detach()));

    [Fact]
    public void Another_default_is_refused_after_the_first_block_on()
        => FreshLibrary.Run(static () => ShouldBeRefusedAfter(static () => Task.BlockOn(static async () => await Task.YieldNow())));

    [Fact]
    public void What_runs_on_a_runtime_of_its_own_leaves_the_default_to_be_set()
        => FreshLibrary.Run(static () =>
        {
            using Runtime other = Build("other");
            Runtime.TryGetCurrent(out _).ShouldBeFalse();
            using (other.Enter())
            {
                Runtime.Current.ShouldBeSameAs(other);
            }

            other.BlockOn(async () => await Task.Spawn(async () => await Task.YieldNow()));
            using Runtime mine = Build("mine");

            Runtime.SetDefault(mine);

            Runtime.Default.ShouldBeSameAs(mine);
        });

    [Fact]
    public void No_runtime_is_refused_as_the_default_and_one_can_still_be_set()
        => FreshLibrary.Run(static () =>
        {
            Should.Throw<ArgumentNullException>(static () => Runtime.SetDefault(null!)).ParamName.ShouldBe("runtime");
            using Runtime mine = Build("mine");

            Runtime.SetDefault(mine);

            Runtime.Default.ShouldBeSameAs(mine);
        });

    [Fact]
    public void Of_many_who_set_the_default_at_once_one_succeeds()
        => FreshLibrary.Run(static () =>
        {
            const int Threads = 4;
            using var start = new Barrier(Threads);
            Runtime?[] accepted = new Runtime?[Threads];
            Thread[] threads = [.. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
            {
                Runtime mine = Build($"of {index}");
                start.SignalAndWait();
                try
                {
                    Runtime.SetDefault(mine);
                    accepted[index] = mine;
                }
                catch (InvalidOperationException)
                {
                    mine.Dispose();
                }
            }))];

            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());

            accepted.Where(static each => each is not null).ShouldHaveSingleItem().ShouldBeSameAs(Runtime.Default);
        });

    private static Runtime Build(string name)
        => new RuntimeBuilder().UseEnvironment(new Dictionary<string, string?>()).Use(RuntimeKind.CurrentThread).Name(name).Build();

    private static void ShouldBeRefusedAfter(Action use)
    {
        use();
        Runtime.TryGetCurrent(out _).ShouldBeFalse();
        using Runtime late = Build("late");

        ShouldBeRefused(late, inUse: Runtime.Default.Name);

        Runtime.Default.ShouldNotBeSameAs(late);
    }

    private static void ShouldBeRefused(Runtime runtime, string inUse)
    {
        string message = Should.Throw<InvalidOperationException>(() => Runtime.SetDefault(runtime)).Message;
        message.ShouldContain($"'{inUse}' is already in use");
        message.ShouldContain("before the first spawn or block-on");
    }
}
