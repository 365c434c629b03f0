namespace AsyncStdTests.Runtimes.Executors;

using System.Diagnostics;
using AsyncStd.Runtimes.Executors;

public sealed class ThreadParkerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ThreadParker _parker = new();

    [Fact]
    public void A_park_after_an_unpark_does_not_sleep()
    {
        _parker.Unpark();

        _parker.Park(Timeout.InfiniteTimeSpan); // would hang
    }

    [Fact]
    public void Several_unparks_count_as_one()
    {
        _parker.Unpark();
        _parker.Unpark();
        _parker.Park(Timeout.InfiniteTimeSpan);

        TimeSpan second = TimeOf(() => _parker.Park(TimeSpan.FromMilliseconds(20)));

        second.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void A_park_ends_when_its_time_is_up()
    {
        _parker.Park(TimeSpan.FromMilliseconds(1)); // would hang
    }

    [Fact]
    public void A_park_of_no_time_returns()
    {
        _parker.Park(TimeSpan.Zero); // would hang
    }

    [Fact]
    public void A_park_of_less_than_a_millisecond_is_no_busy_loop()
    {
        TimeSpan twenty = TimeOf(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                _parker.Park(TimeSpan.FromTicks(1));
            }
        });

        twenty.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void A_park_of_centuries_ends_with_an_unpark()
    {
        Thread thread = Parked(TimeSpan.MaxValue);

        _parker.Unpark();

        thread.Join(s_patience).ShouldBeTrue();
    }

    [Fact]
    public void A_parked_thread_goes_on_when_it_is_unparked()
    {
        Thread thread = Parked(Timeout.InfiniteTimeSpan);

        _parker.Unpark();

        thread.Join(s_patience).ShouldBeTrue();
    }

    private static TimeSpan TimeOf(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }

    private Thread Parked(TimeSpan timeout)
    {
        var thread = new Thread(() => _parker.Park(timeout)) { IsBackground = true };
        thread.Start();
        SpinWait.SpinUntil(() => (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0, s_patience).ShouldBeTrue();
        return thread;
    }
}
