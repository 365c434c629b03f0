namespace AsyncStdTests.Runtimes.Drivers.Linux;

using AsyncStd.Runtimes.Drivers.Linux;
using AsyncStdTests.Examples;

/// <summary>Who may look for events, and who may sleep meanwhile.</summary>
public sealed class EpollReactorTests
{
    [UnixFact]
    public void While_a_worker_has_the_turn_another_may_sleep_without_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var reactor = new EpollReactor(isAlwaysServed: true);
        reactor.TryTakeTurn().ShouldBeTrue();

        reactor.TryTakeTurnOfServant().ShouldBeFalse();

        reactor.GiveTurn();
        reactor.End();
    }

    [UnixFact]
    public void Events_are_neglected_while_nobody_looks_for_them_or_waits_for_them()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var reactor = new EpollReactor(isAlwaysServed: true);
        reactor.IsNeglected.ShouldBeTrue("nobody has looked yet");
        reactor.TryTakeTurn().ShouldBeTrue();
        reactor.IsNeglected.ShouldBeFalse();
        reactor.GiveTurn();
        reactor.IsNeglected.ShouldBeTrue();
        reactor.End();
    }

    [UnixFact]
    public void While_the_monitor_has_it_a_worker_waits_for_it_and_gets_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var reactor = new EpollReactor(isAlwaysServed: true);
        reactor.TryTakeTurnFromOutside().ShouldBeTrue();
        bool has = false;
        var worker = new Thread(() => has = reactor.TryTakeTurnOfServant());
        worker.Start();

        SpinWait.SpinUntil(() => !worker.IsAlive || (worker.ThreadState & ThreadState.WaitSleepJoin) != 0);
        worker.IsAlive.ShouldBeTrue("it must not go without: nobody would look for events any more");
        reactor.GiveTurn();
        worker.Join();

        has.ShouldBeTrue();
        reactor.GiveTurn();
        reactor.End();
    }
}
