namespace AsyncStdTests.Runtimes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>The clock of a current-thread runtime: stands, runs, and is moved by hand.</summary>
public sealed class PausableClockTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public void Moved_by_hand_it_fires_what_is_due_on_the_way_each_at_its_moment_and_in_its_order()
    {
        using Runtime runtime = Build(isPaused: true);
        runtime.BlockOn(async () =>
        {
            var clock = (PausableClock)runtime.Clock;
            using IDisposable hold = clock.Hold();
            DateTimeOffset start = clock.GetUtcNow();
            var fired = new List<(int, TimeSpan)>();
            using ITimer later = clock.CreateTimer(_ => fired.Add((2, clock.GetUtcNow() - start)), null, 2 * s_hour, Timeout.InfiniteTimeSpan);
            using ITimer sooner = clock.CreateTimer(_ => fired.Add((1, clock.GetUtcNow() - start)), null, s_hour, Timeout.InfiniteTimeSpan);
            using ITimer beyond = clock.CreateTimer(_ => fired.Add((3, clock.GetUtcNow() - start)), null, 4 * s_hour, Timeout.InfiniteTimeSpan);
            JoinHandle<TimeSpan> sleeper = Task.Spawn(async () =>
            {
                await Task.Sleep(s_hour);
                return clock.GetUtcNow() - start;
            });
            await Task.YieldNow();

            clock.Advance(3 * s_hour);

            (clock.GetUtcNow() - start).ShouldBe(3 * s_hour);
            (await sleeper).ShouldBe(3 * s_hour, "it was woken on the way, and runs afterwards");
            fired.Select(each => each.Item1).ShouldBe([1, 2]);
        });
    }

    [Fact]
    public void Held_it_does_not_jump_and_let_go_it_does()
    {
        using Runtime runtime = Build(isPaused: true);
        runtime.BlockOn(async () =>
        {
            var clock = (PausableClock)runtime.Clock;
            IDisposable first = clock.Hold();
            IDisposable second = clock.Hold();
            JoinHandle sleeper = Task.Spawn(async () => await Task.Sleep(s_hour));
            DateTimeOffset before = clock.GetUtcNow();
            for (int i = 0; i < 100; i++)
            {
                await Task.SpawnBlocking(static () => { }); // the runtime has nothing to do meanwhile
            }

            first.Dispose();
            first.Dispose();
            await Task.SpawnBlocking(static () => { });
            (sleeper.IsCompleted, clock.GetUtcNow()).ShouldBe((false, before));

            second.Dispose();
            await sleeper;
            (clock.GetUtcNow() - before).ShouldBe(s_hour);
        });
    }

    [Fact]
    public void It_is_paused_and_let_run_in_the_middle_of_a_run_and_timers_keep_their_distance()
    {
        using Runtime runtime = Build(isPaused: false);
        runtime.BlockOn(async () =>
        {
            var clock = (PausableClock)runtime.Clock;
            clock.IsPaused.ShouldBeFalse();
            JoinHandle sleeper = Task.Spawn(async () => await Task.Sleep(s_hour));
            await Task.YieldNow();

            clock.Pause();
            clock.IsPaused.ShouldBeTrue();
            DateTimeOffset before = clock.GetUtcNow();
            clock.GetUtcNow().ShouldBe(before);
            await sleeper;
            (clock.GetUtcNow() - before).ShouldBeInRange(TimeSpan.FromMinutes(59), s_hour + TimeSpan.FromMilliseconds(1));

            clock.Resume();
            clock.IsPaused.ShouldBeFalse();
            await Task.Sleep(TimeSpan.FromMilliseconds(1));
            (clock.GetUtcNow() - before).ShouldBeGreaterThan(TimeSpan.FromMinutes(59));
        });
    }

    [Fact]
    public void What_makes_no_sense_is_refused_and_changes_nothing()
    {
        using Runtime runtime = Build(isPaused: true);
        var clock = (PausableClock)runtime.Clock;
        DateTimeOffset before = clock.GetUtcNow();

        Should.Throw<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
        Should.Throw<InvalidOperationException>(clock.Pause);
        clock.GetUtcNow().ShouldBe(before);
        clock.Advance(TimeSpan.Zero);
        clock.Advance(TimeSpan.MaxValue);
        clock.Advance(TimeSpan.MaxValue);
        clock.Resume();
        Should.Throw<InvalidOperationException>(clock.Resume);
        Should.Throw<InvalidOperationException>(() => clock.Advance(s_hour));
    }

    private static Runtime Build(bool isPaused)
        => TestRuntime.Builder().Use(RuntimeKind.CurrentThread).Configure(options => options.StartPaused = isPaused).Build();
}
